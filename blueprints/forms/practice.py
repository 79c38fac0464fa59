"""Forms about a practice: what it is, what stands on its invoices, where its money goes."""

from decimal import Decimal

from babel.numbers import get_decimal_symbol
from flask import g
from wtforms import DecimalField, Field, IntegerField, RadioField, SelectField, ValidationError
from wtforms.validators import InputRequired
from wtforms.widgets import TextInput

from blueprints.forms import world
from blueprints.forms.base import NEEDED, Form, LineField, StaleForm, TextField, choices
from blueprints.forms.people import NameField
from models import Practice

MOST_DAYS = 365


class RateField(DecimalField):
    """A percentage, with a comma or a point: so small a number has no thousands to mistake them for.

    Not of type number: such a field drops the comma where the browser speaks another language than the practice, and 8,1 becomes 81.
    """

    widget = TextInput()

    def _value(self) -> str:
        if self.raw_data:
            return super()._value()
        return super()._value().replace(".", get_decimal_symbol(g.practice.locale))

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata([typed.strip().replace(",", ".")[:40] for typed in valuelist])
        except ValueError:
            raise ValueError("Write a number, such as 21 or 8.1.") from None


class PracticeForm(StaleForm):
    name = NameField("Name of the practice")
    niche = LineField("Whom you coach", needed=False)
    who_pays = RadioField("Who pays for your work?", choices=choices(world.WHO_PAYS))
    currency = SelectField("Currency", choices=world.currencies, description="Of new invoices. Issued ones keep theirs.")
    zone = SelectField("Time zone", choices=world.zones)
    locale = SelectField("Dates and sums are written as in", choices=world.locales)


class MoneyForm(StaleForm):
    legal_name = LineField("Legal name", needed=False)
    legal_address = TextField("Address", longest=500)
    tax_number = LineField("Tax number", longest=60, needed=False)
    tax_name = LineField("Name of the tax", longest=30, description="As your invoices call it, such as VAT, BTW or MwSt.")
    tax_rate = RateField("Rate", [InputRequired("Write a number, such as 21 or 8.1. Without a tax, write 0.")], places=None)
    payment_days = IntegerField("Days to pay", [InputRequired("Write a whole number of days.")])
    pay_to = LineField(
        "Account for transfers", needed=False, default="", description="As invoices say it: an IBAN and a name, for instance."
    )

    @classmethod
    def of(cls, practice: Practice) -> "MoneyForm":
        form = cls(formdata=None, obj=practice)
        form.tax_rate.data = practice.tax_rate.normalize() + 0
        return form

    def validate_tax_rate(self, field: Field) -> None:
        rate = field.data
        if rate is None:
            return
        if not rate.is_finite() or not 0 <= rate < 100 or rate != round(rate, 3):
            raise ValidationError("A rate lies between 0 and 100 percent, with three decimals at most.")
        field.data = Decimal(rate)

    def validate_payment_days(self, field: Field) -> None:
        if field.data is not None and not 0 <= field.data <= MOST_DAYS:
            raise ValidationError(f"Between 0 and {MOST_DAYS} days.")


class StripeForm(Form):
    account = RadioField(
        "Where the money goes",
        choices=choices({"connect": "To an account of mine at Stripe", "own": "To the account this installation belongs to"}),
        default="connect",
        validators=[InputRequired(NEEDED)],
    )
