"""Forms about one's own account."""

from wtforms import RadioField

from blueprints.forms.base import Form, choices
from blueprints.forms.people import AddressField, NameField


class AccountForm(Form):
    name = NameField("Your name")


class AddressForm(Form):
    address = AddressField("New e-mail address", description="It holds once you have opened the mail we send there. The old one is told.")


class ThemeForm(Form):
    theme = RadioField("Colours", choices=choices({"auto": "As the device", "light": "Light", "dark": "Dark"}), default="auto")
