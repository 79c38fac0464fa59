"""Sessions that are given, and a change of those that were bought."""

from wtforms import ValidationError
from wtforms.validators import InputRequired, NumberRange

from blueprints.forms.base import NEEDED, CreateForm, LineField, WholeField
from blueprints.forms.sessions import DayField, MinutesField


class GiveForm(CreateForm):
    name = LineField("What it is called")
    sessions = WholeField("Sessions", [InputRequired(NEEDED), NumberRange(1, 1000, "Between 1 and 1,000.")], default=1)
    minutes = MinutesField("Each", least=5, most=12 * 60, default=60)
    expires_on = DayField("To be used by", needed=False)
    why = LineField("Why", longest=500, needed=False)


class ChangeForm(CreateForm):
    sessions = WholeField("Sessions more, or fewer", [NumberRange(-1000, 1000, "Between -1,000 and 1,000.")], default=0)
    expires_on = DayField("To be used by", needed=False)
    reason = LineField("What you agreed on", longest=500)

    def validate_sessions(self, field: WholeField) -> None:
        if not field.data and not self.expires_on.data:
            raise ValidationError("Change the number, or the day by which they are to be used.")
