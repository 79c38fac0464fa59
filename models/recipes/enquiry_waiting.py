"""Somebody asked, and nobody answered yet: a reminder for the coach, or a word for who asked that the answer comes."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.enquiry import Enquiry
from models.membership import Membership
from models.recipes.hours import MORNING, days_after
from models.recipes.people import MOST
from models.recipes.rule import Asked, Blank, Number, Rule, Value, Wish, Words

FOR_COACH = Words(
    "An enquiry has waited {waited} for an answer",
    "{first_name},\n\n{name} wrote through the public page {waited} ago, and nobody has answered yet. "
    "Whoever answers within a day or two is usually the one they talk to.",
)


def find(session: Session, asked: Asked) -> list[Wish]:
    days, whom = int(asked.blanks["days"]), asked.blanks["whom"]
    rows = select(Enquiry).where(Enquiry.answered_at.is_(None), Enquiry.stage == "new")
    rows = rows.where(Enquiry.created_at > asked.begin - timedelta(days=days + 7), Enquiry.created_at < asked.end).limit(MOST)
    if asked.subject_id:
        rows = rows.where(Enquiry.id == asked.subject_id)
    waiting = list(session.scalars(rows))
    owner = next((one for one in Membership.team(session, session.info["practice_id"]) if one.owns), None) if waiting else None
    wishes = []
    for enquiry in waiting:
        values: dict[str, Value] = {
            "name": enquiry.name,
            "days": str(days),
            "waited": "a day" if days == 1 else f"{days} days",
            "on": enquiry.created_at.astimezone(ZoneInfo(enquiry.zone)).date(),
        }
        key, lead = str(enquiry.id), owner.name if owner else ""
        if whom != "asker" and owner:
            at = days_after(enquiry.created_at, days, MORNING, asked.zone)
            wishes.append(Wish(owner, enquiry, key, at, enquiry.created_at, lead, values, FOR_COACH))
        if whom != "coach":
            at = days_after(enquiry.created_at, days, MORNING, enquiry.zone)
            wishes.append(Wish(enquiry, enquiry, key, at, enquiry.created_at, lead, values))
    return wishes


RULE = Rule(
    name="enquiry_waiting",
    title="Enquiry not answered",
    sentence="When an enquiry has waited {days} for an answer, send {whom}.",
    kind="enquiry_waiting",
    stops="Stops when you have answered or closed it, and when they write again",
    done="it was answered",
    words=Words(
        "Your question of {on}",
        "{first_name},\n\nthank you for writing. Your question has come in, and you will have an answer of mine within two days.\n\n{coach}",
    ),
    variables=("on", "name", "days"),
    blanks=(
        Number("days", "How long", "1", "day", most=14),
        Blank("whom", "Whom", {"coach": "me a reminder", "asker": "them a word that it comes", "both": "me a reminder and them a word"}),
    ),
    find=find,
)
