"""The forms of an agreement. A goal is saved as it is typed, right or wrong: what cannot be understood is said beside the field, not refused."""

from typing import Any

from wtforms import BooleanField, DateField, HiddenField, SelectField
from wtforms.validators import Optional

from blueprints.forms.base import CreateForm, Form, LineField, StaleForm, TextField, choices
from models.contract.compose import TERMS
from models.contract.wording import EARLIEST, FIELDS, GAINS, LATEST

KINDS = {
    "count": "How many: 3 decisions",
    "duration": "How long: 25 minutes",
    "percentage": "A share: 60 % of meetings",
    "money": "Money: 1200 saved",
    "rating": "A rating: 4 of 7",
    "frequency": "How often of the last five: 3 of 5",
    "yes_no": "Yes or no: sent, or not",
    "number": "Any other number: 7.5 points",
}
"""Each with an example, so that nobody has to know the kinds beforehand."""
DIRECTIONS = {"higher": "Higher", "lower": "Lower", "within": "Inside a range"}
CADENCES = {"daily": "Each day", "weekly": "Each week", "fortnightly": "Every two weeks", "monthly": "Each month"}
STARTS = {"gathered": "The first entries will show it", "history": "There are numbers from before"}


class NewForm(CreateForm):
    """A button that makes something: an agreement, a goal."""


class WishForm(CreateForm):
    title = LineField("What it is called", longest=120)


class GoalForm(StaleForm):
    title = LineField("What it is called", longest=120, needed=False)
    behaviour = TextField("What will be seen on the job", longest=1000)
    situation = TextField("Where and when", longest=500)
    why = TextField("Why it matters", longest=1000)
    gain = SelectField("What it brings", choices=choices({"": "Choose", **{gain: gain.capitalize() for gain in GAINS}}), default="")
    measure = LineField("What is counted", longest=300, needed=False)
    kind = SelectField("Kind", choices=choices(KINDS), default="number")
    direction = SelectField("Better is", choices=choices(DIRECTIONS), default="higher")
    cadence = SelectField("How often", choices=choices(CADENCES), default="weekly")
    unit = LineField("Unit", longest=30, needed=False)
    low = LineField("From", longest=40, needed=False)
    high = LineField("To", longest=40, needed=False)
    scale_min = LineField("Lowest possible", longest=40, needed=False)
    scale_max = LineField("Highest possible", longest=40, needed=False)
    target = LineField("Target", longest=40, needed=False)
    due = LineField("By when", longest=40, needed=False)
    evidence = TextField("Evidence", longest=500)
    recorded_by = LineField("Who enters it", longest=120, needed=False)
    cue = LineField("When it is entered", longest=200, needed=False)
    start_from = SelectField("Where it starts", choices=choices(STARTS), default="gathered")
    start_size = LineField("How many entries make the start", longest=10, needed=False)
    history = TextField("Earlier entries", longest=20000)
    source = LineField("Where these numbers come from", longest=300, needed=False)

    @property
    def words(self) -> dict[str, Any]:
        return {name: self[name].data or "" for name in FIELDS}


class LooksForm(StaleForm):
    first = DateField("First date", validators=[Optional()])
    second = DateField("Second date", validators=[Optional()])
    third = DateField("Third date", validators=[Optional()])
    shares_progress = BooleanField("Progress", default=True)

    @property
    def dates(self) -> list[Any]:
        return [field.data for field in (self.first, self.second, self.third) if field.data]

    def validate(self, extra_validators: Any = None) -> bool:
        fine = super().validate(extra_validators)
        for field in (self.first, self.second, self.third):
            if field.data and not EARLIEST <= field.data <= LATEST:
                self.refuse(field, "This should be a date between 1900 and 2200.")
                fine = False
        return fine


class AnnexForm(StaleForm):
    private_goals = TextField("Private goals", longest=2000)
    boundaries = TextField("Boundaries", longest=2000)


class TermsForm(StaleForm):
    work = TextField("The work", longest=1000)
    fee = TextField("The fee", longest=1000)
    moving = TextField("Moving and missing", longest=1000)
    ending = TextField("Ending early", longest=1000)
    about_data = TextField("Data", longest=1000)  # a form's `data` is all that was typed

    @property
    def words(self) -> dict[str, str]:
        return {name: self["about_data" if name == "data" else name].data or "" for name in TERMS}


class SignForm(Form):
    """A typed name over the text that was on the page."""

    name = LineField("Type your name to sign", longest=200)
    sha256 = HiddenField()


class ChangeForm(SignForm):
    reason = TextField("Why", longest=1000, needed=True)
    slip = BooleanField(
        "Only a typing error", description="Then you and your client sign. The others are told, and may object for seven days."
    )


class EndForm(CreateForm):
    reason = TextField("Why it ends", longest=1000, needed=True)
