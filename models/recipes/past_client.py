"""After the end: the same measure again, at 3, 6 and 12 months (product.md; science.md 9.3), three unanswered ones at most."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import exists, func, select
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.orm import Session, aliased

from models.client import Client
from models.contract.contract import Contract
from models.contract.goal import Goal
from models.recipes.hours import MORNING, months_after, on_day
from models.recipes.people import living
from models.recipes.rule import Asked, Blank, Rule, Wish, Words


def find(session: Session, asked: Asked) -> list[Wish]:
    other = aliased(Contract)
    titles = select(func.array_agg(aggregate_order_by(Goal.title, Goal.id))).where(
        Goal.contract_id == Contract.id, Goal.live_at.is_not(None)
    )
    since = exists().where(other.client_id == Contract.client_id, other.created_at > Contract.created_at, other.ended_at.is_(None))
    rows = (
        select(Contract, Client, titles.correlate(Contract).scalar_subquery())
        .join(Client, Client.id == Contract.client_id)
        .where(Contract.closed_at > asked.begin - timedelta(days=370), Contract.closed_at < asked.end, ~since)
    )
    return [
        Wish(
            client,
            contract,
            f"{contract.id} {months}",
            on_day(months_after(contract.closed_at.astimezone(ZoneInfo(client.zone)).date(), int(months)), MORNING, client.zone),
            contract.closed_at,
            client.coach.name,
            {"months": months, "goals": tuple(goals or ())},
        )
        for contract, client, goals in session.execute(living(rows, asked, Contract))
        if contract.closed_at is not None
        for months in asked.blanks["months"].split()
    ]


RULE = Rule(
    name="past_client",
    title="Past clients, after 3, 6 and 12 months",
    sentence="{months} after an agreement was closed, ask for the same number once more.",
    kind="past_client",
    stops="Stops when they write back or pause, when you begin anew with them, and when you archive them",
    done="they are a client again",
    words=Words(
        "{months} months on: the same number once more?",
        "{first_name},\n\n{months} months ago we closed what you had set out to do: {goals}.\n\n"
        "Would you count it once more, the way we did then, and answer this mail with the number? It tells you whether it lasted, "
        "and me whether this way of working is worth anything.\n\n{coach}",
    ),
    variables=("months", "goals"),
    blanks=(
        Blank(
            "months",
            "How long after",
            {"3 6 12": "3, 6 and 12 months", "3 6": "3 and 6 months", "6 12": "6 and 12 months", "3": "3 months"},
        ),
    ),
    find=find,
)
