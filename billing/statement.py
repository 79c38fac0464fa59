"""What happened between a payer and the practice: every invoice, payment and credit note, and what is left, currency by currency."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, NamedTuple, cast
from uuid import UUID

from sqlalchemy import CheckConstraint, ColumnElement, Date, Select, String, and_, any_, case, func, literal, select, union_all
from sqlalchemy import cast as as_type
from sqlalchemy.orm import Mapped, Session, object_session

from billing.credit_note import CreditNote
from billing.invoice import Invoice
from billing.payment import Payment
from models.base import Tenanted, refers_to
from models.client import Client
from models.due import Due
from models.message import Message
from models.organisation import Contact, Organisation
from models.practice import Practice


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
    """A client's or a company's, as it stood when it was asked for: on paper, or for one of those who pay, with their invoices only."""

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

    @classmethod
    def ask(
        cls, who: Client | Organisation, practice: Practice, *, payer: Client | Contact | None = None, by: UUID, now: datetime
    ) -> Statement:
        """What stands now, to be made into a paper and, with a payer, sent to them: the same on the same day is one."""
        session = object_session(who)
        assert session is not None
        session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(f"{who.practice_id}:{who.id}:statement", 0))))
        whose = {f"{who.__tablename__}_id": who.id}
        snapshot = {
            "who": who.name,
            "seller": {"name": practice.legal_name or practice.name, "address": practice.legal_address, "practice": practice.name},
            "accounts": _kept(statement(session, practice.zone, payer_id=payer.id if payer else None, **whose)),
            "payer": {"id": str(payer.id), "kind": payer.kind, "name": payer.name} if payer else None,
        }
        today = practice.today(now)
        asked = session.scalar(select(cls).filter_by(on=today, snapshot=snapshot, **whose).limit(1))
        if asked is None:
            asked = cls(snapshot=snapshot, on=today, at=now, by_id=by, **whose)
            session.add(asked)
            Due.plan(asked, "make_statement_pdf", at=now)
        return asked

    @property
    def payer(self) -> Client | Contact | None:
        """To whom it is sent, if to anybody."""
        session, to = object_session(self), self.snapshot.get("payer")
        if session is None or to is None:
            return None
        key = (self.practice_id, UUID(to["id"]))
        return session.get(Client, key) if to["kind"] == Client.kind else session.get(Contact, key)

    def announce(self, now: datetime) -> None:
        """With the paper made: to whom it is for, once."""
        if payer := self.payer:
            Message.plan(payer, "statement", subject=self, occasion=str(self.id), at=now)


def payers(session: Session, *, client_id: UUID | None = None, organisation_id: UUID | None = None) -> list[Client | Contact]:
    """Who paid or pays for them and may read it still, by name; in two statements."""
    mine = select(Invoice.payer_id).where(_whose(client_id, organisation_id), Invoice.payer_id == any_(Invoice.readers))
    found: list[Client | Contact] = [*session.scalars(select(Client).where(Client.id.in_(mine)))]
    found += session.scalars(select(Contact).where(Contact.id.in_(mine)))
    return sorted(found, key=lambda one: one.name)


def statement(
    session: Session, zone: str, *, client_id: UUID | None = None, organisation_id: UUID | None = None, payer_id: UUID | None = None
) -> list[Account]:
    """Of the invoices made for a client, or for a company over several of its people; in one question, a currency each, never added together.

    `zone`: the practice's; it says on which day something was booked. `payer_id`: only of what that one pays.
    """
    whose = _whose(client_id, organisation_id)
    if payer_id:
        whose = and_(whose, Invoice.payer_id == payer_id)
    each = union_all(_invoices(whose), _credited(whose), _paid(whose, zone)).subquery()
    rows = session.execute(select(each).order_by(each.c.currency, each.c.on, each.c.at, each.c.number))
    accounts: dict[str, list[Entry]] = {}
    for on, _, kind, number, words, amount, currency, invoice_id in rows:
        entries = accounts.setdefault(currency, [])
        before = entries[-1].balance_minor if entries else 0
        entries.append(Entry(on, kind, number, words, int(amount), before + int(amount), invoice_id))
    return [Account(currency, tuple(entries)) for currency, entries in accounts.items()]


def _whose(client_id: UUID | None, organisation_id: UUID | None) -> ColumnElement[bool]:
    return Invoice.client_id == client_id if client_id else Invoice.organisation_id == organisation_id


def _kept(accounts: Iterable[Account]) -> list[dict[str, Any]]:
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
