"""An offer as its owner types it: what it is, what it costs, where it is shown."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from flask import g
from wtforms import BooleanField, Field, RadioField, SelectField, ValidationError
from wtforms.validators import InputRequired, NumberRange, Optional

from app import formats
from billing.offer import Offer, OfferVersion, Terms
from billing.pricing.plan import MOST_INSTALMENTS, PaymentPlan, payment_plan
from blueprints.forms.base import NEEDED, CreateForm, LineField, StaleForm, TextField, WholeField, choices
from blueprints.forms.invoice_money import typed_amount
from blueprints.forms.sessions import DayField, MinutesField
from blueprints.forms.world import currencies

KINDS = {
    "single": "A single session",
    "package": "A package of sessions",
    "subscription": "A subscription, paid each month",
    "seat": "A seat in a group",
    "first_call": "A free first call",
}
assert set(KINDS) == set(Offer.KINDS)
SHOWN = {"public": "on your public page", "link": "to those who have the link", "hidden": "to nobody yet"}
RANKS = {"": "by its price, the lowest first", "1": "first", "2": "second", "3": "third"}


class OfferFields(StaleForm):
    """`terms_read` holds what a version of it says, once it is valid. `version`: the number of the version that was looked at."""

    name = LineField("Name", longest=200)
    words = TextField("What they get", longest=1000)
    price = LineField("Price", longest=40, needed=False)
    currency = SelectField("Currency", choices=currencies)
    tax_percent = LineField("Tax rate", longest=20, needed=False)
    sessions = WholeField("Sessions", [Optional(), NumberRange(0, 1000, "Between 0 and 1,000.")])
    minutes = MinutesField("Each", least=5, most=24 * 60, default=60)
    valid_months = WholeField("To be used within", [Optional(), NumberRange(1, 120, "Between 1 and 120 months.")])
    instalments = WholeField("Instalments", [Optional(), NumberRange(2, 24, "Between 2 and 24, or leave it empty.")])
    instalment = LineField("Each of them", longest=40, needed=False)
    on_invoice = BooleanField("by a company, on invoice")
    cancel_hours = WholeField(
        "Moved or cancelled without losing it until", [InputRequired(NEEDED), NumberRange(0, 720, "Between 0 and 720.")]
    )
    shown = RadioField("Shown", choices=choices(SHOWN), default="hidden")
    rank = SelectField("Where it stands on your page", choices=choices(RANKS), default="")
    places = WholeField("Places at the same time", [Optional(), NumberRange(1, 100_000, "Between 1 and 100,000, or leave it empty.")])
    until = DayField("Until", needed=False)
    terms = TextField("What they agree to", longest=20_000)
    kind_of = "single"
    terms_read: Terms

    def validate_version(self, field: Field) -> None:
        if not isinstance(field.data, int) or not 0 <= field.data < 2**31:
            field.data = 0
            raise ValidationError("This form was sent from an old page. Nothing is lost: save once more.")

    def validate(self, extra_validators: Any = None) -> bool:
        if not super().validate(extra_validators):
            return False
        price = 0 if self.kind_of == "first_call" else self._amount(self.price)
        tax = self._rate()
        instalment = self._amount(self.instalment) if self.instalments.data else None
        if self.kind_of == "first_call" and (self.price.data or "").strip(" 0.,"):
            self.refuse(self.price, "A first call is free. For one that costs something, make a single session.")
        if self.instalments.data and self.kind_of == "subscription":
            self.refuse(self.instalments, "A subscription is paid each month already.")
        if self.errors:
            return False
        if price == 0 and self.kind_of != "first_call":
            self.refuse(self.price, "An amount above zero. What is free is a first call.")
            return False
        if instalment == 0:
            self.refuse(self.instalment, "An amount above zero.")
            return False
        self.terms_read = self._terms(price, tax, instalment)
        return True

    def _terms(self, price: int, tax: Decimal, instalment: int | None) -> Terms:
        single = self.kind_of in ("first_call", "single")
        return Terms(
            name=self.name.data,
            price_minor=price,
            currency=self.currency.data,
            words=self.words.data or "",
            tax_percent=tax,
            sessions=1 if single else self.sessions.data if self.sessions.data is not None else 1,
            minutes=self.minutes.data,
            valid_months=self.valid_months.data,
            instalments=self.instalments.data or 1,
            instalment_minor=instalment,
            on_invoice=bool(self.on_invoice.data) and self.kind_of not in ("first_call", "subscription"),
            cancel_hours=self.cancel_hours.data,
            terms=self.terms.data or "",
        )

    @property
    def place(self) -> dict[str, Any]:
        """For Offer.place, once it is valid."""
        rank = int(self.rank.data) if self.rank.data else None
        return {"shown": self.shown.data, "rank": rank, "places": self.places.data, "until": self.until.data}

    def _amount(self, field: Field) -> int:
        try:
            return formats.parse_money(field.data or "", self.currency.data, g.practice.locale)
        except formats.Unreadable as error:
            self.refuse(field, str(error))
            return 0

    def _rate(self) -> Decimal:
        if not self.tax_percent.data:
            return Decimal(0)
        try:
            rate = formats.parse_number(self.tax_percent.data, g.practice.locale)
        except formats.Unreadable as error:
            self.refuse(self.tax_percent, str(error))
            return Decimal(0)
        if not 0 <= rate < 100 or rate != round(rate, 3):
            self.refuse(self.tax_percent, "A rate lies between 0 and 100 percent, with three decimals at most.")
        return rate


class NewOfferForm(OfferFields, CreateForm):
    kind = SelectField("What it is", choices=choices(KINDS), default="single")

    @property
    def kind_of(self) -> str:  # type: ignore[override]
        return str(self.kind.data)


class OfferForm(OfferFields):
    """Of one that is there: its kind stays."""

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        self.kind_of = kind
        super().__init__(*args, **kwargs)


def written(offer: Offer, version: OfferVersion) -> dict[str, Any]:
    """An offer as its form shows it."""
    says = version.says
    return {
        **{name: getattr(says, name) for name in ("name", "words", "currency", "sessions", "minutes", "valid_months", "on_invoice")},
        "cancel_hours": says.cancel_hours,
        "terms": says.terms,
        "price": typed_amount(says.price_minor, says.currency),
        "tax_percent": formats.number(says.tax_percent, g.practice.locale),
        "instalments": says.instalments if says.instalments > 1 else None,
        "instalment": typed_amount(says.instalment_minor, says.currency) if says.instalment_minor else "",
        "shown": offer.shown,
        "rank": str(offer.rank or ""),
        "places": offer.places,
        "until": offer.until,
        "version": offer.n,
    }


@dataclass(frozen=True)
class Waiting:
    """What paying in instalments costs whoever does, in words of the practice's way of writing."""

    total: str
    percent_a_year: str
    is_dearer: bool
    asks_for_advice: bool


def cost_of_waiting(version: OfferVersion) -> Waiting | None:
    """None where it is not offered, or where whoever pays later pays less."""
    if not version.instalment_minor or version.instalments < 2 or not version.price_minor:
        return None
    plan = payment_plan(Decimal(version.price_minor), [Decimal(version.instalment_minor)] * version.instalments)
    if not isinstance(plan, PaymentPlan):
        return None
    locale = g.practice.locale
    total = formats.money(int(plan.total), version.currency, locale)
    return Waiting(total, formats.number(round(plan.apr * 100), locale), plan.uplift > 0, plan.asks_for_advice)


__all__ = ["MOST_INSTALMENTS", "NewOfferForm", "OfferForm", "cost_of_waiting", "written"]
