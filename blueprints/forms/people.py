"""Fields about people: names, addresses, passwords."""

import re
from typing import Any

from wtforms import EmailField, Field, PasswordField, StringField, ValidationError
from wtforms.validators import DataRequired, Length

from blueprints.forms.base import NEEDED, Form, LineField
from models import passwords
from models.folding import fold_address

_LOCAL = re.compile(r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_WEB = re.compile(
    r"://|\bwww\.|\b(?!(?:st|dr|drs|mr|mrs|ms|prof|ir|ing|mag)\.)[\w-]{2,}\.[a-z]{2,}\b", re.IGNORECASE
)  # J.Smith and St.John stay
LONGEST_ADDRESS = 320
LONGEST_SECRET = 1024  # what is looked at of a password; what may be one is models/passwords.py


def complaint(address: str) -> str | None:
    """Why mail cannot go there, or None. `address` is folded."""
    local, at, host = address.rpartition("@")
    if not at or not local:
        return "An address has an @ in it, as in name@firm.example."
    if "." not in host.strip("."):
        return "The part after the @ needs a dot, as in name@firm.example."
    try:
        host.encode("idna")
    except UnicodeError:
        return "The part after the @ is no address of a mail server."
    if not re.fullmatch(r"[^\W_]([\w-]*[^\W_])?(\.[^\W_]([\w-]*[^\W_])?)+", host):
        return "The part after the @ is no address of a mail server."
    if not _LOCAL.fullmatch(local) or len(local) > 64:
        return "The part before the @ holds something that mail servers do not take, such as a space or a comma."
    return None


class AddressField(EmailField):
    """A mail address, folded as it is kept: small letters, no outer space."""

    def __init__(self, label: str = "E-mail address", *, needed: bool = True, **kwargs: Any) -> None:
        rules = [DataRequired(NEEDED)] if needed else []
        rules += [Length(max=LONGEST_ADDRESS, message="This is longer than an address can be."), _is_address]
        super().__init__(label, rules, filters=[lambda typed: fold_address(typed) if isinstance(typed, str) else typed], **kwargs)


def _is_address(_form: Form, field: Field) -> None:
    if field.data and (said := complaint(field.data)):
        raise ValidationError(said)


class NameField(LineField):
    """Of a person or a practice. It stands in mails that strangers receive, so it holds no web address."""

    def __init__(self, label: str = "Name", **kwargs: Any) -> None:
        super().__init__(label, validators=[_no_web_address], **kwargs)


def _no_web_address(_form: Form, field: Field) -> None:
    if field.data and _WEB.search(field.data):
        raise ValidationError("A name cannot hold a web address.")


class SecretField(PasswordField):
    """A password as it was typed: nothing is trimmed or cleaned."""

    def __init__(self, label: str = "Password", **kwargs: Any) -> None:
        super().__init__(label, [DataRequired(NEEDED), Length(max=LONGEST_SECRET, message="256 characters at most.")], **kwargs)


class NewSecretField(SecretField):
    """A password to be. `refused(form, *names)` says whether it will not do; the names are the person's, the practice's, the address."""

    def refused(self, form: Form, *names: str) -> bool:
        said = passwords.complaint(self.data or "", *names)
        if said:
            form.refuse(self, said)
        return said is not None


class CodeField(StringField):
    """Six digits as somebody copies them, with or without a space."""

    def __init__(self, label: str = "Six-digit code", **kwargs: Any) -> None:
        super().__init__(label, [DataRequired(NEEDED), _six_digits], filters=[_without_spaces], **kwargs)


def _without_spaces(typed: Any) -> Any:
    return re.sub(r"[\s-]", "", typed) if isinstance(typed, str) else typed


def _six_digits(_form: Form, field: Field) -> None:
    if not re.fullmatch(r"[0-9]{6}", field.data or ""):
        raise ValidationError("The code has six digits. It stands in the newest mail.")
