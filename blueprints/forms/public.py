"""What a practice says to strangers."""

from wtforms.validators import NumberRange

from blueprints.forms.base import LineField, StaleForm, TextField, WholeField


class PublicForm(StaleForm):
    headline = LineField("Whom you help, and with what")
    lead = TextField("In two or three sentences", longest=1000)
    method = TextField("How you work", longest=20_000)
    answers_in_days = WholeField("You answer within", [NumberRange(1, 30, "Between 1 and 30 working days.")], default=2)
    terms = TextField("Terms that buyers agree to", longest=20_000)
    privacy = TextField("Privacy", longest=20_000)
