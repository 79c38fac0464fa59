"""What happened between a payer and the practice: every invoice, payment and credit note, and what is left, currency by currency."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, NamedTuple, cast
from uuid import UUID

from sqlalchemy import CheckConstraint, ColumnElement, Date, Select, String, case, literal, select, union_all
from sqlalchemy import cast as as_type
from sqlalchemy.orm import Mapped, Session

from billing.credit_note import CreditNote
from billing.invoice import Invoice
from billing.payment import Payment
from models.base import Tenanted, refers_to


class Entry(NamedTuple):
    """kind: invoice, credit note, payment, correction or given back. `amount_minor` raises what is owed when it is above zero; `balance_minor` after it."""

    on: date
    kind: str
    number: str
    words: str
    amount_minor: int
    balance_minor: int
    invoice_id: UUID


class Account(NamedTuple):
    """All of one currency, in the order it happened."""

    currency: str
    entries: tuple[Entry, ...]

    @property
    def balance_minor(self) -> int:
        return self.entries[-1].balance_minor if self.entries else 0


class Statement(Tenanted):
    """One that was asked for on paper: a client's or a company's, as it stood then."""

    __tablename__ = "statement"
    client_id: Mapped[UUID | None] = refers_to("client")
    organisation_id: Mapped[UUID | None] = refers_to("organisation")
    snapshot: Mapped[dict[str, Any]]
    on: Mapped[date]
    at: Mapped[datetime]
    by_id: Mapped[UUID]
    __table_args__ = (
        CheckConstraint("num_nonnulls(client_id, organisation_id) = 1", name="of_one"),
        {"info": {"append_only": True}},
    )


def statement(session: Session, zone: str, *, client_id: UUID | None = None, organisation_id: UUID | None = None) -> list[Account]:
    """Of the invoices made for a client, or for a company over several of its people; in one question, a currency each, never added together.

    `zone`: the practice's; it says on which day something was booked.
    """
    whose = Invoice.client_id == client_id if client_id else Invoice.organisation_id == organisation_id
    each = union_all(_invoices(whose), _credited(whose), _paid(whose, zone)).subquery()
    rows = session.execute(select(each).order_by(each.c.currency, each.c.on, each.c.at, each.c.number))
    accounts: dict[str, list[Entry]] = {}
    for on, _, kind, number, words, amount, currency, invoice_id in rows:
        entries = accounts.setdefault(currency, [])
        before = entries[-1].balance_minor if entries else 0
        entries.append(Entry(on, kind, number, words, int(amount), before + int(amount), invoice_id))
    return [Account(currency, tuple(entries)) for currency, entries in accounts.items()]


def kept(accounts: Iterable[Account]) -> list[dict[str, Any]]:
    """For Statement.snapshot."""
    return [
        {
            "currency": account.currency,
            "balance_minor": account.balance_minor,
            "entries": [{**entry._asdict(), "on": entry.on.isoformat(), "invoice_id": str(entry.invoice_id)} for entry in account.entries],
        }
        for account in accounts
    ]


def _columns(on: Any, at: Any, kind: Any, number: Any, words: Any, amount: Any) -> list[ColumnElement[Any]]:
    return cast(
        list[ColumnElement[Any]],
        [
            as_type(on, Date).label("on"),
            at.label("at"),
            as_type(kind, String).label("kind"),
            number.label("number"),
            as_type(words, String).label("words"),
            amount.label("amount"),
            Invoice.currency.label("currency"),
            Invoice.id.label("invoice_id"),
        ],
    )


def _invoices(whose: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    words = Invoice.snapshot["lines"][0]["description"].astext
    columns = _columns(Invoice.issued_on, Invoice.issued_at, literal("invoice"), Invoice.number, words, Invoice.total_minor)
    return select(*columns).where(whose)


def _credited(whose: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    columns = _columns(
        CreditNote.issued_on, CreditNote.issued_at, literal("credit note"), CreditNote.number, CreditNote.reason, -CreditNote.total_minor
    )
    return select(*columns).join(Invoice, Invoice.id == CreditNote.invoice_id).where(whose)


def _paid(whose: ColumnElement[bool], zone: str) -> Select[*tuple[Any, ...]]:
    """Without the notes of the bookkeeping, which a payer does not see."""
    kind = case((Payment.amount_minor > 0, "payment"), (Payment.reverses_id.is_not(None), "correction"), else_="given back")
    words = case((Payment.reverses_id.is_not(None), "entered by mistake"), (Payment.how == "stripe", "by card"), else_="")
    columns = _columns(Payment.day_in(zone), Payment.at, kind, Invoice.number, words, -Payment.amount_minor)
    return select(*columns).join(Invoice, Invoice.id == Payment.invoice_id).where(whose)
