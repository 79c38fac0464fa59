"""The one gate for every message: may this leave now? Pure: no session, no clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

ASKED, BUSINESS, NUDGE = "asked", "business", "nudge"


@dataclass(frozen=True)
class Kind:
    """A kind of message: its class, the minutes it asks of its reader, and what it is about, for the pages that list messages."""

    cls: str
    minutes: int
    about: str


KINDS: Final[dict[str, Kind]] = {
    "sign_in": Kind(ASKED, 0, "a code to sign in"),
    "no_account": Kind(ASKED, 0, "a code to sign in"),
    "has_account": Kind(ASKED, 0, "an account that exists already"),
    "reset": Kind(ASKED, 0, "a new password"),
    "confirm": Kind(ASKED, 0, "confirming an address"),
    "address_changed": Kind(ASKED, 0, "a changed address"),
    "invitation": Kind(BUSINESS, 1, "an invitation to the team"),
    "portal_welcome": Kind(BUSINESS, 1, "the link to the client’s own page"),
    "agreement_boss": Kind(BUSINESS, 6, "goals to read and promise"),
    "agreement_client": Kind(BUSINESS, 8, "an agreement to read and sign"),
    "agreement_terms": Kind(BUSINESS, 3, "terms to read and sign"),
    "agreement_change": Kind(BUSINESS, 3, "a change of the agreement, to read and sign"),
    "agreement_slip": Kind(BUSINESS, 1, "a typing error in the agreement, to look at"),
    "agreement_back": Kind(BUSINESS, 1, "an agreement that came back, for its next step"),
    "agreement_asked": Kind(BUSINESS, 1, "a change of the agreement that somebody asked for"),
    "agreement_in_force": Kind(BUSINESS, 1, "word that an agreement is in force"),
    "agreement_changed": Kind(BUSINESS, 1, "word that a change of the agreement is in force"),
    "agreement_ended": Kind(BUSINESS, 1, "word that an agreement ended"),
    "handover_asked": Kind(BUSINESS, 1, "the question whether another coach may go on"),
    "handover_answered": Kind(BUSINESS, 0, "the answer about another coach"),
    "session_planned": Kind(BUSINESS, 0, "the time of a session, newly planned or moved"),
    "enquiry": Kind(BUSINESS, 0, "an enquiry that came"),
    "session_booked": Kind(BUSINESS, 0, "word that a client booked, moved or cancelled a session"),
    "package_change": Kind(BUSINESS, 1, "a change of what was bought, to agree to"),
    "session_cancelled": Kind(BUSINESS, 0, "word that a session was cancelled"),
    "progress_shared": Kind(BUSINESS, 2, "progress that a client shared"),
    "sharing_asked": Kind(NUDGE, 1, "the question whether progress may be shared"),
    "closing_ready": Kind(BUSINESS, 5, "what an agreement came to, to read and sign"),
    "closing_back": Kind(BUSINESS, 1, "the answer to what an agreement came to"),
    "report_ready": Kind(BUSINESS, 3, "a final report"),
    "testimonial": Kind(NUDGE, 5, "the question for a few words about the work"),
    "testimonial_edit": Kind(BUSINESS, 1, "other words to approve"),
    "testimonial_record": Kind(BUSINESS, 0, "a record of what was agreed to"),
    "testimonial_renewal": Kind(BUSINESS, 1, "the question whether words may stand for longer"),
    "testimonial_came": Kind(BUSINESS, 0, "word that somebody’s words came or were taken back"),
    "record_laid": Kind(BUSINESS, 2, "a record of the organisation to look at"),
    "confirmation_asked": Kind(BUSINESS, 2, "figures to confirm"),
    "confirmation_came": Kind(BUSINESS, 0, "word that figures were looked at"),
    "entry_nudge": Kind(NUDGE, 1, "a reminder to enter a number after a session"),
    "first_call": Kind(ASKED, 0, "a link to choose an hour"),
    "purchase_open": Kind(BUSINESS, 1, "the link to go on with a purchase that was begun"),
    "bought": Kind(BUSINESS, 1, "what was bought, and the link to book it"),
    "sold_out": Kind(BUSINESS, 1, "word that the last place was taken and the money goes back"),
    "sale_came": Kind(BUSINESS, 0, "word that something was sold"),
    "order_came": Kind(BUSINESS, 2, "an order on invoice"),
    "money_back": Kind(BUSINESS, 1, "word of money that went back, or did not"),
    "subscription_failed": Kind(BUSINESS, 2, "word of a month that could not be charged"),
    "session_reminder": Kind(BUSINESS, 0, "a reminder of a session that is near"),
    "recap": Kind(BUSINESS, 1, "the shared note of a session"),
    "agreement_waiting": Kind(NUDGE, 3, "a reminder of an agreement that waits"),
    "quiet_client": Kind(NUDGE, 1, "the question how it is going"),
    "review_due": Kind(NUDGE, 1, "a reminder that the numbers are looked at soon"),
    "renewal": Kind(NUDGE, 2, "the question what comes after the agreement"),
    "past_client": Kind(NUDGE, 3, "the question for the same number once more, long after the end"),
    "enquiry_waiting": Kind(BUSINESS, 0, "word about an enquiry that waits for an answer"),
    "recipe_test": Kind(ASKED, 0, "a recipe, as a test"),
    "invoice": Kind(BUSINESS, 2, "an invoice"),
    "receipt": Kind(BUSINESS, 0, "a receipt"),
    "credit_note": Kind(BUSINESS, 1, "a credit note"),
    "statement": Kind(BUSINESS, 2, "a statement of invoices and payments"),
    "invoice_reminder": Kind(BUSINESS, 1, "a reminder of an invoice to pay"),
}

WEEKENDS: Final[dict[str, tuple[int, ...]]] = {
    "ar": (4, 5),
    "fa": (3, 4),
    "he": (4, 5),
}  # by language, Monday is 0; elsewhere Saturday and Sunday


@dataclass(frozen=True)
class Habits:
    """What its reader wants: when they are asleep, how many nudges a week, paused until, stopped."""

    zone: str
    locale: str = "en"
    budget: int = 1
    quiet_from: time = time(20)
    quiet_to: time = time(7)
    paused_until: datetime | None = None
    stopped: bool = False


CROWDED: Final = "too many mails in one day to people you had never written to; send it again tomorrow"


@dataclass(frozen=True)
class Decision:
    """act: send (as the week's nudge number `turn`), wait (until `until`), hold or stop (because of `why`)."""

    act: str
    until: datetime | None = None
    why: str = ""
    turn: int | None = None


def decide(cls: str, habits: Habits, turns_taken: frozenset[int], now: datetime, is_crowded: bool = False) -> Decision:
    """What was asked for leaves at once; business outside quiet hours; a nudge also not at weekends, within the budget, and not when stopped or paused.

    `is_crowded`: it would be a first mail to somebody, and the practice's first mails of the day are used up.
    """
    if cls == ASKED:
        return Decision("send")
    if is_crowded:
        return Decision("hold", why=CROWDED)
    if cls == NUDGE and habits.stopped:
        return Decision("stop", why="asked to receive no reminders")
    if cls == NUDGE and habits.paused_until and habits.paused_until > now:
        return Decision("wait", until=habits.paused_until)
    if (morning := next_morning(habits, now, workdays=cls == NUDGE)) != now:
        return Decision("wait", until=morning)
    if cls != NUDGE:
        return Decision("send")
    free = [turn for turn in range(1, habits.budget + 1) if turn not in turns_taken]
    if not free:
        had = {0: "wants no reminders", 1: "has had one reminder this week"}.get(
            habits.budget, f"has had {habits.budget} reminders this week"
        )
        return Decision("hold", why=f"{had}; ask in person")
    return Decision("send", turn=free[0])


def next_morning(habits: Habits, now: datetime, *, workdays: bool) -> datetime:
    """`now` itself when it is neither quiet nor, for nudges, a weekend; else the next moment that is not. Quiet hours may cross midnight."""
    zone = ZoneInfo(habits.zone)
    here = now.astimezone(zone)
    for _ in range(10):
        if workdays and is_weekend(here, habits.locale):
            here = _at(here + timedelta(days=1), habits.quiet_to, zone)
        elif _is_quiet(here.time(), habits):
            later_today = here.time() < habits.quiet_to
            here = _at(here if later_today else here + timedelta(days=1), habits.quiet_to, zone)
        else:
            break
    return now if here == now else here.astimezone(now.tzinfo)


def _at(day: datetime, clock: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day.date(), clock, zone)


def _is_quiet(clock: time, habits: Habits) -> bool:
    start, end = habits.quiet_from, habits.quiet_to
    return start <= clock < end if start <= end else clock >= start or clock < end


def is_weekend(here: datetime, locale: str) -> bool:
    return here.weekday() in WEEKENDS.get(locale.split("_")[0].split("-")[0], (5, 6))


def week_of(now: datetime, zone: str) -> str:
    """The ISO week a reader is in: 2026-W47."""
    year, week, _ = now.astimezone(ZoneInfo(zone)).isocalendar()
    return f"{year}-W{week:02d}"
