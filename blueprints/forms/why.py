"""What is behind a request, saved as it is typed; and one why."""

from wtforms import BooleanField, HiddenField

from blueprints.forms.base import CreateForm, Form, StaleForm, TextField
from models.why import QUESTIONS

WORDS = ("request", "cause", "sentence")


class WhyForm(StaleForm):
    request = TextField("What was asked for", longest=2000)
    better = TextField(QUESTIONS["better"], longest=2000)
    gap = TextField(QUESTIONS["gap"], longest=2000)
    cost = TextField(QUESTIONS["cost"], longest=2000)
    help = TextField(QUESTIONS["help"], longest=2000)
    tried = TextField(QUESTIONS["tried"], longest=2000)
    cause = TextField("The cause", longest=2000)
    sentence = TextField("One sentence of it for the goals part", longest=500)


class RungForm(CreateForm):
    below = HiddenField()
    text = TextField("Because", longest=1000, needed=True)
    not_theirs = BooleanField("True, but not theirs to change")


class RungChangeForm(Form):
    text = TextField("Because", longest=1000, needed=True)
    not_theirs = BooleanField("True, but not theirs to change")
