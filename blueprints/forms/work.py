"""Minutes of work, by hand."""

from datetime import date
from typing import Any

from wtforms import Field, SelectField, ValidationError

from blueprints.forms.base import CreateForm, Form, LineField, choices
from blueprints.forms.sessions import DayField, MinutesField

KINDS = {
    "messages": "Messages between sessions",
    "administration": "Administration",
    "marketing": "Finding clients",
    "travel": "Travel",
    "preparation": "Preparing",
    "notes": "Notes",
    "free_call": "A first talk",
    "session": "A session",
}


class WorkForm(CreateForm):
    kind = SelectField("What", choices=choices(KINDS))
    minutes = MinutesField("How long", default=30)
    on = DayField("On")
    client = SelectField("For")
    note = LineField("Note", longest=500, needed=False)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def validate_on(self, field: Field) -> None:
        if field.data and field.data > self.today:
            raise ValidationError("A day that has been: today at the latest.")


class CorrectForm(Form):
    minutes = MinutesField("It was", least=0)
