"""Who is coached, and who else has a part in it."""

from typing import Any

from wtforms import Field, SelectChoice, SelectField

from blueprints.forms.base import CreateForm, Form, LineField, StaleForm
from blueprints.forms.people import AddressField, NameField
from blueprints.forms.world import zones
from models import Client, Sponsorship

ROLES = Sponsorship.ROLES


class ClientFields(Form):
    """Shared by the form that makes a client and the one that changes it."""

    name = NameField("Name", longest=200)
    address = AddressField("E-mail address")
    zone = SelectField("Time zone", choices=zones())
    coach = SelectField("Coach", coerce=str)
    organisation = LineField("Company", needed=False)
    boss_name = NameField("Boss", needed=False)
    boss_address = AddressField("Boss’s e-mail address", needed=False)
    hr_name = NameField("HR", needed=False)
    hr_address = AddressField("HR’s e-mail address", needed=False)
    finance_name = NameField("Finance", needed=False)
    finance_address = AddressField("Finance’s e-mail address", needed=False)

    def fit(self, coaches: list[tuple[str, str]], *, has_sponsors: bool) -> "ClientFields":
        """Leave out what this practice does not ask: a coach where there is one, a company where people pay for themselves."""
        self.coach.choices = [SelectChoice(id, name) for id, name in coaches]
        if not has_sponsors:
            for name in ("organisation", *(f"{role}_{what}" for role in ROLES for what in ("name", "address"))):
                delattr(self, name)
        return self

    def validate(self, extra_validators: Any = None) -> bool:
        return super().validate(extra_validators) & self._people_are_whole()

    def _people_are_whole(self) -> bool:
        """A name has an address and an address a name, and nobody is their own boss."""
        whole = True
        for _role, name, address in self.people:
            if bool(name.data) != bool(address.data):
                self.refuse(address if name.data else name, "A name and an address belong together: this one is missing.")
                whole = False
            elif address.data and address.data == self.address.data:
                self.refuse(address, "This is the client’s own address.")
                whole = False
        return whole

    @property
    def people(self) -> list[tuple[str, Field, Field]]:
        """(role, name field, address field); none where people pay for themselves."""
        return [(role, self[f"{role}_name"], self[f"{role}_address"]) for role in ROLES if f"{role}_name" in self._fields]


class NewClientForm(ClientFields, CreateForm):
    pass


class ClientForm(ClientFields, StaleForm):
    @staticmethod
    def standing(client: Client) -> dict[str, Any]:
        """What is saved, under the names of the fields."""
        found: dict[str, Any] = {
            "name": client.name,
            "address": client.address,
            "zone": client.zone,
            "coach": str(client.next_coach_id or client.coach_id),
            "organisation": client.organisation.name if client.organisation else "",
        }
        for role in ROLES:
            contact = next(iter(client.sponsors(role)), None)
            found |= {f"{role}_name": contact.name if contact else "", f"{role}_address": contact.address if contact else ""}
        return found
