"""What a buyer types and presses. No cookie is kept at these doors, so these are open forms."""

from typing import Self
from uuid import UUID, uuid4

from wtforms import BooleanField, Field, HiddenField, RadioField, SelectField, StringField, ValidationError
from wtforms.validators import DataRequired

from blueprints.forms.base import LineField, choices
from blueprints.forms.open import OpenForm
from blueprints.forms.people import AddressField, NameField
from blueprints.forms.world import zones

PARTS = {"": "at once", "yes": "in instalments"}


class DetailsForm(OpenForm):
    name = NameField("Your name")
    address = AddressField("E-mail")
    zone = SelectField("Your time zone", choices=zones)
    company = LineField("Company", needed=False)

    def without(self, *names: str) -> Self:
        for name in names:
            delattr(self, name)
        return self


class BeginForm(DetailsForm):
    """`once` is this browser's own: pressing twice comes to the same purchase."""

    once = HiddenField(default=lambda: str(uuid4()))

    def validate_once(self, field: Field) -> None:
        try:
            UUID(str(field.data))
        except ValueError:
            field.data = str(uuid4())
            raise ValidationError("This form was sent from an old page. Nothing is lost: send it once more.") from None


class AgreeForm(OpenForm):
    """`fingerprint`: of the text that was read."""

    fingerprint = HiddenField()
    agrees = BooleanField("I have read this and agree", [DataRequired("Please agree, or write to us before you do.")])


class PayForm(OpenForm):
    parts = RadioField("Paid", choices=choices(PARTS), default="")

    @property
    def by_instalments(self) -> bool:
        return self.parts.data == "yes"


class OrderForm(OpenForm):
    company = LineField("Your company, as it stands on the invoice")


class HourForm(OpenForm):
    start = StringField("When")
