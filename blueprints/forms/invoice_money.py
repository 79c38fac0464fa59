"""Forms about an issued invoice: what came in, and what is credited."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from flask import g
from wtforms import DateField, Field, SelectField, SelectMultipleField, ValidationError
from wtforms.validators import InputRequired
from wtforms.widgets import CheckboxInput, ListWidget

from app import formats
from blueprints.forms.base import NEEDED, CreateForm, Form, LineField, choices

EARLIEST = date(2000, 1, 1)


class AmountForm(CreateForm):
    """One amount in the invoice's currency; `minor` holds it once it is valid."""

    amount = LineField("What came in", longest=40)

    def __init__(self, *args: Any, currency: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.currency, self.minor = currency, 0

    def validate_amount(self, field: Field) -> None:
        try:
            self.minor = formats.parse_money(field.data, self.currency, g.practice.locale)
        except formats.Unreadable as error:
            raise ValidationError(str(error)) from None
        if self.minor == 0:
            raise ValidationError("An amount above zero.")


class PastDay:
    """Of a form that knows `today`: a day that has been."""

    def __call__(self, form: Any, field: Field) -> None:
        if field.data and not EARLIEST <= field.data <= form.today:
            raise ValidationError("A day that has been: today at the latest.")


class PaymentForm(AmountForm):
    paid_on = DateField("On", [InputRequired(NEEDED), PastDay()])
    note = LineField("How it came", needed=False)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today


class CreditForm(AmountForm):
    """An amount, or whole lines by their numbers from 1: what is ticked counts."""

    amount = LineField("What is credited, tax included", longest=40)
    lines = SelectMultipleField("Or whole lines", coerce=str, option_widget=CheckboxInput(), widget=ListWidget(prefix_label=False))
    reason = LineField("Why", longest=300)

    def __init__(self, *args: Any, words: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines.choices = choices({str(n): words for n, words in enumerate(words, 1)})

    @property
    def what(self) -> dict[str, Any]:
        """For CreditNote.issue, once it is valid."""
        chosen = [int(n) for n in self.lines.data or []]
        return {"lines": chosen} if chosen else {"amount_minor": self.minor}


class PeriodForm(Form):
    """From a day to a day, both with."""

    first = DateField("From", [InputRequired(NEEDED)])
    last = DateField("To", [InputRequired(NEEDED)])

    def validate_last(self, field: Field) -> None:
        if field.data and self.first.data and not EARLIEST <= self.first.data <= field.data:
            raise ValidationError("A day after the first one.")


class RefundForm(AmountForm):
    payment = SelectField("Of which payment")
    amount = LineField("What goes back", longest=40)
    reason = LineField("Why", longest=300)

    def __init__(self, *args: Any, payments: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.payment.choices = choices(payments)


class GivenBackForm(RefundForm):
    given_on = DateField("On", [InputRequired(NEEDED), PastDay()])
    note = LineField("How it went", needed=False)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today


def typed_amount(minor: int, currency: str) -> str:
    """An amount as its form shows it."""
    places = formats.digits(currency)
    return formats.number(Decimal(minor).scaleb(-places), g.practice.locale, places)
