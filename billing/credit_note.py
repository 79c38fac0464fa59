"""A mistake in an issued invoice is mended by a credit note: a number of its own, a snapshot, and the invoice stays as it is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, object_session

from billing.instalments import split
from billing.series import Series
from billing.tax import Tax, half_up, sums
from models.base import Tenanted, refers_to
from models.due import Due
from models.errors import DomainError, TooMuchCredited
from models.message import Message
from models.practice import Practice

if TYPE_CHECKING:
    from billing.invoice import Invoice


class CreditNote(Tenanted):
    """Sums are above zero and lower what is owed of the invoice."""

    __tablename__ = "credit_note"
    invoice_id: Mapped[UUID] = refers_to("invoice", shields=True)
    series_id: Mapped[UUID]
    number: Mapped[str]
    snapshot: Mapped[dict[str, Any]]
    net_minor: Mapped[int]
    tax_minor: Mapped[int]
    total_minor: Mapped[int]
    reason: Mapped[str]
    issued_on: Mapped[date]
    issued_at: Mapped[datetime]
    issued_by: Mapped[UUID | None]
    __table_args__ = (
        ForeignKeyConstraint(["practice_id", "series_id"], ["series.practice_id", "series.id"], name="credit_note_series"),
        UniqueConstraint("practice_id", "number", name="credit_note_number_once"),
        CheckConstraint("net_minor + tax_minor = total_minor and total_minor > 0", name="sums_agree"),
        CheckConstraint("char_length(reason) between 1 and 500", name="reason_length"),
        {"info": {"append_only": True}},
    )

    @classmethod
    def issue(
        cls,
        invoice: Invoice,
        *,
        amount_minor: int | None = None,
        lines: Sequence[int] = (),
        reason: str,
        by: UUID | None,
        now: datetime,
    ) -> CreditNote:
        """Number it, freeze it, send it: over `amount_minor`, tax included, else over whole lines of the invoice, by their numbers from 1.

        Raises TooMuchCredited for more than is still owed (money that came goes back first), DomainError without a reason.
        """
        session = object_session(invoice)
        assert session is not None
        invoice.lock()
        if not reason.strip():
            raise DomainError("Say in a few words what was wrong: it stands on the credit note.")
        left = [tax.less(note_tax for note in invoice.credit_notes for note_tax in note.taxes) for tax in invoice.taxes]
        taxes = _over(left, amount_minor) if amount_minor is not None else _of_lines(invoice, lines, left)
        net, tax = sum(t.net_minor for t in taxes), sum(t.tax_minor for t in taxes)
        if not 0 < net + tax <= invoice.owed_minor:
            raise TooMuchCredited
        practice = session.get(Practice, invoice.practice_id)
        assert practice is not None
        today = practice.today(now)
        series_id, number = Series.next_number(session, f"C{today.year}-")
        note = cls(
            invoice_id=invoice.id,
            series_id=series_id,
            number=number,
            snapshot={
                "seller": invoice.snapshot["seller"],
                "buyer": invoice.snapshot["buyer"],
                "tax": invoice.snapshot["tax"],
                "taxes": [t.kept for t in taxes],
                "invoice": {"number": invoice.number, "issued_on": invoice.issued_on.isoformat(), "currency": invoice.currency},
            },
            net_minor=net,
            tax_minor=tax,
            total_minor=net + tax,
            reason=reason.strip(),
            issued_on=today,
            issued_at=now,
            issued_by=by,
        )
        invoice.credit_notes.append(note)
        session.flush()
        Due.plan(note, "make_credit_note_pdf", at=now)  # and with the PDF made, it is announced
        Due.plan(invoice, "close_pages", at=now)  # what an open page of Stripe's asks for is no longer owed
        return note

    @property
    def taxes(self) -> list[Tax]:
        return [Tax.read(kept) for kept in self.snapshot["taxes"]]

    def announce(self, invoice: Invoice, now: datetime) -> None:
        """Tell the payer, once."""
        Message.plan(invoice.payer, "credit_note", subject=self, occasion=str(self.id), at=now)


def _over(left: Sequence[Tax], amount_minor: int) -> list[Tax]:
    """An amount with its tax, spread over the rates as what is left of them: all of it credits what is left to the last unit."""
    whole = [tax.net_minor + tax.tax_minor for tax in left]
    if amount_minor == sum(whole):
        return [tax for tax in left if tax.net_minor + tax.tax_minor]
    if not 0 < amount_minor < sum(whole):
        raise TooMuchCredited
    shares = split(amount_minor, [Decimal(gross) for gross in whole])
    return [_part_of(tax, gross) for gross, tax in zip(shares, left, strict=True) if gross]


def _part_of(left: Tax, gross: int) -> Tax:
    """`gross` of one rate, in net and tax: never more than is left of either."""
    net = min(left.net_minor, max(half_up(gross * 100 / (100 + left.percent)), gross - left.tax_minor))
    return Tax(left.percent, net, gross - net)


def _of_lines(invoice: Invoice, chosen: Sequence[int], left: Sequence[Tax]) -> list[Tax]:
    """Whole lines, and of a rate that is used up by them its last unit too."""
    by_rate = {tax.percent: tax for tax in left}
    wanted = sums(line for n, line in enumerate(invoice.lines, 1) if n in set(chosen)).taxes
    if any(tax.net_minor > by_rate[tax.percent].net_minor for tax in wanted):
        raise TooMuchCredited
    return [_whole(by_rate[tax.percent], tax) for tax in wanted if tax.net_minor]


def _whole(left: Tax, wanted: Tax) -> Tax:
    if wanted.net_minor == left.net_minor:
        return left
    return Tax(wanted.percent, wanted.net_minor, min(wanted.tax_minor, left.tax_minor))
