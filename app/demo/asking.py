"""Who asked the demo practice for help: six open, ten won, twelve lost. No person, company or number here is real."""

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy.orm import Session

from app.demo.people import CLIENTS
from app.demo.stage import Stage
from models import Enquiry


@dataclass(frozen=True)
class Asked:
    """`ago`: days since; `step`: stage, next step, in how many days by; worth in euro cents."""

    name: str
    behaviour: str
    source: str
    ago: int
    step: tuple[str, str, int | None] = ("new", "", None)
    worth: int | None = None
    more: dict[str, str] = field(default_factory=dict)


OPEN = (
    Asked(
        "Noor Valk", "Not answer for my team when the client asks my team.", "page", 1, ("new", "answer", 0), 480000,
        {"gap": "In the weekly call with our largest client. My two planners have stopped preparing for it.", "tried": "Muting myself."},
    ),
    Asked(
        "Saoirse Mulvane", "Say no in the first ten minutes, kindly.", "referral", 6, ("asked back", "first talk at 15:00", 1), 480000,
        {"source_note": "Theo Brandvold"},
    ),
    Asked(
        "Anton Reyle", "Decide. Claims lie on her desk for a week.", "referral", 16, ("proposed", "his answer, asked on Monday", 5), 540000,
        {"about": "Dana Ferrers", "gap": "Brokers call me instead of her.", "tried": "A course on making decisions."},
    ),
    Asked("Harm Lindqvist", "Hold a meeting without slides.", "colleague", 11, ("talked", "send a proposal", 3), 480000),
    Asked("Petra Oyelaran", "I need presentation training.", "page", 4, ("asked back", "what for? asked on Friday", 7)),
    Asked(
        "Annika Roestad", "Six heads of department start on time.", "referral", 20, ("talked", "promised a date", -4), 720000,
        {"about": "Kade Theatre"},
    ),
)  # fmt: skip

WON: dict[str, tuple[str, str, int]] = {
    "Bram Oosterling": ("colleague", "", 480000),
    "Ines Caldeira": ("referral", "Greta Ilves", 145000),
    "Jonas Eikeland": ("page", "", 216000),
    "Priya Lakeman": ("referral", "Bram Oosterling", 320000),
    "Mirte Ostrander": ("post", "On planning by Friday", 90000),
    "Theo Brandvold": ("colleague", "", 150000),
    "Dov Halloway": ("page", "", 480000),
    "Lotte Arends": ("referral", "Jonas Eikeland", 90000),
    "Wies Tabor": ("colleague", "", 54000),
    "Ruben Hale": ("referral", "Theo Brandvold", 108000),
}
"""Source, a word about it, worth in euro cents; each was named a price and said yes."""

LOST = (
    Asked("Sybren Dijkhof", "Delegate without doing it again myself.", "page", 310),
    Asked("Ottilie Krans", "A leadership course for our whole team.", "post", 288),
    Asked("Ferre Claessen", "Answer mail within the day.", "page", 262),
    Asked("Nadia Boukhari", "Speak up to my director.", "page", 241),
    Asked("Willem Roos", "Find out what I want to do next.", "other", 219),
    Asked("Gesa Thomsen", "Stop working at weekends.", "post", 190),
    Asked("Aldo Ferrante", "Learn to present.", "page", 163),
    Asked("Marit Sundby", "Chair the board without talking most.", "referral", 140, worth=480000),
    Asked("Joost Verhagen", "Hand over at the hour.", "page", 118),
    Asked("Elke Wouters", "English for meetings.", "page", 83),
    Asked("Piotr Malek", "Say what is decided.", "colleague", 57),
    Asked("Dieuwke Hania", "Praise more than once a month.", "page", 41),
)
REASONS = (
    "no answer",
    "no case",
    "no answer",
    "boss",
    "no case",
    "no answer",
    "no case",
    "price",
    "boss",
    "no case",
    "no answer",
    "no answer",
)


def enquiries(session: Session, stage: Stage) -> None:
    for one in OPEN:
        _open(session, stage, one)
    for story in CLIENTS:
        if story.name in WON:
            _won(session, stage, story.name, story.address, story.goals[0].words["title"] if story.goals else "")
    for one, reason in zip(LOST, REASONS, strict=True):
        at = stage.ago(days=one.ago, at=time(11))
        lost = _add(session, stage, one, at)
        if reason != "no answer":
            lost.answer(at + timedelta(days=1))
        if one.worth:
            lost.quote(one.worth, at + timedelta(days=8))
        lost.lose(reason, at + timedelta(days=21))


def _open(session: Session, stage: Stage, one: Asked) -> None:
    at = stage.ago(days=one.ago, at=time(11))
    asked = _add(session, stage, one, at)
    stage_name, next_step, in_days = one.step
    if stage_name == "proposed":
        asked.quote(one.worth or 0, at + timedelta(days=4))
    elif stage_name != "new":
        asked.answer(at + timedelta(days=1))
    by = None if in_days is None else stage.practice.today(stage.today) + timedelta(days=in_days)
    asked.write(asked.version or 1, stage=stage_name, next_step=next_step, next_on=by)


def _won(session: Session, stage: Stage, name: str, address: str, behaviour: str) -> None:
    source, note, worth = WON[name]
    weeks = max([16, *next(story.sessions for story in CLIENTS if story.name == name)]) + 4
    at = stage.ago(weeks=weeks, at=time(11))
    asked = _add(session, stage, Asked(name, behaviour, source, 0, worth=worth, more={"source_note": note, "address": address}), at)
    asked.quote(worth, at + timedelta(days=6))
    asked.win(coach_id=stage.coach.id, now=at + timedelta(days=12))


def _add(session: Session, stage: Stage, one: Asked, at: datetime) -> Enquiry:
    first, last = one.name.lower().split()[0], one.name.lower().split()[-1]
    where: dict[str, Any] = {"zone": stage.practice.zone, "locale": stage.practice.locale, "currency": stage.practice.currency}
    said = {"address": f"{first}@{last}.example", **one.more}
    return Enquiry.add(
        session, now=at, name=one.name, behaviour=one.behaviour, source=one.source, value_minor=one.worth, **said, **where
    )  # fmt: skip
