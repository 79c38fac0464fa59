"""What the price page assumes, and prices to try."""

from decimal import Decimal
from typing import Any

from flask import g
from wtforms import Field, ValidationError
from wtforms.validators import InputRequired, NumberRange, Optional

from app import formats
from billing import PricePlan
from blueprints.forms.base import NEEDED, Form, LineField, StaleForm, WholeField
from blueprints.forms.invoice_money import typed_amount
from blueprints.forms.practice import RateField
from blueprints.forms.sessions import DayField, MinutesField


def _money(field: Field) -> int | None:
    if not field.data:
        return None
    try:
        return formats.parse_money(field.data, g.practice.currency, g.practice.locale)
    except formats.Unreadable as error:
        raise ValidationError(str(error)) from None


class _Share(RateField):
    """A percentage from 0 to 100; `share` is 0 to 1."""

    def __init__(self, label: str, *, least: int, most: int, **kwargs: Any) -> None:
        super().__init__(label, [InputRequired("Write a number, such as 30.")], places=None, **kwargs)
        self.least, self.most = least, most

    def post_validate(self, form: Any, validation_stopped: bool) -> None:
        if validation_stopped or self.data is None:
            return
        if not self.data.is_finite() or not self.least <= self.data <= self.most or self.data != round(self.data, 2):
            raise ValidationError(f"Between {self.least} and {self.most} percent, with two decimals at most.")

    @property
    def share(self) -> Decimal:
        return Decimal(self.data) / 100


class PlanForm(StaleForm):
    list_rate = LineField("An hour costs a new client, without tax", longest=40, needed=False)
    income = LineField("What you want to earn in a year, after tax", longest=40, needed=False)
    costs = LineField("What the practice costs in a year", longest=40, needed=False)
    tax_share = _Share("Tax and insurance, of what is left", least=0, most=90)
    weeks = WholeField("Weeks you work in a year", [InputRequired(NEEDED), NumberRange(1, 52, "Between 1 and 52.")])
    hours_a_week = RateField("Hours you work in a week", [InputRequired(NEEDED)], places=None)
    sold_share = _Share("Of these, sold", least=1, most=100)
    since_year = WholeField("Coaching since", [Optional(), NumberRange(1950, 2200, "A year, such as 2014.")])
    minutes_before = MinutesField("Preparing a session", least=0, most=480)
    minutes_after = MinutesField("Notes after it", least=0, most=480)

    @classmethod
    def of(cls, plan: PricePlan) -> "PlanForm":
        form = cls(formdata=None, obj=plan)
        for field, minor in ((form.list_rate, plan.list_rate_minor), (form.income, plan.income_minor), (form.costs, plan.costs_minor)):
            field.data = "" if minor is None else typed_amount(minor, g.practice.currency)
        form.tax_share.data, form.sold_share.data = ((share * 100).normalize() + 0 for share in (plan.tax_share, plan.sold_share))
        form.hours_a_week.data = plan.hours_a_week.normalize() + 0
        return form

    def validate_list_rate(self, field: Field) -> None:
        self.list_rate_minor = _money(field)

    def validate_income(self, field: Field) -> None:
        self.income_minor = _money(field)

    def validate_costs(self, field: Field) -> None:
        self.costs_minor = _money(field)

    def validate_hours_a_week(self, field: Field) -> None:
        if field.data is not None and not (field.data.is_finite() and 0 < field.data <= 100 and field.data == round(field.data, 2)):
            raise ValidationError("Between 0 and 100 hours.")

    @property
    def values(self) -> dict[str, Any]:
        return {
            "list_rate_minor": self.list_rate_minor,
            "income_minor": self.income_minor,
            "costs_minor": self.costs_minor,
            "tax_share": self.tax_share.share,
            "sold_share": self.sold_share.share,
            "weeks": self.weeks.data,
            "hours_a_week": self.hours_a_week.data,
            "since_year": self.since_year.data,
            "minutes_before": self.minutes_before.data,
            "minutes_after": self.minutes_after.data,
        }


class _Tried(Form):
    """By GET, stored nowhere."""

    class Meta(Form.Meta):
        csrf = False

    csrf_token = None


class ValueForm(_Tried):
    """What a result is worth to whoever pays."""

    benefit = LineField("What the result is worth to them in a year", longest=40)
    attribution = _Share("Of that, due to the coaching", least=1, most=100)
    confidence = _Share("How sure they are of both", least=1, most=100)
    wanted = _Share("What they want back beyond the fee", least=0, most=10000)
    hours = RateField("Hours of work it will take you", [Optional()], places=None)

    def validate_benefit(self, field: Field) -> None:
        self.benefit_minor = _money(field) or 0
        if not self.benefit_minor:
            raise ValidationError("An amount above zero.")

    def validate_hours(self, field: Field) -> None:
        if field.data is not None and not (field.data.is_finite() and 0 < field.data <= 10000):
            raise ValidationError("Between 0 and 10,000 hours.")


class TryForm(_Tried):
    """Prices to try."""

    price = LineField("An hour would cost", longest=40)
    from_day = DayField("From", needed=False)

    def validate_price(self, field: Field) -> None:
        self.price_minor = _money(field)
        if not self.price_minor:
            raise ValidationError("An amount above zero.")
