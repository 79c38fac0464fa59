"""What the numbers say, in sentences that could be read aloud. `who` is "you" for the client, a name for others, "it" on a chart."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from models.progress.assess import Assessment, Reach, Side, Signal, State, share_of_yes
from models.progress.claim import AFTER, LookResult, TooEarly, Verdict
from models.progress.periods import Entered
from models.progress.phases import NoRange, Phase
from models.progress.phrases import PERIODS, anything, count, day, month, number, quantity, span, usually
from models.progress.rules import Rule
from models.progress.series import FEWEST, Cadence, Direction, Point, Series


class Tone(StrEnum):
    """The shape that stands beside the words: disc, diamond, dash, dashed ring."""

    BETTER = "better"
    CONCERN = "concern"
    SAME = "same"
    EARLY = "early"


@dataclass(frozen=True, slots=True)
class Sentence:
    """`head` carries the tone, `rest` completes it, `why` explains underneath. Each may be empty but `head`."""

    tone: Tone
    head: str
    rest: str = ""
    why: str = ""

    @property
    def text(self) -> str:
        return f"{self.head} {self.rest}".strip()


CHANGING = "Is it changing?"


def is_changing(found: Assessment, who: str = "you") -> Sentence:
    """The answer to CHANGING, for inside: signals, never claims."""
    series, start = found.series, found.start
    n, after = len(series.points), len(series.after)
    match found.state:
        case State.EMPTY:
            return Sentence(Tone.EARLY, f"Too early to say: 0 of {series.start_size}.", why="The first entry has not been made yet.")
        case State.GATHERING:
            head = f"Too early to say: {n} of {series.start_size}."
            return Sentence(Tone.EARLY, head, why=f"The first {series.start_size} entries show where {who} started; then it is fixed.")
        case State.SHARE:
            return yes_sentence(series)
        case State.NO_RANGE:
            return no_range(start)
        case State.TOO_EARLY:
            why = f"No signal yet. {eight()} entries after the start are needed before a quiet chart means something."
            return Sentence(Tone.EARLY, f"Too early to say: {after} of {AFTER}.", why=why)
        case State.ORDINARY:
            last = found.signals[-1] if found.signals else None
            why = f"The last signal was on {day(last.until)}." if last else "Ups and downs like these need no reason."
            return Sentence(Tone.SAME, f"No signal: ordinary {PERIODS[series.cadence][1]}.", why=why)
        case State.SIGNAL:
            assert found.signal is not None
            return signal_sentence(found, found.signal, who)


def eight() -> str:
    return count(AFTER).capitalize()


def no_range(start: Phase) -> Sentence:
    """Why nothing can be judged although the start is fixed."""
    if start.why_none == NoRange.COARSE:
        why = (
            "The entries take so few different values that a usual range would mislead. The average and the target are drawn all the same."
        )
        return Sentence(Tone.EARLY, "Scale too coarse to judge.", why=why)
    if start.why_none == NoRange.SAME:
        return Sentence(
            Tone.EARLY, "No variation yet.", why="All entries of the start are the same, so there is no usual range around them."
        )
    if start.why_none == NoRange.GAPS:
        return Sentence(Tone.EARLY, "Too many gaps to judge.", why="Too few entries of the start follow each other without a gap.")
    return Sentence(Tone.EARLY, f"Too early to say: {start.base} of {FEWEST}.", why=f"The start rests on {count(start.base)} entries.")


def yes_sentence(series: Series) -> Sentence:
    """Yes or no has no range: the shares, before and since."""
    yes, n = share_of_yes(series.before)
    yes_since, n_since = share_of_yes(series.after)
    yes_since, n_since = yes_since + series.left_out.yes, n_since + series.left_out.n
    return Sentence(
        Tone.SAME, f"Yes in {yes_since} of {n_since} since the start.", why=f"Before that in {yes} of {n}. Yes or no has no usual range."
    )


def signal_sentence(found: Assessment, signal: Signal, who: str) -> Sentence:
    kind = {Side.BETTER: ", for the better", Side.WORSE: ", for the worse", Side.NONE: ""}[signal.side]
    tone = {Side.BETTER: Tone.BETTER, Side.WORSE: Tone.CONCERN, Side.NONE: Tone.SAME}[signal.side]
    head = f"Possible signal, from few entries{kind}:" if signal.trial else f"Signal{kind}:"
    why = "One stable chart in four shows such a thing." if signal.trial else "Chance alone rarely does that."
    why += " A signal is for inside: look here, ask why."
    if found.next_look:
        why += f" What may be said outside is decided at the look agreed for {day(found.next_look)}."
    return Sentence(Tone.EARLY if signal.trial else tone, head, f"{what_fired(found, signal, who)}.", why)


def what_fired(found: Assessment, signal: Signal, who: str) -> str:
    above = signal.hit.side > 0
    level = (
        f"where {who} started"
        if signal.against == 0
        else f"the level since {day(found.series.points[found.phases[signal.against].first].period)}"
    )
    if signal.hit.rule == Rule.RUN:
        return f"{count(signal.length)} entries in a row {'above' if above else 'below'} {level}"
    usual = "the usual range" if signal.against else f"the usual range of {level}"
    if signal.hit.rule == Rule.OUTSIDE:
        return f"the entry of {day(signal.until)} lies {'above' if above else 'below'} {usual}"
    return f"{count(signal.length)} entries up to {day(signal.until)} lie near the {'upper' if above else 'lower'} end of {usual}"


def reach_question(series: Series) -> str:
    """Empty without a target."""
    if series.direction == Direction.WITHIN:
        return f"Will it reliably stay between {span(*series.bounds, series.unit, 'and')} if nothing changes?"
    return "" if series.target is None else f"Will it reliably reach {quantity(series.target, series.unit)} if nothing changes?"


def will_reach(found: Assessment) -> Sentence:
    """The answer to reach_question(), the same inside and outside."""
    series, forecast = found.series, found.forecast
    period, periods = PERIODS[series.cadence]
    if forecast.reach == Reach.NO_TARGET:
        return Sentence(Tone.EARLY, "No target yet.")
    if forecast.reach == Reach.MOVING:
        return Sentence(Tone.EARLY, "The level is moving: no forecast yet.")
    if forecast.phase is None:
        return Sentence(Tone.EARLY, "Too early to say.", why="A forecast needs a usual range.")
    rest = f"Expect {anything(forecast.phase, series.unit)}."
    why = f"{count(forecast.reached).capitalize()} of the last {count(forecast.of)} {periods} reached the target."
    if forecast.phase.trial:
        why += " The range comes from few entries."
    if forecast.reach == Reach.ALWAYS:
        return Sentence(Tone.BETTER, f"Yes, every {period}.", rest, why)
    if forecast.reach == Reach.NEVER:
        return Sentence(Tone.SAME, "Not as things are.", rest, why)
    return Sentence(Tone.SAME, f"Not every {period}.", rest, why)


def look_sentence(series: Series, look: LookResult) -> Sentence:
    """The claim of one look, fit to leave the room. `since` names the month in which the start was fixed, never a cause."""
    since = f"since {month(series.sealed_on, look.on)}" if series.sealed_on else ""
    why = f"Said at the look of {day(look.on)}."
    if look.verdict in (Verdict.IMPROVED, Verdict.GOT_WORSE, Verdict.NO_CHANGE) and not look.entered.complete:
        why += f" Entered: {entered_words(look.entered, series.cadence)}."
    match look.verdict:
        case Verdict.IMPROVED:
            return Sentence(Tone.BETTER, f"Improved {since}.", why=why)
        case Verdict.GOT_WORSE:
            return Sentence(Tone.CONCERN, f"Got worse {since}.", why=why)
        case Verdict.NO_CHANGE:
            return Sentence(Tone.SAME, "No change found.", why=why)
        case Verdict.NOT_MEASURED:
            return Sentence(Tone.EARLY, "Not measured.", why=why)
        case Verdict.TOO_EARLY:
            return Sentence(Tone.EARLY, too_early(series, look), why=why)


def too_early(series: Series, look: LookResult) -> str:
    if look.too_early == TooEarly.ALIKE:
        period = PERIODS[series.cadence][0]
        return f"Too alike from {period} to {period} to say."
    have = f"entered {entered_words(look.entered, series.cadence)}" if look.too_early == TooEarly.MISSING else f"{look.n_after} of {AFTER}"
    return f"Too early to say: {have}."


def claim(found: Assessment) -> Sentence:
    """The first sentence of all that leaves the room: the last look's claim, before the first look how far it is."""
    series, look = found.series, found.look
    coming = f"Next look {day(found.next_look)}." if found.next_look else ""
    if look is None:
        have, need = (len(series.after), AFTER) if series.sealed_on else (len(series.points), series.start_size)
        head = f"Too early to say: {have} of {need}." if have < need else "Too early to say."
        return Sentence(Tone.EARLY, head, coming)
    said = look_sentence(series, look)
    rest = coming if said.tone == Tone.EARLY else ""
    earlier = found.outcome.earlier
    if earlier is None:
        return Sentence(said.tone, said.head, rest, said.why)
    first = look_sentence(series, earlier).head.rstrip(".")
    return Sentence(said.tone, said.head, rest, f"{said.why} “{first}”, said on {day(earlier.on)}, was not borne out on {day(look.on)}.")


def entered_words(entered: Entered, cadence: Cadence) -> str:
    """17 of 20 weeks."""
    one, many = PERIODS[cadence]
    return f"{entered.made} of {entered.due} {one if entered.due == 1 else many}"


def where_started(found: Assessment, who: str = "you") -> str:
    """Where you started: 40 % on average, usually between 15 and 65 %. So far, until that is fixed. Empty while there is no entry."""
    start, unit = found.start, found.series.unit
    if start.average is None:
        return ""
    head = f"Where {who} started" if found.series.sealed_on else "So far"
    if start.why_none == NoRange.YES_NO:
        yes, n = share_of_yes(found.series.before)
        return f"{head}: yes in {yes} of {n}."
    parts = [f"{quantity(start.average, unit)} on average", usually(start, unit)]
    return f"{head}: {', '.join(part for part in parts if part)}."


def how_drawn(found: Assessment, who: str = "you") -> str:
    """How the usual ranges were reckoned, phase by phase; for the fold under the chart. Empty without a range."""
    said = []
    for i, phase in enumerate(found.phases):
        if phase.limits is None:
            continue
        based = found.series.points[phase.first : phase.first + phase.base]
        head = f"Where {who} started is" if i == 0 else f"The level since {day(based[0].period)} rests on"
        fixed = f", fixed on {day(found.series.sealed_on)}" if i == 0 and found.series.sealed_on else ""
        said.append(f"{head} {len(based)} entries, {dates(based)}{fixed}. {reckoned(phase, found.series.unit)}")
    return " ".join(said)


def dates(points: tuple[Point, ...]) -> str:
    return f"{day(points[0].period)} to {day(points[-1].period)}"


def reckoned(phase: Phase, unit: str) -> str:
    assert phase.limits is not None
    average: Decimal = phase.limits.average
    usual = usually(phase, unit) or "no usual range, because it would reach past both ends of the scale"
    return (
        f"Average {quantity(average, unit)}, average step from one entry to the next {number(phase.limits.step)}: "
        f"{usual} (average ± 2.660 × step)."
    )
