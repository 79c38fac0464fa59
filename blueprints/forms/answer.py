"""What a client, a boss or whoever pays types under an agreement."""

from datetime import date
from typing import Any

from wtforms import HiddenField, RadioField, StringField, ValidationError
from wtforms.validators import InputRequired, Regexp
from wtforms.widgets import DateInput

from blueprints.forms.base import CreateForm, Form, LineField, TextField, choices
from models.contract.wording import as_date


class DayField(StringField):
    """A day between 1900 and 2200, or None; what was typed comes back."""

    widget = DateInput()

    def __init__(self, label: str, *, ahead_of: date | None = None, **kwargs: Any) -> None:
        super().__init__(label, **kwargs)
        self.ahead_of, self.raw = ahead_of, ""

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.raw, self.data = (valuelist[0][:40] if valuelist else ""), None
        if self.raw.strip():
            self.data = as_date(self.raw)
            if self.data is None:
                raise ValueError("This should be a day, as in 2027-03-31.")

    def pre_validate(self, form: Any) -> None:
        if self.data and self.ahead_of and self.data < self.ahead_of:
            raise ValidationError("This day lies behind us.")

    def _value(self) -> str:
        return self.raw or (self.data.isoformat() if isinstance(self.data, date) else "")


class SignForm(Form):
    """A typed name over the text whose fingerprint stood on the page."""

    name = LineField("Type your name", longest=200)
    sha256 = HiddenField(validators=[Regexp(r"^[0-9a-f]{64}$", message="This page is too old: read the text once more.")])


class CommitForm(CreateForm):
    """What the client adds to the private annex."""

    commitment = RadioField(
        "How committed are you?",
        choices=choices({str(n): str(n) for n in range(1, 11)}),
        validators=[InputRequired("Choose a number from 1 to 10.")],
    )
    reason = TextField("Why this number, and not lower?", longest=1000)


class AskForm(CreateForm):
    words = TextField("What should be different?", needed=True, longest=2000)


class EndForm(CreateForm):
    words = TextField("Why does it end?", needed=True, longest=2000)


ANSWERS = {"agree": "I agree", "suggest": "I suggest…"}


class BossForm(CreateForm):
    """Per goal yes or a suggestion, two promises, and what would make it worth it."""

    goal_1 = RadioField("Your answer", choices=choices(ANSWERS), validators=[InputRequired("Agree, or suggest something.")])
    suggest_1 = TextField("What would you have it say?", longest=2000)
    goal_2 = RadioField("Your answer", choices=choices(ANSWERS), validators=[InputRequired("Agree, or suggest something.")])
    suggest_2 = TextField("What would you have it say?", longest=2000)
    worth_it = TextField("In your own words", longest=1000)
    promise_1 = TextField("First promise", longest=500)
    due_1 = DayField("By when")
    promise_2 = TextField("Second promise", longest=500)
    due_2 = DayField("By when")

    @property
    def suggestions(self) -> dict[int, str]:
        """Place of the goal -> what it should say instead."""
        answers = ((place, self[f"goal_{place}"], self[f"suggest_{place}"]) for place in (1, 2) if f"goal_{place}" in self)
        return {place: suggested.data for place, answer, suggested in answers if answer.data == "suggest"}

    @property
    def promises(self) -> list[list[str]]:
        """As Seat.contribution keeps them: words, and an ISO date or nothing."""
        pairs = ((self.promise_1, self.due_1), (self.promise_2, self.due_2))
        return [[words.data, day.data.isoformat() if day.data else ""] for words, day in pairs]

    def validate_suggest_1(self, field: Any) -> None:
        if self[field.name.replace("suggest", "goal")].data == "suggest" and not (field.data or "").strip():
            raise ValidationError("Say what it should say instead.")

    validate_suggest_2 = validate_suggest_1

    def validate_promise_1(self, field: Any) -> None:
        if not self.suggestions and not (field.data or "").strip():
            raise ValidationError("What will you do, so that it gets easier? One sentence is enough.")

    validate_promise_2 = validate_promise_1


def boss_form(places: list[int], today: date) -> BossForm:
    """With a question for each goal."""
    form = BossForm()
    for place in {1, 2} - set(places):
        del form[f"goal_{place}"], form[f"suggest_{place}"]
    form.due_1.ahead_of = form.due_2.ahead_of = today
    return form
