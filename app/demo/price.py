"""What Tessa wants to earn, and the work that no session tells of, week after week."""

from datetime import timedelta
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.demo.stage import Stage
from billing import PricePlan
from models import Client, Work

PLAN = {
    "income_minor": 5800000,
    "costs_minor": 1080000,
    "tax_share": Decimal("0.30"),
    "weeks": 44,
    "hours_a_week": Decimal(19),
    "sold_share": Decimal("0.54"),
    "list_rate_minor": 18000,
    "minutes_before": 15,
    "minutes_after": 12,
}
"""A floor of 112 euros for each hour of work, and of 207 for each that is sold."""
WRITES_MUCH = ("Bram Oosterling", "Jonas Eikeland", "Ines Caldeira", "Priya Lakeman", "Mirte Ostrander")
BY_HAND = (
    # kind, every so many weeks, from the week, minutes, words
    ("messages", 1, 1, 12, "Between two sessions"),
    ("free_call", 6, 2, 60, "A first talk"),
    ("administration", 4, 3, 20, "Invoices and the tax office"),
    ("marketing", 13, 4, 60, "A post on closing decisions"),
    ("travel", 17, 6, 50, "To Halfmoon and back"),
)
WEEKS = 54


def plan(session: Session) -> None:
    """Before any session is settled: minutes before and after are taken from it."""
    mine = PricePlan.of(session)
    session.add(mine)
    session.flush()
    mine.write(mine.version, **PLAN)


def work(session: Session, stage: Stage) -> None:
    clients = [session.scalars(select(Client.id).where(Client.name == name)).one() for name in WRITES_MUCH]
    for kind, step, first, minutes, words in BY_HAND:
        for n, weeks in enumerate(range(first, WEEKS, step)):
            at = stage.ago(weeks=weeks) + timedelta(hours=8)
            client_id = clients[n % len(clients)] if kind == "messages" and weeks < 16 else None
            Work.log(session, stage.coach.id, kind, minutes, stage.practice.today(at), client_id=client_id, note=words, now=at)
