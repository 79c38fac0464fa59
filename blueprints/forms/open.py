"""Forms of pages without a cookie: no token can be kept there, so a signed time, an empty trap and the Origin stand in for it."""

from typing import Any
from uuid import UUID, uuid5

from flask import current_app
from flask.blueprints import BlueprintSetupState
from itsdangerous import BadSignature, Signer
from wtforms import Field, HiddenField, StringField, ValidationError

from app import db
from app.clock import now
from blueprints.forms.base import Form
from models import Once

OLDEST_HOURS = 24
SENT = UUID("1d2b2f0e-6d0c-5c1e-8a77-3f0a9f5b7c21")


class OpenForm(Form):
    """`is_trap_sprung`: something filled in the field that no person sees. Answer as if it had been sent, and store nothing.

    The page is the same for everybody for a while, so nothing in it is one visitor's: the time it was made is said by the hour.
    """

    class Meta(Form.Meta):
        csrf = False

    csrf_token = None  # so that the head of the form draws none: a token would set a cookie
    made = HiddenField(default=lambda: _signer().sign(str(_hour())).decode())
    website = StringField()  # hidden by style and from readers; machines fill it in

    @property
    def is_trap_sprung(self) -> bool:
        return bool(self.website.data)

    def validate_made(self, field: Field) -> None:
        try:
            if not field.raw_data:  # a field that was not sent keeps its default, which is a new time
                raise BadSignature("nothing was sent")
            fresh = 0 <= _hour() - int(_signer().unsign(str(field.data)[:200])) <= OLDEST_HOURS
        except BadSignature:
            fresh = False
        if not fresh:
            field.data = _signer().sign(str(_hour())).decode()
            raise ValidationError("This page lay open for more than a day. Nothing is lost: send once more.")

    def spend(self) -> None:
        """The same words on the same day are one: a second press, or a browser that repeats."""
        said = repr(sorted((name, str(value)) for name, value in self.typed.items() if name not in ("made", "website")))
        Once.spend(db.session(), uuid5(SENT, f"{now():%Y-%m-%d} {type(self).__name__} {said}"), now())


def carries_no_token(state: BlueprintSetupState) -> Any:
    """For `bp.record_once`: no cookie is read at this door."""
    state.app.extensions["csrf"].exempt(state.blueprint)


def _signer() -> Signer:
    return Signer(current_app.config["SECRET_KEY"], salt="open form")


def _hour() -> int:
    return int(now().timestamp()) // 3600
