"""The invoices of the demo practice, in the order of their days: to one person, to a company over several, in parts, credited, late."""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.demo import sold, year
from app.demo.people import CLIENTS
from app.demo.stage import Stage
from billing.credit_note import CreditNote
from billing.draft import InvoiceDraft
from billing.instalments import Share
from billing.invoice import Invoice
from billing.tax import Line
from models import Client, Organisation

COMPANY = "Halfmoon Freight"
COMPANY_DAYS = 92
PARTS = (14, 75, 136)
ADDRESS = "Havenweg 200\n3011 Rotterdam"
CREDITED = ("Ines Caldeira", 14520, "One session was planned twice, and held once")


def invoices(session: Session, stage: Stage) -> None:
    told: list[tuple[int, Callable[[datetime], None]]] = [
        (days, lambda at, name=name, net=net, state=state: _to_client(session, stage, name, net, state, at))  # type: ignore[misc]
        for name, net, days, state in (*_told(), *year.invoices())
    ]
    told += [(COMPANY_DAYS, lambda at: _to_company(session, stage, at)), *sold.told(session, stage)]
    for days, tell in sorted(told, key=lambda one: -one[0]):
        tell(stage.ago(days=days, at=time(10)))


def _told() -> list[tuple[str, int, int, str]]:
    return [(story.name, *each) for story in CLIENTS for each in story.invoices]


def _to_client(session: Session, stage: Stage, name: str, net: int, state: str, at: datetime) -> None:
    client = session.scalars(select(Client).where(Client.name == name)).one()
    period = f"{(at - timedelta(days=30)):%B} to {(at + timedelta(days=60)):%B %Y}"
    lines = [Line(f"Coaching package, {period}", unit_minor=net, tax_percent=stage.practice.tax_rate)]
    invoice = _issue(session, stage, at, lines, client_id=client.id, client=client)
    if state != "open":
        amount = invoice.total_minor if state == "paid" else invoice.total_minor // 2
        _paid(stage, invoice, amount, min(at + timedelta(days=9), stage.today))
    if name == CREDITED[0]:
        credited_at = min(at + timedelta(days=3), stage.today)
        note = CreditNote.issue(invoice, amount_minor=CREDITED[1], reason=CREDITED[2], by=stage.coach.id, now=credited_at)
        note.announce(invoice, credited_at)


def _to_company(session: Session, stage: Stage, at: datetime) -> None:
    """Over two people, at two rates, with a discount, in three parts of which two came."""
    company = session.scalars(select(Organisation).where(Organisation.name == COMPANY)).one()
    bram, priya = (session.scalars(select(Client).where(Client.name == name)).one() for name in ("Bram Oosterling", "Priya Lakeman"))
    tax = stage.practice.tax_rate
    lines = [
        Line("One habit, six months", unit_minor=320000, tax_percent=tax, client_id=bram.id),
        Line("Coaching package, three months", unit_minor=160000, discount_percent=Decimal(10), tax_percent=tax, client_id=priya.id),
        Line("Workbook", Decimal(2), 2450, tax_percent=Decimal(9), client_id=priya.id),
        Line("Travel to Halfmoon", client_id=bram.id, tax_percent=tax),
    ]
    invoice = _issue(
        session, stage, at, lines, organisation_id=company.id, organisation=company, payer_id=bram.payer.id, contact=bram.payer,
        po_number="PO 88-1204", buyer_address=ADDRESS, instalments=[Share(Decimal(1), days).kept for days in PARTS],
    )  # fmt: skip
    for part, days in zip(invoice.instalments[:2], (10, 74), strict=True):
        _paid(stage, invoice, part.amount_minor, at + timedelta(days=days))


def _issue(session: Session, stage: Stage, at: datetime, lines: list[Line], **whose: object) -> Invoice:
    draft = InvoiceDraft(lines=[line.kept for line in lines], currency="EUR", payment_days=14, created_at=at, **whose)
    session.add(draft)
    session.flush()
    invoice = draft.issue(stage.practice, by=stage.coach.id, now=at)
    invoice.announce(at)
    return invoice


def _paid(stage: Stage, invoice: Invoice, amount: int, at: datetime) -> None:
    payment = invoice.receive(amount, how="hand", now=at, by=stage.coach.id, note="bank transfer")
    if payment:
        invoice.thank(payment, at)
