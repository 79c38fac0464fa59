"""Forms about who works in a practice."""

from wtforms import RadioField, SelectField

from blueprints.forms.base import CreateForm, Form, choices
from blueprints.forms.people import AddressField

ROLES = {"assistant": "Assistant", "coach": "Coach", "reader": "Read-only", "owner": "Owner"}
SEES = {
    "owner": "All clients, goals and shared notes. Never anybody else’s own notes",
    "coach": "All clients, goals and shared notes. Never anybody else’s own notes",
    "assistant": "Calendar, invoices, addresses. No goal, no note, no message",
    "reader": "Clients, goals and shared notes, to read. Changes nothing",
}


class InviteForm(CreateForm):
    address = AddressField("Invite somebody")
    role = SelectField("As", choices=choices(ROLES), default="assistant")


class RoleForm(Form):
    role = RadioField("Role", choices=choices(ROLES))
