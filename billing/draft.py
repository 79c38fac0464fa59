"""What will be an invoice: written and changed freely, until it is issued."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, select
from sqlalchemy.orm import Mapped, mapped_column, object_session, selectinload

from billing.bill_line import Instalment, InvoiceLine
from billing.instalments import Share, split, usual
from billing.invoice import Invoice
from billing.series import Series
from billing.tax import Line, Sums, sums
from models import seen
from models.base import Tenanted, belongs_to, refers_to
from models.client import Client
from models.due import Due
from models.errors import DomainError, InvoiceNotReady, Stale
from models.organisation import Contact, Organisation, Sponsorship
from models.practice import Practice


class InvoiceDraft(Tenanted):
    """What will be an invoice: for one client, or, with `organisation_id` and `payer_id`, for a company and several of its people."""

    __tablename__ = "invoice_draft"
    client_id: Mapped[UUID | None] = refers_to("client")
    organisation_id: Mapped[UUID | None] = refers_to("organisation")
    payer_id: Mapped[UUID | None] = refers_to("contact")
    lines: Mapped[list[Any]] = mapped_column(default=list, server_default="[]")  # Line.kept
    instalments: Mapped[list[Any]] = mapped_column(default=list, server_default="[]")  # Share.kept; none: one part, after payment_days
    currency: Mapped[str]
    po_number: Mapped[str] = mapped_column(default="")
    buyer_address: Mapped[str] = mapped_column(default="")
    payment_days: Mapped[int] = mapped_column(default=14)
    draft_no: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]
    dropped_at: Mapped[datetime | None]
    client: Mapped[Client | None] = belongs_to("client_id")
    organisation: Mapped[Organisation | None] = belongs_to("organisation_id")
    contact: Mapped[Contact | None] = belongs_to("payer_id")
    __table_args__ = (
        CheckConstraint("payment_days between 0 and 365", name="days_sane"),
        CheckConstraint(
            "num_nonnulls(client_id, organisation_id) = 1 and (organisation_id is null) = (payer_id is null)", name="for_one_payer"
        ),
    )

    @property
    def written(self) -> list[Line]:
        return [Line.read(kept) for kept in self.lines]

    @property
    def sums(self) -> Sums:
        return sums(self.written)

    @property
    def shares(self) -> Sequence[Share]:
        return [Share.read(kept) for kept in self.instalments] or usual("one", self.payment_days)

    @property
    def parts(self) -> list[int]:
        """What each instalment will be."""
        return split(self.sums.total_minor, [share.weight for share in self.shares])

    for_themselves = False
    """Bought by the client alone, whoever pays for their coaching otherwise. Not kept: what is bought is issued at once."""

    @property
    def payer(self) -> Client | Contact:
        if self.client:
            return self.client if self.for_themselves else self.client.payer
        payer = self.contact
        assert payer is not None
        return payer

    @property
    def is_ready(self) -> bool:
        """Something is invoiced, and each part of it is above zero."""
        return all(line.description.strip() for line in self.written) and all(part > 0 for part in self.parts)

    def write(self, version: int, **values: Any) -> None:
        """Change it, by the names of its columns. Stale when it was saved since `version` was read."""
        if version != self.draft_no:
            raise Stale
        for name, value in values.items():
            setattr(self, name, value)
        self.draft_no += 1

    def drop(self, now: datetime) -> None:
        self.dropped_at = now

    def restore(self) -> None:
        """Undo of drop."""
        self.dropped_at = None

    def issue(
        self, practice: Practice, *, by: UUID, now: datetime, purchase_id: UUID | None = None, provider_id: str | None = None
    ) -> Invoice:
        """Number it, freeze it, send it. The draft is gone with the same commit, and the invoice keeps its id: a draft becomes one invoice."""
        session = object_session(self)
        assert session is not None
        if not practice.can_invoice:
            raise InvoiceNotReady
        if not self.is_ready:
            raise DomainError("Say what is invoiced, and an amount above zero.")
        self._check_payer()
        total, today, payer = self.sums, practice.today(now), self.payer
        series_id, numbered = Series.next_number(session, f"{today.year}-")
        invoice = Invoice(
            id=self.id,
            series_id=series_id,
            number=numbered,
            client_id=self.client_id,
            organisation_id=self.organisation_id,
            purchase_id=purchase_id,
            provider_id=provider_id,
            payer_id=payer.id,
            payer_kind=payer.kind,
            currency=self.currency,
            snapshot=self.snapshot(practice),
            net_minor=total.net_minor,
            tax_minor=total.tax_minor,
            total_minor=total.total_minor,
            issued_on=today,
            issued_at=now,
            issued_by=by,
            due_on=today + timedelta(days=self.shares[-1].days),
            readers=seen.readers("invoice", self.client) if self.client and not self.for_themselves else [payer.id],
        )
        session.add(invoice)
        session.flush()
        session.add_all(self._rows(invoice))
        session.delete(self)
        session.flush()
        Due.plan(invoice, "make_invoice_pdf", at=now)  # and with the PDF made, it is announced
        return invoice

    def _check_payer(self) -> None:
        """A company's invoice names people to whoever pays: only those this payer pays for."""
        if any(client.payer.id != self.payer.id for client in self.people.values()):
            raise DomainError(f"{self.payer.name} does not pay for everybody who stands on this invoice. Change its lines first.")

    @property
    def people(self) -> dict[UUID, Client]:
        """For whom the lines of a company's invoice are, in a few statements whatever there is."""
        session = object_session(self)
        named = {line.client_id for line in self.written} - {None, self.client_id}
        if session is None or not named:
            return {}
        whom = select(Client).where(Client.id.in_(named)).options(selectinload(Client.sponsorships).joinedload(Sponsorship.contact))
        return {client.id: client for client in session.scalars(whom)}

    def _rows(self, invoice: Invoice) -> list[Tenanted]:
        rows: list[Tenanted] = [
            InvoiceLine(
                invoice_id=invoice.id,
                n=n,
                client_id=line.client_id or self.client_id,
                version_id=line.version_id,
                description=line.description,
                quantity=line.quantity,
                unit_minor=line.unit_minor,
                discount_percent=line.discount_percent,
                net_minor=line.net_minor,
                tax_percent=line.tax_percent,
            )
            for n, line in enumerate(self.written, 1)
        ]
        until = 0
        for n, (share, amount) in enumerate(zip(self.shares, self.parts, strict=True), 1):
            until += amount
            day = invoice.issued_on + timedelta(days=share.days)
            rows.append(Instalment(invoice_id=invoice.id, n=n, due_on=day, amount_minor=amount, until_minor=until))
        return rows

    def snapshot(self, practice: Practice) -> dict[str, Any]:
        """What stands on it but its sums and days: seller, buyer, lines, taxes. With an invoice it is frozen."""
        payer, people = self.payer, self.people
        organisation = self.organisation or (self.client.organisation if self.client and payer is not self.client else None)
        return {
            "seller": {
                "name": practice.legal_name,
                "address": practice.legal_address,
                "tax_number": practice.tax_number,
                "practice": practice.name,
                "pay_to": practice.pay_to,
            },
            "buyer": {
                "name": payer.name,
                "organisation": organisation.name if organisation else "",
                "address": self.buyer_address,
                "po_number": self.po_number,
            },
            "lines": [
                {**line.kept, "net_minor": line.net_minor, "client": people[line.client_id].name if line.client_id in people else ""}
                for line in self.written
            ],
            "tax": {"name": practice.tax_name},
            "taxes": [tax.kept for tax in self.sums.taxes],
        }
