"""Before an agreement ends: the last of its goals' dates. One question, asked of the client; whoever pays is the coach's own conversation."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session, aliased

from models.client import Client
from models.contract.contract import Contract
from models.contract.goal import Goal
from models.recipes.hours import MORNING, on_day
from models.recipes.people import living
from models.recipes.rule import Asked, Number, Rule, Wish, Words


def find(session: Session, asked: Asked) -> list[Wish]:
    weeks, other = int(asked.blanks["weeks"]), aliased(Contract)
    last = select(func.max(Goal.due)).where(Goal.contract_id == Contract.id, Goal.live_at.is_not(None), Goal.closed_at.is_(None))
    ends = last.correlate(Contract).scalar_subquery()
    goes_on = exists().where(other.client_id == Contract.client_id, other.created_at > Contract.created_at, other.ended_at.is_(None))
    rows = (
        select(Contract, Client, ends)
        .join(Client, Client.id == Contract.client_id)
        .where(Contract.activated_at.is_not(None), Contract.ended_at.is_(None), Contract.closing_at.is_(None), Contract.closed_at.is_(None))
        .where(ends > asked.begin.date(), ends < (asked.end + timedelta(weeks=weeks + 1)).date(), ~goes_on)
    )
    return [
        Wish(
            client,
            contract,
            f"{contract.id} {on.isoformat()}",
            on_day(on - timedelta(weeks=weeks), MORNING, client.zone),
            on_day(on - timedelta(weeks=weeks, days=1), MORNING, client.zone),
            client.coach.name,
            {"on": on, "weeks": str(weeks)},
        )
        for contract, client, on in session.execute(living(rows, asked, Contract))
    ]


RULE = Rule(
    name="renewal",
    title="Renewal, before the end",
    sentence="{weeks} before an agreement ends, ask the client what comes after it.",
    kind="renewal",
    stops="Stops when it is closed or ended, when another is begun, when they write back or pause",
    done="the agreement is over, or goes on",
    words=Words(
        "What comes after {on}?",
        "{first_name},\n\nwhat we agreed ends on {on}. Three answers are all right: we close it with what the numbers say, "
        "we go on with another goal, or you take a pause.\n\nThink it over, and answer this mail or tell me when we meet.\n\n{coach}",
    ),
    variables=("on", "weeks"),
    blanks=(Number("weeks", "How long before", "4", "week", most=26),),
    is_earlier=True,
    find=find,
)
