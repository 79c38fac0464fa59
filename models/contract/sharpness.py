"""What could be sharper in a goal, in words beside each field, before anything is offered.

Pure, English, and cautious: it looks for the six commonest faults by lists of words, says nothing where it cannot tell, and never invents a
fact about the person. A `must` stops the offer, a `may` is advice, a `good` is said where a reader could point at the words.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from models.contract import vague as lists
from models.contract.text import number
from models.progress.series import Cadence, Direction

Severity = Literal["good", "may", "must"]
ENOUGH_ENTRIES = 8  # after the start, before a change can be claimed (science.md 1.8a)
DAYS_BETWEEN: dict[str, int] = {Cadence.DAILY: 1, Cadence.WEEKLY: 7, Cadence.FORTNIGHTLY: 14, Cadence.MONTHLY: 30}


@dataclass(frozen=True)
class Wording:
    """A goal as it stands. `start_gathered`: where the person starts will be known only from the first entries."""

    first_name: str
    today: date
    behaviour: str = ""
    situation: str = ""
    why: str = ""
    measure: str = ""
    kind: str = "number"
    direction: str = Direction.HIGHER
    unit: str = ""
    cadence: str = Cadence.WEEKLY
    target: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    scale_min: Decimal | None = None
    scale_max: Decimal | None = None
    start_mean: Decimal | None = None
    start_gathered: bool = True
    due: date | None = None
    evidence: str = ""
    has_others: bool = True


@dataclass(frozen=True)
class Finding:
    """One remark. `better` is a pattern with gaps, quoted and never inserted; `code` names the fault for tests and lists."""

    field: str
    severity: Severity
    code: str
    words: str
    better: str | None = None


def findings(wording: Wording) -> tuple[Finding, ...]:
    """At most one for each field, in the order of the form."""
    return tuple(found for look in LOOKS if (found := next(look(wording), None)) is not None)


def behaviour(wording: Wording) -> Iterator[Finding]:
    who, text = _who(wording), wording.behaviour
    better = f"When …, {who} …"
    if _is_empty(text):
        yield Finding("behaviour", "must", "no_behaviour", "Say what a colleague will see. Who does what, when?", better)
        return
    vague = lists.VAGUE.search(text)
    acts = _acts(lists.ONLY_MEANT.sub(" ", lists.VAGUE.sub(lambda found: " improve " if " " not in found[0] else " ", text)))
    if not acts:
        if lists.INNER.search(text):
            words = f"This happens inside a person, where nobody sees it. What would {who} do differently?"
            yield Finding("behaviour", "must", "no_behaviour", words, better)
        if lists.RESULT.search(text):
            yield Finding("behaviour", "must", "no_behaviour", f"This is a result. What does {who} do to bring it about?", better)
        if vague or len(text.split()) < 3:
            words = "Nobody could say on a given day whether this happened. Who does what, when?"
            yield Finding("behaviour", "must", "no_behaviour", words, better)
    if lists.COURSE.search(text):
        yield Finding("behaviour", "may", "a_course", f"A course is a means. What will {who} do differently after it?", better)
    if vague:
        yield Finding("behaviour", "may", "vague_word", f"“{vague[0]}” means something else to everybody. What would be seen?", better)
    if re.match(r"\s*(I|we|my|our)\b", text, re.IGNORECASE):
        words = "Told in the third person, as by a colleague, it can be checked by others."
        yield Finding("behaviour", "may", "first_person", words, better)
    if lists.STOPS.search(text):
        yield Finding("behaviour", "may", "only_stops", f"Says what ends. What does {who} do instead?", f"Instead of …, {who} …")
    if acts:
        yield Finding("behaviour", "good", "seen", "A colleague could tell whether it happened.")


def situation(wording: Wording) -> Iterator[Finding]:
    text, better = wording.situation, "In the … meeting, before …"
    if _is_empty(text):
        if not lists.SITUATION.search(wording.behaviour):
            yield Finding("situation", "must", "no_situation", "Where does it happen? Name the meeting, the task or the day.", better)
        return
    if lists.VAGUE_PLACE.fullmatch(text.strip(lists.EDGES)):
        words = f"“{text.strip(lists.EDGES)}” is everywhere. Name the meeting, the task or the day."
        yield Finding("situation", "must", "no_situation", words, better)
    if lists.WHICH_MEETINGS.fullmatch(text.strip(lists.EDGES)):
        yield Finding("situation", "may", "which_ones", "Which ones? One kind, named, is easier to count.", better)


def why(wording: Wording) -> Iterator[Finding]:
    if _is_empty(wording.why):
        yield Finding("why", "may", "no_why", "What does it cost as it is, and whom?")
    elif lists.GAINS.search(wording.why):
        yield Finding("why", "good", "says_cost", "Says what it costs, or what it brings.")


def measure(wording: Wording) -> Iterator[Finding]:
    better = f"How many of … in which {_who(wording)} …"
    if _is_empty(wording.measure):
        yield Finding("measure", "must", "no_measure", "What is counted? Without a number nobody can see whether it changes.", better)
    elif lists.VAGUE_MEASURE.fullmatch(wording.measure.strip(lists.EDGES)):
        yield Finding(
            "measure", "must", "no_measure", "Two people would write down two different numbers. What exactly is counted?", better
        )
    elif lists.COUNTED.search(wording.measure):
        yield Finding("measure", "good", "counted", "It can be counted.")


def cadence(wording: Wording) -> Iterator[Finding]:
    if wording.cadence == Cadence.MONTHLY:
        yield Finding("cadence", "may", "monthly", "Monthly gives twelve entries in a year: a change would show late. Could it be weekly?")


def target(wording: Wording) -> Iterator[Finding]:
    ends = [value for value in _ends(wording) if value is not None]
    if outside := [value for value in ends if not _on_scale(value, wording)]:
        scale = f"{_said(wording.scale_min, '')} to {_said(wording.scale_max, '')}"
        yield Finding("target", "must", "off_scale", f"{_said(outside[0], '')} lies outside the scale of {scale}.")
    yield from _range(wording) if wording.direction == Direction.WITHIN else _one_target(wording)


def due(wording: Wording) -> Iterator[Finding]:
    if wording.due is None:
        yield Finding("due", "must", "no_date", "A date is missing. By when should it be so?")
        return
    entries = (wording.due - wording.today).days // DAYS_BETWEEN.get(wording.cadence, 7)
    if wording.due > wording.today and entries < ENOUGH_ENTRIES:
        many = {0: "no entry", 1: "one entry"}.get(entries, f"{entries} entries")
        yield Finding("due", "may", "too_soon", f"By then there is room for {many}: too few to see a change. A later date, or more often?")


def evidence(wording: Wording) -> Iterator[Finding]:
    if not wording.has_others:
        return
    who, better = _who(wording), "The minutes of …, and what … saw"
    own = lists.OWN_WORD.search(wording.evidence) or re.search(rf"\b{re.escape(who)}\b", wording.evidence)
    if lists.OTHERS_SEE.search(wording.evidence):
        yield Finding("evidence", "good", "others_see", f"Somebody besides {who} can see it.")
    elif _is_empty(wording.evidence):
        yield Finding("evidence", "may", "own_word", f"Who besides {who} could see whether it happened?", better)
    elif own:
        yield Finding("evidence", "may", "own_word", f"Only {who} says so. Who else could see it, or what else records it?", better)


LOOKS: tuple[Callable[[Wording], Iterator[Finding]], ...] = (behaviour, situation, why, measure, cadence, target, due, evidence)


def _one_target(wording: Wording) -> Iterator[Finding]:
    who, start, aim = _who(wording), wording.start_mean, wording.target
    if aim is None and (wording.start_gathered or start is None):
        words = f"The target can wait until it is known where {who} starts, and then comes as a change you all agree."
        yield Finding("target", "may", "no_target", words)
    elif aim is None:
        words = f"A number is missing. {who} starts at {_said(start, wording.unit)} on average: what would be enough?"
        yield Finding("target", "must", "no_target", words)
    elif start is not None:
        yield from _side(wording, aim, start)


def _side(wording: Wording, aim: Decimal, start: Decimal) -> Iterator[Finding]:
    who, said, begin = _who(wording), _said(aim, wording.unit), _said(start, wording.unit)
    higher = wording.direction == Direction.HIGHER
    if aim == start:
        yield Finding("target", "must", "wrong_side", f"{said} is where {who} starts. What would be better?")
    elif (aim > start) != higher:
        better, lies = ("Higher", "below") if higher else ("Lower", "above")
        yield Finding("target", "must", "wrong_side", f"{better} is better, but {said} lies {lies} the {begin} at which {who} starts.")


def _range(wording: Wording) -> Iterator[Finding]:
    low, high, start = wording.low, wording.high, wording.start_mean
    if low is not None and high is not None and start is not None and low <= start <= high:  # missing ends are the form's to say
        words = f"On average {_who(wording)} starts inside already, at {_said(start, wording.unit)}. Is it the ups and downs that should shrink?"
        yield Finding("target", "may", "inside_already", words)


def _ends(wording: Wording) -> tuple[Decimal | None, ...]:
    return (wording.low, wording.high) if wording.direction == Direction.WITHIN else (wording.target,)


def _on_scale(value: Decimal, wording: Wording) -> bool:
    if wording.scale_min is None or wording.scale_max is None:
        return True
    return wording.scale_min <= value <= wording.scale_max


def _acts(text: str) -> bool:
    """Whether some word is something that can be seen done: a verb of the list, not a noun, and not "shows confidence"."""
    words: list[str] = re.findall(r"[^\W\d_]+(?:['’-][^\W\d_]+)*", text.lower())
    for place, word in enumerate(words):
        before = words[place - 1] if place else ""
        after = " ".join(words[place + 1 : place + 5])
        if word in lists.ACTS and before not in lists.NOT_A_VERB_AFTER and not lists.VAGUE_THING.match(after):
            return True
    return False


def _is_empty(text: str) -> bool:
    return lists.EMPTY.fullmatch(text.strip(lists.EDGES)) is not None


def _who(wording: Wording) -> str:
    return wording.first_name.strip() or "the person"


def _said(value: Decimal | None, unit: str) -> str:
    if value is None:
        return "…"
    digits = number(round(value, 1) if value != value.to_integral_value() else value)
    return f"{digits}\u00a0{unit}" if unit else digits
