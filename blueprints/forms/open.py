"""Forms of pages without a cookie: no token can be kept there, so a signed time, an empty trap and the Origin stand in for it."""

from typing import Any

from flask import current_app
from flask.blueprints import BlueprintSetupState
from itsdangerous import BadSignature, TimestampSigner
from wtforms import Field, HiddenField, StringField, ValidationError

from blueprints.forms.base import CreateForm

OLDEST_SECONDS = 24 * 3600


def _signer() -> TimestampSigner:
    return TimestampSigner(current_app.config["SECRET_KEY"], salt="open form")


class OpenForm(CreateForm):
    """`is_trap_sprung`: something filled in the field that no person sees. Answer as if it had been sent, and store nothing."""

    class Meta(CreateForm.Meta):
        csrf = False

    made = HiddenField(default=lambda: _signer().sign("open").decode())
    website = StringField()  # hidden by style and from readers; machines fill it in

    @property
    def is_trap_sprung(self) -> bool:
        return bool(self.website.data)

    def validate_made(self, field: Field) -> None:
        try:
            _signer().unsign(str(field.data), max_age=OLDEST_SECONDS)
        except BadSignature:
            field.data = _signer().sign("open").decode()
            raise ValidationError("This page lay open for more than a day. Nothing is lost: send once more.") from None


def carries_no_token(state: BlueprintSetupState) -> Any:
    """For `bp.record_once`: no cookie is read at this door."""
    state.app.extensions["csrf"].exempt(state.blueprint)
