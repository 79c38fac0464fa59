"""How somebody wants to be written to."""

from datetime import date
from typing import Any

from wtforms import BooleanField, IntegerField, TimeField, ValidationError
from wtforms.validators import InputRequired

from blueprints.forms.answer import DayField
from blueprints.forms.base import Form


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
    budget = IntegerField("Reminders a week, at most")

    def validate_budget(self, field: Any) -> None:
        if not field.errors and not (isinstance(field.data, int) and 0 <= field.data <= 7):
            raise ValidationError("A number from 0 to 7.")


class PlaceForm(Form):
    at_work = BooleanField("This address is at my employer’s")
