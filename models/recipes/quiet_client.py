"""A client with an agreement in force of whom nothing was heard or seen: no session, entry, action or reply, and none booked.

Whoever answers this very question is not asked it again before something else was heard of them: the text says so.
"""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from models.action import Action
from models.client import Client
from models.coaching_session import CoachingSession
from models.contract.contract import Contract
from models.contract.goal import Goal
from models.inbound import Inbound
from models.measure import Measure
from models.message import Message
from models.recipes.hours import MORNING, days_after
from models.recipes.people import living
from models.recipes.rule import Asked, Number, Rule, Wish, Words


def find(session: Session, asked: Asked) -> list[Wish]:
    weeks = int(asked.blanks["weeks"])
    seen = func.greatest(
        func.max(Contract.activated_at).over(partition_by=Client.id),
        _latest(Measure.last_at, Measure.goal_id == Goal.id, Goal.client_id == Client.id),
        _latest(Action.done_at, Action.client_id == Client.id, Action.done_by == Client.id),
        _latest(Inbound.at, Inbound.writer_id == Client.id, Inbound.message_id == Message.id, Message.kind != "quiet_client"),
        _latest(CoachingSession.held_at, CoachingSession.client_id == Client.id),
    )
    booked = exists().where(CoachingSession.client_id == Client.id, CoachingSession.has_no_end(), CoachingSession.begins_at > asked.now)
    rows = (
        select(Client, seen)
        .join(Contract, Contract.client_id == Client.id)
        .where(Contract.activated_at.is_not(None), Contract.ended_at.is_(None), Contract.closed_at.is_(None), ~booked)
    )
    return [
        Wish(
            client,
            client,
            last.isoformat(),
            days_after(last, weeks * 7, MORNING, client.zone),
            last,
            client.coach.name,
            {"weeks": str(weeks), "since": last.astimezone(ZoneInfo(client.zone)).date()},
        )
        for client, last in dict(session.execute(living(rows, asked, Client)).all()).items()
    ]


def _latest(at: Any, *where: Any) -> Any:
    return select(func.max(at)).where(*where).correlate(Client).scalar_subquery()


RULE = Rule(
    name="quiet_client",
    title="A client has gone quiet",
    sentence="When nothing was heard of a client for {weeks} and no session is booked, write to them once.",
    kind="quiet_client",
    stops="Stops when they make an entry, book, write back or pause, and when you archive them",
    done="they were seen again, or the agreement is over",
    words=Words(
        "How is it going?",
        "{first_name},\n\nwe have not heard from each other for {weeks} weeks. That is no reproach: things get in the way.\n\n"
        "If you would like to go on, choose a time on your page. If now is not the time, tell me in one line and I will not ask again.\n\n{coach}",
    ),
    variables=("weeks", "since"),
    blanks=(Number("weeks", "How long", "3", "week", most=26, least=2),),
    find=find,
)
