"""Who owes what, and how late it is."""

from typing import Any, NamedTuple
from uuid import UUID

from flask import g, render_template
from sqlalchemy import and_, func, select

from app import db
from app.clock import now
from billing import owed
from billing.invoice import Invoice
from blueprints.invoices import bp
from models import Client, Organisation


class Debt(NamedTuple):
    """Somebody who owes, in one currency: minor units, and the door to their statement."""

    name: str
    client_id: UUID | None
    organisation_id: UUID | None
    currency: str
    owed: int
    late: int


@bp.get("/ageing")
def ageing() -> Any:
    today = g.practice.today(now())
    return render_template("invoices/ageing.html", ages=owed.ageing(db.session(), today), debts=debts(today))


def debts(today: Any) -> list[Debt]:
    """The latest first, in one statement."""
    left, late = func.sum(Invoice.left_minor), func.sum(owed.late_sum(today))
    who = func.coalesce(Client.name, Organisation.name)
    rows = select(who, Invoice.client_id, Invoice.organisation_id, Invoice.currency, left, late)
    rows = rows.outerjoin(Client, and_(Client.practice_id == Invoice.practice_id, Client.id == Invoice.client_id))
    rows = rows.outerjoin(Organisation, and_(Organisation.practice_id == Invoice.practice_id, Organisation.id == Invoice.organisation_id))
    rows = rows.where(Invoice.left_minor > 0).group_by(who, Invoice.client_id, Invoice.organisation_id, Invoice.currency)
    return [Debt(*row[:4], int(row[4]), int(row[5])) for row in db.session().execute(rows.order_by(late.desc(), who).limit(200))]
