"""How somebody wants to be written to."""

from datetime import date
from typing import Any

from wtforms import BooleanField, IntegerField, TimeField, ValidationError
from wtforms.validators import InputRequired, NumberRange

from blueprints.forms.answer import DayField
from blueprints.forms.base import Form

LONGEST_PAUSE_YEARS = 1


class PauseForm(Form):
    until = DayField("Pause reminders until")

    def validate_until(self, field: Any) -> None:
        if field.data is None and not field.errors:
            raise ValidationError("Choose the day on which reminders may come again.")


def pause_form(today: date) -> PauseForm:
    form = PauseForm(prefix="pause-")
    form.until.ahead_of = today
    return form


class HabitsForm(Form):
    quiet_from = TimeField("From", validators=[InputRequired("Say a time, as in 20:00.")])
    quiet_to = TimeField("Until", validators=[InputRequired("Say a time, as in 07:00.")])
    budget = IntegerField(
        "Reminders a week, at most", validators=[InputRequired("A number from 0 to 7."), NumberRange(0, 7, "A number from 0 to 7.")]
    )


class PlaceForm(Form):
    at_work = BooleanField("This address is at my employer’s")
