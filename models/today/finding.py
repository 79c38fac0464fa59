"""People who are no clients yet: who asked, what was to come next, and two former colleagues a day."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from sqlalchemy import Select, Uuid, bindparam, cast, func, null, or_, select

from models.base import constant
from models.colleague import Colleague
from models.enquiry import Enquiry
from models.today.rows import MIDNIGHT, TODAY, columns

_OPEN = Enquiry.stage.in_([constant(stage) for stage in Enquiry.OPEN])


def _no_client(noun: type[Enquiry] | type[Colleague]) -> Any:
    return SimpleNamespace(client_id=cast(null(), Uuid), name=noun.name)


def enquiries(_mine: bool) -> Select[Any]:
    """Whom nobody has answered yet."""
    asked = select(*columns("enquiry", Enquiry.id, words=Enquiry.behaviour, at=Enquiry.created_at, of=_no_client(Enquiry)))
    return asked.where(_OPEN, Enquiry.answered_at.is_(None)).order_by(Enquiry.created_at)


def next_steps(_mine: bool) -> Select[Any]:
    """What was to be done by now."""
    asked = select(*columns("next step", Enquiry.id, words=Enquiry.next_step, on=Enquiry.next_on, of=_no_client(Enquiry)))
    due = _OPEN, Enquiry.answered_at.is_not(None), Enquiry.next_on <= TODAY
    return asked.where(*due).order_by(Enquiry.next_on)


def colleagues(_mine: bool) -> Select[Any]:
    """Of whoever looks: at most two a day, and who was written to or left out today was one of them."""
    mine = Colleague.member_id == bindparam("coach_id", type_=Uuid())
    today = or_(Colleague.wrote_at >= MIDNIGHT, Colleague.skipped_at >= MIDNIGHT)
    done = select(func.count()).select_from(Colleague).where(mine, today).scalar_subquery()
    place = func.row_number().over(order_by=Colleague.id)
    turn = select(Colleague.id, (place + done).label("place")).where(mine, Colleague.wrote_at.is_(None), Colleague.skipped_at.is_(None))
    turn_ = turn.subquery()
    asked = select(*columns("colleague", Colleague.id, words=Colleague.known_from, at=Colleague.created_at, of=_no_client(Colleague)))
    return asked.join(turn_, turn_.c.id == Colleague.id).where(turn_.c.place <= Colleague.A_DAY).order_by(Colleague.id)
