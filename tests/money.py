"""An invoice as verbs, for tests that begin with one."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any
from uuid import UUID

from flask import Flask
from sqlalchemy.orm import Session

from app import jobs
from billing.draft import InvoiceDraft
from billing.tax import Line
from models import Client, Practice
from tests.cast import NOW, House

Enter = Callable[..., Session]
TOTAL = 217800  # of what draft() makes: 1.5 times 1,200.00 and 21 % of it


def draft(session: Session, house: House, who: str = "cleo", **more: Any) -> InvoiceDraft:
    """Of one line, unless `lines` says otherwise; what is one of its fields may be given by name."""
    client = session.get_one(Client, (house.practice_id, house.clients[who]))
    line = {"description": "Coaching package, autumn", "quantity": Decimal("1.5"), "unit_minor": 120000, "tax_percent": Decimal(21)}
    line |= {name: more.pop(name) for name in list(more) if name in Line.__dataclass_fields__}
    lines = more.pop("lines", [Line(**line)])
    values = {"currency": "EUR", "client_id": client.id, "client": client, **more}
    made = InvoiceDraft(created_at=NOW, lines=[line.kept for line in lines], **values)
    session.add(made)
    session.flush()
    return made


def issue(enter: Enter, house: House, who: str = "cleo", **more: Any) -> UUID:
    owner = next(iter(house.members.values()))
    with enter(house) as session:
        practice = session.get_one(Practice, house.practice_id)
        invoice = draft(session, house, who, **more).issue(practice, by=owner, now=NOW)
        session.commit()
        return invoice.id


def work(app: Flask) -> None:
    """Everything that is ripe."""
    with app.app_context():
        for _ in range(100):
            if not jobs.run_next():
                return
    raise AssertionError("there is no end of it")
