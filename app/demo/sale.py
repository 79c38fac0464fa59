"""What the demo practice sells: a free first call, a single session, a package that was made dearer once, a subscription, a group that is full."""

from dataclasses import replace
from decimal import Decimal
from typing import Final

from sqlalchemy.orm import Session

from app.demo.stage import Stage
from billing.offer import Offer, Terms

VAT: Final = Decimal(21)
WORDS: Final = (
    "You may change your mind within fourteen days, as the law says; a session held in that time because you asked for it is paid.\n\n"
    "What we talk about stays between us. What your employer is shown you have seen before, and it goes when you send it."
)
HABIT: Final = Terms(
    "One habit, six months",
    420000,
    "EUR",
    words="One habit at work, seen by colleagues and counted. Ten sessions, a signed agreement, five people asked each month.",
    tax_percent=VAT,
    sessions=10,
    minutes=90,
    valid_months=9,
    instalments=4,
    instalment_minor=107000,
    on_invoice=True,
    terms=WORDS,
)
TALK: Final = Terms("First talk", 0, "EUR", words="What should people see done differently, and by when.", minutes=30, terms=WORDS)
SINGLE: Final = Terms(
    "A single session", 21000, "EUR", words="For former clients, and for one question.", tax_percent=VAT, minutes=60, terms=WORDS
)
SPARRING: Final = Terms(
    "Sparring",
    39000,
    "EUR",
    words="Two hours a month with somebody who has no stake.",
    tax_percent=VAT,
    sessions=2,
    minutes=60,
    terms=WORDS,
)
HUNDRED: Final = Terms(
    "First hundred days",
    120000,
    "EUR",
    words="A group of eight who lead for the first time.",
    tax_percent=VAT,
    sessions=6,
    minutes=120,
    terms=WORDS,
)
HALF_YEAR: Final = replace(HABIT, name="Half a year", price_minor=390000, instalments=1, instalment_minor=None)


def offers(session: Session, stage: Stage) -> None:
    """Each published in its week, by the coach."""
    _sell(session, stage, "first_call", TALK, weeks=50, shown="public")
    _sell(session, stage, "single", SINGLE, weeks=50, shown="public", rank=1, places=3)
    habit = _sell(session, stage, "package", HABIT, weeks=48, shown="public", rank=2, places=6)
    dearer = replace(HABIT, price_minor=480000, instalment_minor=122000)
    habit.publish(dearer, seen=1, by=stage.coach.id, now=stage.ago(weeks=36))
    _sell(session, stage, "subscription", SPARRING, weeks=30, shown="link")
    full = _sell(session, stage, "seat", HUNDRED, weeks=12, shown="public", rank=3, places=8)
    for _ in range(8):
        full.take_place()
    ended = _sell(session, stage, "package", HALF_YEAR, weeks=52, shown="hidden")
    ended.end(stage.ago(weeks=48))


def _sell(
    session: Session, stage: Stage, kind: str, terms: Terms, *, weeks: int, shown: str, rank: int | None = None, places: int | None = None
) -> Offer:
    when = stage.ago(weeks=weeks)
    offer = Offer.make(session, kind, terms.name, when)
    offer.publish(terms, seen=0, by=stage.coach.id, now=when)
    offer.place(shown=shown, rank=rank, places=places, until=None)
    return offer
