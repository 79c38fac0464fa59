"""What somebody says of the work and agrees to, and what the coach enters and proposes."""

from typing import Any

from flask_wtf.file import FileField
from wtforms import BooleanField, HiddenField, RadioField, SelectField, SelectMultipleField, ValidationError
from wtforms.validators import InputRequired, Regexp
from wtforms.widgets import HiddenInput

from app.uploads import LARGEST
from blueprints.forms.base import NEEDED, CreateForm, Form, LineField, TextField, choices
from blueprints.forms.open import OpenForm
from blueprints.forms.people import AddressField, NameField
from blueprints.forms.sessions import DayField
from models import Consent

LONGEST = 4000
FINGERPRINT = Regexp(r"^[0-9a-f]{64}$", message="This page is too old: read it once more.")
UNTIL = {"1": "For one year, then ask me again", "2": "For two years, then ask me again"}


class SayForm(OpenForm):
    """Guided or free; each thing agreed to by itself. Nothing is ticked beforehand."""

    seen = TextField("What could you see, a year ago, that you see no longer?", longest=1200)
    hard = TextField("What was hard, or did not work?", longest=1200)
    whom = TextField("To whom would you say: go there?", longest=1200)
    free = TextField("In one piece", longest=LONGEST)
    role = LineField("Your role", needed=False)
    company = LineField("Your company", needed=False)
    show_text = BooleanField("My words")
    show_name = BooleanField("My name")
    show_role = BooleanField("My role")
    show_company = BooleanField("My company")
    show_photo = BooleanField("A photograph")
    show_measured = BooleanField("This chart may stand beside my words")
    photo = FileField("Photograph")
    on_page = BooleanField("On the coach’s own page")
    on_proposal = BooleanField("In a proposal to one person")
    on_post = BooleanField("In a post under the coach’s name")
    until = SelectField("Until", choices=choices(UNTIL), default="1")
    got = RadioField(
        "Did you get anything for this?",
        choices=choices({"no": "Nothing", "yes": "Something: it will be said beside my words"}),
        validators=[InputRequired("Say whether you got something.")],
    )
    got_what = LineField("What", longest=500, needed=False)
    know = RadioField(
        "Do you know your coach otherwise?",
        choices=choices({"no": "No", "yes": "Yes: friend, family or business"}),
        validators=[InputRequired("Say whether you know each other otherwise.")],
    )
    know_how = LineField("How", longest=500, needed=False)

    @property
    def words(self) -> str:
        """Their own words and nothing else: the questions are no part of them."""
        answers = [field.data for field in (self.seen, self.hard, self.whom) if field.data]
        return "\n\n".join([*answers, *([self.free.data] if self.free.data else [])])

    @property
    def items(self) -> list[str]:
        return [item for item in Consent.ITEMS if self[f"show_{item}"].data]

    @property
    def channels(self) -> list[str]:
        return [channel for channel in Consent.CHANNELS if self[f"on_{channel}"].data]

    @property
    def picture(self) -> bytes:
        """What was uploaded; empty when nothing was."""
        given = self.photo.data
        return given.stream.read(LARGEST + 1) if hasattr(given, "stream") else b""

    def validate_free(self, field: Any) -> None:
        if not self.words:
            raise ValidationError("A few words are needed. One sentence is enough.")
        if len(self.words) > LONGEST:
            raise ValidationError("That is more than fits: four thousand characters altogether.")

    def validate_got_what(self, field: Any) -> None:
        if self.got.data == "yes" and not field.data:
            raise ValidationError("Say in a few words what it was.")

    def validate_know_how(self, field: Any) -> None:
        if self.know.data == "yes" and not field.data:
            raise ValidationError("Say in a few words how.")


class AgreeForm(OpenForm):
    """What stood on the page before it stands anywhere."""

    items = SelectMultipleField("What", choices=choices({item: item for item in Consent.ITEMS}), widget=HiddenInput())
    channels = SelectMultipleField("Where", choices=choices({channel: channel for channel in Consent.CHANNELS}), widget=HiddenInput())
    until = SelectField("Until", choices=choices(UNTIL), default="1", widget=HiddenInput())
    sha256 = HiddenField(validators=[FINGERPRINT])
    seen = HiddenField(validators=[FINGERPRINT])


class ApproveForm(OpenForm):
    sha256 = HiddenField(validators=[FINGERPRINT])


class RenewForm(OpenForm):
    until = SelectField("For how long", choices=choices(UNTIL), default="1")


class PressForm(OpenForm):
    """One button."""


class ConfirmForm(OpenForm):
    answer = RadioField(
        "Are these figures right?",
        choices=choices({"yes": "Yes, as far as I know", "no": "No, or I cannot say"}),
        validators=[InputRequired("Say yes or no.")],
    )
    words = TextField("Anything to add", longest=500)
    sha256 = HiddenField(validators=[FINGERPRINT])


class OldForm(CreateForm):
    """What somebody said before. Nobody is written to by it."""

    name = NameField("Who said it")
    address = AddressField("E-mail", needed=False)
    role = LineField("Role", needed=False)
    company = LineField("Company", needed=False)
    said_on = DayField("When", needed=False)
    words = TextField("In their words", longest=LONGEST, needed=True)


class AskByHandForm(CreateForm):
    client = SelectField("Whom")


class ProposeForm(CreateForm):
    words = TextField("Other words", longest=LONGEST, needed=True)


class PlaceForm(Form):
    on_page = BooleanField("Also on the public page")
    rank = SelectField("Order", choices=choices({"0": "By date", **{str(n): f"Number {n}" for n in range(1, 10)}}), default="0")


class RecordForm(CreateForm):
    paper = FileField("A record of the organisation")
    source = LineField("What it is, and who keeps it", longest=200)

    def validate_paper(self, field: Any) -> None:
        if not hasattr(field.data, "stream"):
            raise ValidationError(NEEDED)

    @property
    def body(self) -> bytes:
        given: bytes = self.paper.data.stream.read(LARGEST + 1)
        return given


class SeenRecordForm(Form):
    """Yes or no to the file that was on the page."""

    sha256 = HiddenField(validators=[FINGERPRINT])


class WitnessForm(CreateForm):
    """Whom the client asks to look at the figures."""

    relation = RadioField(
        "Who is it?",
        choices=choices({"boss": "My boss", "colleague": "A colleague who can know"}),
        validators=[InputRequired("Say who it is.")],
    )
    name = NameField("Name")
    address = AddressField("E-mail")
