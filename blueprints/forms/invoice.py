"""The form of an invoice that is not issued yet: its lines, what it asks of the payer, and in which parts."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from flask import g, request
from wtforms import Field, FieldList, FormField, HiddenField, IntegerField, SelectField, ValidationError
from wtforms import Form as Part
from wtforms.validators import InputRequired

from app import formats
from billing.draft import InvoiceDraft
from billing.instalments import MOST, Share, plan_of, usual
from billing.tax import Line
from blueprints.forms.base import CreateForm, LineField, StaleForm, TextField, choices
from blueprints.forms.invoice_lines import LinesForm, typed
from models import Client, Practice

MOST_DAYS = 365
PLANS = {
    "one": "In one payment",
    "two": "In two halves",
    "three": "In three equal parts",
    "deposit": "30 % first, then the rest",
    "own": "As I write it below",
}
OWN_PARTS = 4
WHOLE = Decimal(100)


class ShareForm(Part):
    """One part of a plan of one's own; an empty one is left out."""

    percent = LineField("Share", longest=20, needed=False)
    days = LineField("Days after the day of issue", longest=10, needed=False)


class InvoiceFields(LinesForm):
    """`shares` holds the parts once it is valid."""

    plan = SelectField("To be paid", choices=choices(PLANS), default="one")
    payment_days = IntegerField("Days to pay", [InputRequired("Write a whole number of days.")])
    parts = FieldList(FormField(ShareForm), "Parts of your own", min_entries=OWN_PARTS, max_entries=MOST)
    po_number = LineField("Their order number", longest=60, needed=False)
    buyer_address = TextField("Their postal address", longest=500)
    shares: Sequence[Share] = ()

    @property
    def asks_for_more(self) -> bool:
        """Another line was wanted, and nothing else yet."""
        return "more" in request.form

    def validate_payment_days(self, field: Field) -> None:
        if field.data is not None and not 0 <= field.data <= MOST_DAYS:
            raise ValidationError(f"Between 0 and {MOST_DAYS} days.")

    def validate_parts(self, field: Field) -> None:
        """Of a plan of one's own: percents that together are a hundred, each with its day, in order."""
        if self.plan.data != "own":
            return
        written = [entry.form for entry in field if entry.form.percent.data or entry.form.days.data]
        self.shares = [Share(_number(part.percent.data), _days(part.days.data)) for part in written]
        if not self.shares or any(share.weight <= 0 for share in self.shares) or sum(s.weight for s in self.shares) != WHOLE:
            raise ValidationError("The shares are above zero, and together 100 percent.")
        if [share.days for share in self.shares] != sorted(share.days for share in self.shares):
            raise ValidationError("Write the parts in the order of their days.")

    def validate(self, extra_validators: Any = None) -> bool:
        is_valid = super().validate(extra_validators)
        if is_valid and self.plan.data != "own":
            self.shares = usual(self.plan.data, self.payment_days.data)
        return is_valid

    @property
    def columns(self) -> dict[str, Any]:
        """For InvoiceDraft, once it is valid."""
        words = {name: self[name].data or "" for name in ("po_number", "buyer_address")}
        kept = {"lines": [line.kept for line in self.read], "instalments": [share.kept for share in self.shares]}
        return {**words, **kept, "payment_days": self.payment_days.data}


class NewInvoiceForm(InvoiceFields, CreateForm):
    client_id = HiddenField()
    company = HiddenField()
    payer = HiddenField()


class DraftForm(InvoiceFields, StaleForm):
    """Of a draft, for as long as it is one."""


class IssueForm(StaleForm):
    """One button; its version says which draft was looked at."""


def begun(practice: Practice, client: Client, last: dict[str, Any] | None) -> dict[str, Any]:
    """What a new invoice begins with; `last` is the snapshot of the client's newest one."""
    words = last["lines"][0]["description"] if last else f"Coaching package for {client.name}"
    address = last["buyer"]["address"] if last else ""
    return {**asked(practice, [words]), "buyer_address": address, "client_id": str(client.id)}


def asked(practice: Practice, words: Iterable[str]) -> dict[str, Any]:
    """Lines of which only the words are known yet, at the practice's rate and days."""
    tax = formats.number(practice.tax_rate, practice.locale)
    lines = [{"description": one, "quantity": "1", "tax_percent": tax} for one in words]
    return {"lines": lines, "payment_days": practice.payment_days}


def written(draft: InvoiceDraft, practice: Practice) -> dict[str, Any]:
    """A draft as its form shows it."""
    plan = plan_of(draft.shares)
    parts = [{"percent": formats.number(share.weight, practice.locale), "days": str(share.days)} for share in draft.shares]
    return {
        "lines": [typed(line, draft.currency) for line in draft.written],
        "plan": plan,
        "parts": parts if plan == "own" else [],
        "payment_days": draft.payment_days,
        "po_number": draft.po_number,
        "buyer_address": draft.buyer_address,
    }


def words_of(lines: Iterable[Line]) -> str:
    """What a draft is called in a list."""
    words = [line.description for line in lines]
    return words[0] if len(words) == 1 else f"{words[0]} and {len(words) - 1} more" if words else "Nothing yet"


def _number(words: str | None) -> Decimal:
    try:
        return formats.parse_number(words or "", g.practice.locale)
    except formats.Unreadable as error:
        raise ValidationError(str(error)) from None


def _days(words: str | None) -> int:
    days = _number(words)
    if days != int(days) or not 0 <= days <= MOST_DAYS:
        raise ValidationError(f"Between 0 and {MOST_DAYS} whole days.")
    return int(days)
