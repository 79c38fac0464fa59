"""The one form of signing up."""

from datetime import datetime

from sqlalchemy.orm import Session
from werkzeug.datastructures import LanguageAccept
from wtforms import RadioField, SelectField

from blueprints.forms import world
from blueprints.forms.base import Form, LineField, choices
from blueprints.forms.people import AddressField, NameField, NewSecretField
from models.signup import PendingSignup, Signup


class SignUpForm(Form):
    name = NameField("Your name")
    address = AddressField("Your e-mail address")
    password = NewSecretField(
        "Password", description="Twelve characters or more. Four words that do not belong together are easy to remember."
    )
    practice_name = NameField("Name of your practice", description="As clients know it. Your own name will do.")
    who_pays = RadioField("Who pays for your work?", choices=choices(world.WHO_PAYS), default="both")
    niche = LineField("Whom do you coach?", needed=False, description="A few words, such as: first-time managers in logistics.")
    currency = SelectField("Currency", choices=world.currencies, default="EUR")
    zone = SelectField("Time zone", choices=world.zones, default="UTC")
    locale = SelectField("Dates and sums are written as in", choices=world.locales, default="en")

    @classmethod
    def guessed(cls, languages: LanguageAccept) -> "SignUpForm":
        """As the browser says it reads; the page's script knows the time zone."""
        form = cls()
        form.locale.data = languages.best_match([name.replace("_", "-") for name in world.names(world.locales())], "en").replace("-", "_")
        return form

    def keep(self, session: Session, password_hash: str, now: datetime) -> PendingSignup:
        wanted = Signup(
            self.practice_name.data, self.who_pays.data, self.niche.data or "", self.currency.data, self.zone.data, self.locale.data
        )
        return PendingSignup.keep(session, wanted, name=self.name.data, address=self.address.data, password_hash=password_hash, now=now)
