"""The short forms of a door: an address, a code, a password."""

from flask import request
from wtforms import HiddenField

from blueprints.forms.base import Form
from blueprints.forms.people import AddressField, CodeField, NameField, NewSecretField, SecretField


class CodeForm(Form):
    code = CodeField(description="Five tries, then a new one is needed.")
    next = HiddenField(default=lambda: request.args.get("next", ""))


class AskForm(Form):
    """Where a link and a code are to go; `next` is where to go afterwards."""

    address = AddressField("Your e-mail address")
    next = HiddenField(default=lambda: request.args.get("next", ""))


class ProofForm(Form):
    password = SecretField("Your password")
    next = HiddenField(default=lambda: request.args.get("next", ""))


class SignInForm(ProofForm):
    address = AddressField("Your e-mail address")


class NewPasswordForm(Form):
    password = NewSecretField(
        "New password", description="Twelve characters or more. Four words that do not belong together are easy to remember."
    )


class JoinForm(Form):
    """Of somebody new: a name and a password. Of somebody known: the password they have."""

    name = NameField("Your name")
    password = NewSecretField(
        "Password", description="Twelve characters or more. Four words that do not belong together are easy to remember."
    )


class LinkForm(Form):
    """The code, where another browser asked for the mail."""

    code = CodeField(description="It stands in the same mail.")
