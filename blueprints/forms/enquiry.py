"""Enquiries: what strangers write, and what the practice notes about them."""

import re

from flask import g
from wtforms import Field, RadioField, SelectField, ValidationError
from wtforms.validators import InputRequired

from app import formats
from blueprints.forms.base import NEEDED, CreateForm, Form, LineField, StaleForm, TextField, choices
from blueprints.forms.open import OpenForm
from blueprints.forms.people import AddressField, NameField
from blueprints.forms.sessions import DayField
from models import Enquiry

MOST_LINKS = 2
LINK = re.compile(r"https?://|www\.", re.IGNORECASE)
STAGES = {"new": "New", "asked back": "Asked back", "talked": "Talked", "proposed": "Proposed"}
SOURCES = {
    "page": "Your page",
    "referral": "Sent by somebody",
    "colleague": "A former colleague",
    "post": "Something you published",
    "other": "Another way",
}


class _Asked:
    name = NameField("Your name")
    address = AddressField("E-mail")
    about = LineField("For whom, if not for you", needed=False)
    behaviour = TextField("What should people see done differently?", needed=True)
    gap = TextField("Where on the job does it show, and what does it cost?")
    tried = TextField("What was tried already?")


class AskForm(_Asked, OpenForm):
    """From a stranger."""

    def validate_behaviour(self, field: Field) -> None:
        words = " ".join(str(self[name].data or "") for name in ("behaviour", "gap", "tried"))
        if len(LINK.findall(words)) > MOST_LINKS:
            raise ValidationError("Please leave the links out: two at most fit in a first letter.")


class _Worth:
    worth = LineField("Worth", longest=40, needed=False)

    def validate_worth(self, field: Field) -> None:
        self.value_minor: int | None = None
        if field.data:
            try:
                self.value_minor = formats.parse_money(field.data, g.practice.currency, g.practice.locale)
            except formats.Unreadable as error:
                raise ValidationError(str(error)) from None


class AddForm(_Worth, CreateForm):
    """By hand."""

    name = NameField("Name")
    address = AddressField("E-mail")
    about = LineField("For whom, if not for themselves", needed=False)
    behaviour = TextField("What should people see them do differently?")
    gap = TextField("Where on the job does it show, and what does it cost?")
    tried = TextField("What was tried already?")
    source = SelectField("How they came", choices=choices(SOURCES), default="referral")
    source_note = LineField("Through whom", needed=False)


class StepForm(_Worth, StaleForm):
    stage = SelectField("Stage", choices=choices(STAGES))
    next_step = LineField("Next step", needed=False)
    next_on = DayField("By", needed=False)
    source = SelectField("How they came", choices=choices(SOURCES))
    source_note = LineField("Through whom", needed=False)


class LoseForm(Form):
    reason = RadioField("Why?", choices=choices(Enquiry.REASONS), validators=[InputRequired(NEEDED)])
