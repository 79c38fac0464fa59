"""The lines of an invoice as somebody types them, in the practice's way of writing."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from flask import g
from wtforms import Field, FieldList, FormField, SelectField
from wtforms import Form as Part

from app import formats
from billing.offer import OfferVersion
from billing.tax import Line, Sums, sums
from blueprints.forms.base import Form, LineField, choices
from blueprints.forms.invoice_money import typed_amount

MOST_LINES = 100


class LineForm(Part):
    """One line. One without words, price and offer is left out."""

    description = LineField("What", longest=300, needed=False)
    version_id = SelectField("From an offer", validate_choice=False)
    client_id = SelectField("For", validate_choice=False)
    quantity = LineField("Quantity", longest=40, needed=False)
    unit_price = LineField("Price of one", longest=40, needed=False)
    discount_percent = LineField("Discount", longest=40, needed=False)
    tax_percent = LineField("Tax rate", longest=40, needed=False)

    @property
    def is_blank(self) -> bool:
        return not (self.description.data or self.unit_price.data or self.version_id.data)


class LinesForm(Form):
    """`read` holds the lines and `sums` what they make, once it is valid."""

    lines = FieldList(FormField(LineForm), "Lines", min_entries=1, max_entries=MOST_LINES)
    read: list[Line]
    sums: Sums

    def __init__(
        self, *args: Any, currency: str, offers: Sequence[OfferVersion] = (), people: Mapping[UUID, str] | None = None, **kwargs: Any
    ) -> None:
        """`people`: ids and names of those a line may be for, on a company's invoice."""
        super().__init__(*args, **kwargs)
        self.currency, self.offers, self.people = currency, {offer.id: offer for offer in offers}, people or {}
        self.read = []
        for entry in self.lines:
            self._offer_choices(entry.form)

    def add_line(self) -> None:
        """A free line below the others."""
        if len(self.lines) < MOST_LINES:
            tax = formats.number(Decimal(g.practice.tax_rate), g.practice.locale)
            self._offer_choices(self.lines.append_entry({"quantity": "1", "tax_percent": tax}).form)

    def _offer_choices(self, line: Any) -> None:
        priced = {str(one.id): f"{one.name}, {self._money(one.price_minor)}" for one in self.offers.values()}
        line.version_id.choices = choices({"": "Written by hand", **priced})
        line.client_id.choices = choices({"": "Choose…", **{str(id): name for id, name in self.people.items()}})

    def validate(self, extra_validators: Any = None) -> bool:
        is_valid = super().validate(extra_validators)
        self.read = [line for entry in self.lines if not entry.form.is_blank and (line := self._line(entry.form))]
        self.lines.errors = [entry.form.errors for entry in self.lines if entry.form.errors]
        if self.lines.errors:
            return False
        if not self.read:
            self._say(self.lines[0].form.description, "Say what is invoiced.")
            self.lines.errors = [self.lines[0].form.errors]
            return False
        self.sums = sums(self.read)
        if self.sums.total_minor > formats.MOST_MINOR:
            self._say(self.lines[0].form.unit_price, f"That is more than an invoice can hold: {self._money(formats.MOST_MINOR)} at most.")
            self.lines.errors = [self.lines[0].form.errors]
            return False
        return is_valid

    def _line(self, line: Any) -> Line | None:
        """What one says; None with a sentence at the field that says something else. What an offer says need not be typed."""
        offer = self._chosen(line.version_id, self.offers)
        whom = self._chosen(line.client_id, {id: id for id in self.people})
        if self.people and whom is None:
            self._say(line.client_id, "Say for whom.")
        if not line.description.data and offer is None:
            self._say(line.description, "Please fill this in.")
        quantity = self._number(line.quantity, Decimal(1), 0, 100_000, "A quantity is above zero and below 100,000.", above=True)
        discount = self._number(line.discount_percent, Decimal(0), 0, 100, "A discount lies between 0 and 100 percent.")
        tax = self._number(
            line.tax_percent,
            offer.tax_percent if offer else Decimal(0),
            0,
            Decimal("99.999"),
            "A rate lies between 0 and 100 percent, with three decimals at most.",
            places=3,
        )
        unit = self._price(line.unit_price, offer)
        if line.errors:
            return None
        words = line.description.data or (offer.name if offer else "")
        return Line(words, quantity, unit, discount, tax, whom, offer.id if offer else None)

    def _chosen(self, field: Field, among: Mapping[UUID, Any]) -> Any:
        if not field.data:
            return None
        found = next((one for id, one in among.items() if str(id) == field.data), None)
        if found is None:
            self._say(field, "Choose one of the list.")
        return found

    def _price(self, field: Field, offer: OfferVersion | None) -> int:
        if not field.data and offer is not None:
            if offer.currency == self.currency:
                return offer.price_minor
            self._say(field, f"This offer is in {offer.currency}. Write its price in {self.currency}.")
            return 0
        try:
            return formats.parse_money(field.data or "", self.currency, g.practice.locale)
        except formats.Unreadable as error:
            self._say(field, str(error))
            return 0

    def _number(
        self, field: Field, default: Decimal, low: int, high: Decimal | int, sentence: str, *, above: bool = False, places: int = 6
    ) -> Decimal:
        if not field.data:
            return default
        try:
            value = formats.parse_number(field.data, g.practice.locale)
        except formats.Unreadable as error:
            self._say(field, str(error))
            return default
        if value < low or value > high or (above and value in (low, high)) or value != round(value, places):
            self._say(field, sentence)
        return value

    def _say(self, field: Field, sentence: str) -> None:
        field.errors = [*field.errors, sentence]

    def _money(self, minor: int) -> str:
        return formats.money(minor, self.currency, g.practice.locale)


def typed(line: Line, currency: str) -> dict[str, Any]:
    """A line as its form shows it."""
    locale = g.practice.locale
    return {
        "description": line.description,
        "quantity": formats.number(line.quantity, locale),
        "unit_price": typed_amount(line.unit_minor, currency),
        "discount_percent": formats.number(line.discount_percent, locale) if line.discount_percent else "",
        "tax_percent": formats.number(line.tax_percent, locale),
        "client_id": str(line.client_id or ""),
        "version_id": str(line.version_id or ""),
    }
