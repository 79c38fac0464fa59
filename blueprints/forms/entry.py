"""An entry: one number, or so many of so many; tapped where the scale is short."""

from decimal import Decimal
from typing import Any

from wtforms import RadioField, SelectField, StringField, ValidationError
from wtforms.validators import InputRequired, Optional
from wtforms.widgets import NumberInput

from app import formats
from blueprints.forms.base import CreateForm, Form, TextField, choices
from models import Measure
from models.contract.text import number
from models.folding import clean_line

TAPS = 13
"""So many answers fit on a phone to be tapped; beyond that the number is typed."""


class AmountField(StringField):
    """A number as the reader's locale writes it: a finite Decimal, or None. What was typed comes back as it was."""

    def __init__(self, label: str, *, locale: str = "en", **kwargs: Any) -> None:
        super().__init__(label, **kwargs)
        self.locale = locale
        self.raw = ""

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = None
        self.raw = clean_line(valuelist[0])[:100] if valuelist else ""
        if self.raw.strip():
            try:
                self.data = formats.parse_number(self.raw, self.locale)
            except formats.Unreadable as error:
                raise ValueError(str(error)) from None

    def _value(self) -> str:
        return self.raw or ("" if self.data is None else number(self.data))


class CountField(AmountField):
    widget = NumberInput(step=1)


def taps(measure: Measure) -> list[int]:
    """The answers to tap: 1 to 7, 0 to 5, yes and no; empty where a number must be typed."""
    low, high = measure.bounds
    if (
        measure.kind not in ("rating", "frequency", "yes_no", "count")
        or low is None
        or high is None
        or low != int(low)
        or high != int(high)
    ):
        return []
    return list(range(int(low), int(high) + 1)) if high - low < TAPS else []


def is_yes_no(measure: Measure) -> bool:
    return measure.kind == "yes_no"


class _Answer:
    """What entry and correction share: value, or counted and of."""

    def validate_value(self, field: Any) -> None:
        if field.data is None and not field.errors and self.amount()[0] is None:
            raise ValidationError("Choose or type a number, then save.")

    def validate_of(self, field: Any) -> None:
        counted, of = self.counted.data, field.data  # type: ignore[attr-defined]
        if (counted is None) != (of is None):
            raise ValidationError("Say both: how many, and of how many.")

    def amount(self) -> tuple[Decimal | None, Decimal | None]:
        """(value, count_of) for Measure.enter; (None, None) when nothing was said."""
        if "of" in self and self.of.data is not None and self.counted.data is not None:  # type: ignore[attr-defined, operator]
            return self.counted.data, self.of.data  # type: ignore[attr-defined]
        value = self.value.data  # type: ignore[attr-defined]
        return (None if value is None else Decimal(value)), None


def _fields(measure: Measure, locale: str) -> dict[str, Any]:
    """The fields that this measure's kind asks for."""
    label = measure.name
    if measure.kind == "yes_no":
        return {
            "value": RadioField(label, choices=choices({"1": "Yes", "0": "No"}), validators=[InputRequired("Choose yes or no, then save.")])
        }
    if answers := taps(measure):
        pairs = choices({str(n): str(n) for n in answers})
        return {"value": RadioField(label, choices=pairs, validators=[InputRequired("Choose a number, then save.")])}
    if measure.kind == "percentage":
        return {
            "value": AmountField(label, locale=locale),
            "counted": CountField("How many", locale=locale, validators=[Optional()]),
            "of": CountField("Of how many", locale=locale, validators=[Optional()]),
        }
    return {"value": (CountField if measure.kind == "count" else AmountField)(label, locale=locale)}


def entry_form(measure: Measure, periods: dict[str, str], locale: str, *, chosen: str | None = None) -> Any:
    """`periods`: ISO date -> words, of what can be entered; `chosen` is the one that was due last."""
    period = SelectField("For", choices=choices(periods), default=chosen, validate_choice=True)
    comment = TextField("Anything unusual?", longest=500)
    return type("EntryForm", (_Answer, CreateForm), {**_fields(measure, locale), "period": period, "comment": comment})()


def correction_form(measure: Measure, locale: str) -> Any:
    comment = TextField("What was wrong?", longest=500)
    return type("CorrectionForm", (_Answer, Form), {**_fields(measure, locale), "comment": comment})()
