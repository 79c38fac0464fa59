"""Planning a session, moving it, and how long it really took."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from wtforms import DateField, HiddenField, IntegerField, SelectChoice, SelectField, TimeField, ValidationError
from wtforms.validators import InputRequired, NumberRange

from blueprints.forms.base import NEEDED, CreateForm, Form, LineField

EARLIEST, LATEST = date(2000, 1, 1), date(2100, 12, 31)
SHORTEST, LONGEST = 5, 12 * 60


class DayField(DateField):
    """A day between 2000 and 2100."""

    def __init__(self, label: str, *, needed: bool = True, **kwargs: object) -> None:
        super().__init__(label, [InputRequired(NEEDED)] if needed else [], **kwargs)

    def process_formdata(self, valuelist: list[str]) -> None:
        if not valuelist or not valuelist[0].strip():
            self.data = None
            return
        try:
            self.data = date.fromisoformat(valuelist[0].strip())
        except ValueError:
            self.data = None
            raise ValueError("Write the day like 2026-11-17.") from None
        if not EARLIEST <= self.data <= LATEST:
            raise ValueError("Choose a day between 2000 and 2100.")


class ClockField(TimeField):
    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata([valuelist[0].strip()[:5]] if valuelist else [])
        except ValueError:
            self.data = None
            raise ValueError("Write the time like 14:00.") from None


class MinutesField(IntegerField):
    def __init__(self, label: str, *, least: int = 1, most: int = 24 * 60, **kwargs: object) -> None:
        said = f"Between {least} and {most} minutes."
        super().__init__(label, [InputRequired(NEEDED), NumberRange(least, most, said)], **kwargs)

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata([valuelist[0].strip()[:20]] if valuelist else [])
        except ValueError:
            raise ValueError("Write whole minutes, as in 90.") from None


class _When:
    day = DayField("Day")
    clock = ClockField("Begins at", validators=[InputRequired(NEEDED)])
    minutes = MinutesField("Length", least=SHORTEST, most=LONGEST, default=60)
    place = LineField("Place", longest=200, needed=False)


class PlanForm(_When, CreateForm):
    """For a client who is known. `package`: what it is taken from, where something is left."""

    package = SelectField(
        "Taken from", choices=[SelectChoice("", "nothing: it is invoiced by itself, or free")], default="", validate_choice=True
    )

    def offer(self, packages: Sequence[tuple[UUID, str]]) -> None:
        self.package.choices = [*self.package.choices, *(SelectChoice(str(id), words) for id, words in packages)]


class BookForm(_When, CreateForm):
    """From the calendar: the client is chosen too."""

    client = SelectField("With")


class MoveForm(_When, Form):
    """`was`: the begin that the page showed, so that two who move it at once both hear of it."""

    was = HiddenField()

    def validate_was(self, field: HiddenField) -> None:
        if len(field.data or "") > 40:
            raise ValidationError("This form was sent from an old page. Nothing is lost: save once more.")


class HeldForm(Form):
    minutes = MinutesField("It really took")
