"""An entry: one number, or so many of so many; tapped where the scale is short."""

from decimal import Decimal
from typing import Any

from flask_wtf import FlaskForm
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
    """A number as the reader's locale (`number_locale` of the form's Meta) writes it: a finite Decimal, or None. What was typed comes back."""

    raw = ""

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = None
        self.raw = clean_line(valuelist[0])[:100] if valuelist else ""
        if self.raw.strip():
            try:
                self.data = formats.parse_number(self.raw, self.meta.number_locale)
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


class Answer(Form):
    """What entry and correction share: a value; with ShareAnswer also so many of so many."""

    class Meta(FlaskForm.Meta):
        number_locale = "en"

    value: Any = AmountField("Entry")

    def validate_value(self, field: Any) -> None:
        if field.data is None and not field.errors and self.amount()[0] is None:
            raise ValidationError("Type a number, then save.")

    def amount(self) -> tuple[Decimal | None, Decimal | None]:
        """(value, count_of) for Measure.enter; (None, None) when nothing was said."""
        return (None if self.value.data is None else Decimal(self.value.data)), None


class TapAnswer(Answer):
    value = RadioField("Entry", validators=[InputRequired("Choose one, then save.")])


class CountAnswer(Answer):
    value = CountField("Entry")


class ShareAnswer(Answer):
    counted = CountField("How many", validators=[Optional()])
    of = CountField("Of how many", validators=[Optional()])

    def validate_of(self, field: Any) -> None:
        if (self.counted.data is None) != (field.data is None):
            raise ValidationError("Say both: how many, and of how many.")

    def amount(self) -> tuple[Decimal | None, Decimal | None]:
        both = self.counted.data is not None and self.of.data is not None
        return (self.counted.data, self.of.data) if both else super().amount()


class EntryForm(CreateForm):
    period = SelectField("For")
    comment = TextField("Anything unusual?", longest=500)


class CorrectionForm(Form):
    comment = TextField("What was wrong?", longest=500)


class TapEntry(TapAnswer, EntryForm): ...


class CountEntry(CountAnswer, EntryForm): ...


class ShareEntry(ShareAnswer, EntryForm): ...


class NumberEntry(Answer, EntryForm): ...


class TapCorrection(TapAnswer, CorrectionForm): ...


class CountCorrection(CountAnswer, CorrectionForm): ...


class ShareCorrection(ShareAnswer, CorrectionForm): ...


class NumberCorrection(Answer, CorrectionForm): ...


ENTRIES = {"tap": TapEntry, "count": CountEntry, "share": ShareEntry, "number": NumberEntry}
CORRECTIONS = {"tap": TapCorrection, "count": CountCorrection, "share": ShareCorrection, "number": NumberCorrection}


def way(measure: Measure) -> str:
    """How it is entered: tap | count | share | number."""
    if measure.kind == "yes_no" or taps(measure):
        return "tap"
    return {"count": "count", "percentage": "share"}.get(measure.kind, "number")


def _asking(form: Any, measure: Measure) -> Any:
    form.value.label.text = measure.name
    if measure.kind == "yes_no":
        form.value.choices = choices({"1": "Yes", "0": "No"})
    elif answers := taps(measure):
        form.value.choices = choices({str(n): str(n) for n in answers})
    return form


def entry_form(measure: Measure, periods: dict[str, str], locale: str, *, chosen: str) -> Any:
    """`periods`: ISO date -> words, of what can be entered; `chosen` is the one that was due last."""
    form = _asking(ENTRIES[way(measure)](period=chosen, meta={"number_locale": locale}), measure)
    form.period.choices = choices(periods)
    return form


def correction_form(measure: Measure, locale: str) -> Any:
    return _asking(CORRECTIONS[way(measure)](meta={"number_locale": locale}), measure)
