"""When a coach can be booked: the week, a day that differs, the rules."""

from datetime import time
from typing import Any

from wtforms import TimeField
from wtforms.validators import NumberRange

from blueprints.forms.base import CreateForm, Form, LineField, StaleForm, WholeField
from blueprints.forms.sessions import DayField

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
SPANS = 2  # a day has a morning and an afternoon


class _OpenClock(TimeField):
    """A time, or nothing."""

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = None
        if valuelist and (typed := valuelist[0].strip()[:8]):
            try:
                self.data = time.fromisoformat(typed).replace(second=0, microsecond=0, tzinfo=None)
            except ValueError:
                raise ValueError("Write the time like 14:00.") from None


class _Week(Form):
    """Fields day0_0_from, day0_0_to, …: two spans a day."""

    @classmethod
    def of(cls, hours: list[tuple[int, time, time]]) -> "_Week":
        form = cls(formdata=None)
        for day in range(7):
            for n, (_, start, end) in enumerate([row for row in hours if row[0] == day][:SPANS]):
                form[f"day{day}_{n}_from"].data, form[f"day{day}_{n}_to"].data = start, end
        return form

    def days(self) -> list[tuple[str, list[tuple[Any, Any]]]]:
        """(Name, the spans as pairs of fields), for the page."""
        return [(name, [(self[f"day{day}_{n}_from"], self[f"day{day}_{n}_to"]) for n in range(SPANS)]) for day, name in enumerate(DAYS)]

    @property
    def hours(self) -> list[tuple[int, time, time]]:
        pairs = [(day, start.data, end.data) for day, (_, spans) in enumerate(self.days()) for start, end in spans]
        return [(day, start, end) for day, start, end in pairs if start and end]

    def validate(self, extra_validators: Any = None) -> bool:
        fine = super().validate(extra_validators)
        for _, spans in self.days():
            for start, end in spans:
                if (start.data is None) != (end.data is None) and not (start.errors or end.errors):
                    self.refuse(end, "Write both: from when, until when.")
                    fine = False
                elif start.data and end.data and start.data >= end.data:
                    self.refuse(end, "It ends before it begins.")
                    fine = False
        return fine


WeekForm = type(
    "WeekForm",
    (_Week,),
    {
        f"day{day}_{n}_{end}": _OpenClock(f"{name}, {('first', 'second')[n]} hours, {end}")
        for day, name in enumerate(DAYS)
        for n in range(SPANS)
        for end in ("from", "to")
    },
)


class ExceptionForm(CreateForm):
    """A day on which other hours hold; without times, none."""

    on = DayField("Day")
    opens = _OpenClock("From")
    closes = _OpenClock("To")

    def validate(self, extra_validators: Any = None) -> bool:
        fine = super().validate(extra_validators)
        if fine and ((self.opens.data is None) != (self.closes.data is None) or (self.opens.data and self.opens.data >= self.closes.data)):
            self.refuse(self.closes, "Write both, the earlier one first; or neither, and the whole day is closed.")
            return False
        return fine


class RulesForm(StaleForm):
    notice_hours = WholeField("At least this long before", [NumberRange(0, 720, "Between 0 and 720 hours.")])
    buffer_minutes = WholeField("Air around each session", [NumberRange(0, 240, "Between 0 and 240 minutes.")])
    horizon_days = WholeField("At most this far ahead", [NumberRange(1, 180, "Between 1 and 180 days.")])
    place = LineField("Where", needed=False)
