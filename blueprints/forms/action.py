"""Something somebody will do, by a day."""

from wtforms import SelectField

from blueprints.forms.base import CreateForm, LineField, choices
from blueprints.forms.sessions import DayField


class ActionForm(CreateForm):
    text = LineField("What", longest=500)
    who = SelectField("Who", choices=choices({"client": "The client", "coach": "You"}))
    due = DayField("By when", needed=False)

    def name_client(self, first_name: str) -> "ActionForm":
        self.who.choices = choices({"client": first_name, "coach": "You"})
        return self
