"""Forms about money: what is invoiced, and what was paid."""

from datetime import date
from decimal import Decimal
from typing import Any

from flask import g
from wtforms import DateField, Field, HiddenField, IntegerField, ValidationError
from wtforms.validators import InputRequired

from app import formats
from billing.draft import InvoiceDraft
from billing.tax import Line, Sums, sums
from blueprints.forms.base import NEEDED, CreateForm, Form, LineField, StaleForm, TextField
from models import Client, Practice

MOST_DAYS = 365
EARLIEST = date(2000, 1, 1)


class SumForm(Form):
    """Three numbers as somebody types them, in the practice's way of writing; `sums` holds what they make once it is valid."""

    quantity = LineField("Quantity", longest=40)
    unit_price = LineField("Price of one", longest=40)
    tax_percent = LineField("Tax rate", longest=40)
    currency: str
    sums: Sums

    def __init__(self, *args: Any, currency: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.currency, self.figures = currency, {}

    def validate_quantity(self, field: Field) -> None:
        value = _number(field)
        if not 0 < value < 100_000:
            raise ValidationError("A quantity is above zero and below 100,000.")
        self.figures["quantity"] = value

    def validate_unit_price(self, field: Field) -> None:
        try:
            self.figures["unit_minor"] = formats.parse_money(field.data, self.currency, g.practice.locale)
        except formats.Unreadable as error:
            raise ValidationError(str(error)) from None

    def validate_tax_percent(self, field: Field) -> None:
        value = _number(field)
        if not 0 <= value < 100 or value != round(value, 3):
            raise ValidationError("A rate lies between 0 and 100 percent, with three decimals at most.")
        self.figures["tax_percent"] = value

    def validate(self, extra_validators: Any = None) -> bool:
        if not super().validate(extra_validators):
            return False
        line = Line("", self.figures["quantity"], self.figures["unit_minor"])
        self.sums = sums([line], self.figures["tax_percent"])
        if self.sums.total_minor > formats.MOST_MINOR:
            most = formats.money(formats.MOST_MINOR, self.currency, g.practice.locale)
            self.refuse(self.unit_price, f"That is more than an invoice can hold: {most} at most.")
            return False
        return True


def _number(field: Field) -> Decimal:
    try:
        return formats.parse_number(field.data, g.practice.locale)
    except formats.Unreadable as error:
        raise ValidationError(str(error)) from None


class _InvoiceFields(SumForm):
    description = LineField("Package and period", longest=300)
    po_number = LineField("Their order number", longest=60, needed=False)
    buyer_address = TextField("Their postal address", longest=500)
    payment_days = IntegerField("Days to pay", [InputRequired("Write a whole number of days.")])

    def validate_payment_days(self, field: Field) -> None:
        if field.data is not None and not 0 <= field.data <= MOST_DAYS:
            raise ValidationError(f"Between 0 and {MOST_DAYS} days.")

    @property
    def columns(self) -> dict[str, Any]:
        """For InvoiceDraft, once it is valid."""
        words = {name: self[name].data or "" for name in ("description", "po_number", "buyer_address")}
        return {**words, **self.figures, "payment_days": self.payment_days.data}


class NewInvoiceForm(_InvoiceFields, CreateForm):
    client_id = HiddenField()


class DraftForm(_InvoiceFields, StaleForm):
    """Of a draft, for as long as it is one."""


def begun(practice: Practice, client: Client, last: dict[str, Any] | None) -> dict[str, Any]:
    """What a new invoice begins with; `last` is the snapshot of the client's newest one."""
    if last:
        words = {"description": last["lines"][0]["description"], "buyer_address": last["buyer"]["address"]}
    else:
        words = {"description": f"Coaching package for {client.name}", "buyer_address": ""}
    return {
        **words,
        "quantity": "1",
        "tax_percent": formats.number(practice.tax_rate, practice.locale),
        "payment_days": practice.payment_days,
        "client_id": str(client.id),
    }


def written(draft: InvoiceDraft, practice: Practice) -> dict[str, Any]:
    """A draft as its form shows it."""
    places = formats.digits(draft.currency)
    return {
        "description": draft.description,
        "quantity": formats.number(draft.quantity, practice.locale),
        "unit_price": formats.number(Decimal(draft.unit_minor).scaleb(-places), practice.locale, places),
        "tax_percent": formats.number(draft.tax_percent, practice.locale),
        "po_number": draft.po_number,
        "buyer_address": draft.buyer_address,
        "payment_days": draft.payment_days,
    }


class IssueForm(StaleForm):
    """One button; its version says which draft was looked at."""


class PaymentForm(CreateForm):
    amount = LineField("What came in", longest=40)
    paid_on = DateField("On", [InputRequired(NEEDED)])
    note = LineField("How it came", needed=False)

    def __init__(self, *args: Any, currency: str, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.currency, self.today = currency, today
        self.minor = 0

    def validate_amount(self, field: Field) -> None:
        try:
            self.minor = formats.parse_money(field.data, self.currency, g.practice.locale)
        except formats.Unreadable as error:
            raise ValidationError(str(error)) from None
        if self.minor == 0:
            raise ValidationError("An amount above zero.")

    def validate_paid_on(self, field: Field) -> None:
        if field.data and not EARLIEST <= field.data <= self.today:
            raise ValidationError("A day that has been: today at the latest.")
