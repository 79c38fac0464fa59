"""Asking for a few words after the end, everybody and once; and once more, also where the coach asked by hand."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session, joinedload

from models.client import Client
from models.membership import Membership
from models.message import BY_HAND, Message
from models.recipes.hours import MORNING, days_after
from models.recipes.people import MOST
from models.recipes.rule import Asked, Number, Rule, Wish, Words
from models.testimonial import Testimonial

FROM_BEFORE: Final = Words(
    "May your words stand in public?",
    "{first_name},\n\nyou once said something about working with {coach}. It stands nowhere until you have read it and said yes.\n\n"
    "You decide about each thing by itself: your words, your name, your company, where it stands and until when. You can take it back at "
    "any time with this link.\n\nIf you say nothing you are asked once more, and then never again.",
)
"""Of words that the coach entered: a yes is asked for, not words."""


def find(session: Session, asked: Asked) -> list[Wish]:
    pressed = exists().where(Message.subject_id == Testimonial.id, Message.kind == "testimonial", Message.occasion.startswith(BY_HAND))
    rows = (
        select(Testimonial, Membership, pressed)
        .outerjoin(Client, Client.id == Testimonial.client_id)
        .outerjoin(Membership, Membership.id == Testimonial.by_id)
        .where(Testimonial.answered_at.is_(None), Testimonial.declined_at.is_(None))
        .options(joinedload(Testimonial.client), joinedload(Membership.person))
        .limit(MOST)
    )
    if not asked.by_hand:
        rows = rows.where(Client.archived_at.is_(None))
    if asked.subject_id:
        rows = rows.where(Testimonial.id == asked.subject_id)
    else:
        window = asked.begin - timedelta(days=max(int(asked.blanks[name]) for name in ("days", "again")) + 7)
        asks = Testimonial.asked_at.is_(None) & (Testimonial.source == "closing") & (Testimonial.created_at > window)
        rows = rows.where(or_(asks, Testimonial.reminded_at.is_(None) & (Testimonial.asked_at > window)))
    found = [(said, by.name if by else "", bool(hand)) for said, by, hand in session.execute(rows) if said.recipient.address]
    return [_wish(*one, asked) for one in found]


def _wish(said: Testimonial, coach: str, pressed: bool, asked: Asked) -> Wish:
    to, key, zone = said.recipient, str(said.id), said.recipient.zone
    if said.asked_at is None or asked.by_hand:
        at = days_after(said.created_at, int(asked.blanks["days"]), MORNING, zone)
        return Wish(to, said, key, at, said.created_at, coach, words=FROM_BEFORE if said.source == "old" else None)
    at = days_after(said.asked_at, int(asked.blanks["again"]), MORNING, zone)
    return Wish(to, said, f"{key} again", at, said.asked_at, coach, is_again=True, is_promised=pressed)


RULE = Rule(
    name="testimonial",
    title="Asking for a few words",
    sentence="{days} after the final report, ask the client for a few words, whatever the numbers say; if nothing comes, once more {again} later.",
    kind="testimonial",
    stops="Stops when they answer or would rather not, when they write back about it or pause, and when you archive them",
    done="it was answered",
    words=Words(
        "Would you say in public how it was?",
        "{first_name},\n\neveryone whose work with {coach} has ended is asked, whether it went well or not. Would you say in your own words "
        "how it was?\n\nYou decide about each thing by itself: your words, your name, your company, where it stands and until when. "
        "You can take it back at any time with this link.\n\nIf you say nothing you are asked once more, and then never again.",
    ),
    again=Words(
        "Would you still say how it was?",
        "{first_name},\n\nnot long ago {coach} asked whether you would say in public how your work together was. This is the second and "
        "last time you are asked.\n\nNo is an answer too, and nothing follows from it.",
    ),
    variables=(),
    blanks=(
        Number("days", "How long after", "1", "day", most=60),
        Number("again", "How long until the reminder", "14", "day", most=90, least=3),
    ),
    outlives_reply=True,
    find=find,
)
