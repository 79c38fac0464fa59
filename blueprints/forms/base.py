"""What every form shares: clean text with a length, a token, and for creating a key that is spent once."""

from collections.abc import Iterable
from typing import Any, Self
from uuid import UUID, uuid4

from flask_wtf import FlaskForm
from wtforms import Field, HiddenField, IntegerField, SelectChoice, StringField, TextAreaField, ValidationError
from wtforms.validators import DataRequired, Length

from app import db
from app.clock import now
from models import Once
from models.folding import clean, clean_line
from models.seen import SeenBy

NEEDED = "Please fill this in."


class LineField(StringField):
    """One line of text: NFC, no control characters, no invisible ones. `longest` also stands as a CHECK in the database."""

    def __init__(self, label: str, *, longest: int = 200, needed: bool = True, validators: Iterable[Any] = (), **kwargs: Any) -> None:
        rules = [DataRequired(NEEDED)] if needed else []
        rules += [Length(max=longest, message=f"At most {longest} characters fit here.")]
        super().__init__(label, [*rules, *validators], filters=[_cleaned(clean_line)], **kwargs)


class TextField(TextAreaField):
    """Text of several lines, cleaned likewise."""

    def __init__(self, label: str, *, longest: int = 2000, needed: bool = False, validators: Iterable[Any] = (), **kwargs: Any) -> None:
        rules = [DataRequired(NEEDED)] if needed else []
        rules += [Length(max=longest, message=f"At most {longest} characters fit here.")]
        super().__init__(label, [*rules, *validators], filters=[_cleaned(clean)], **kwargs)


def _cleaned(how: Any) -> Any:
    return lambda typed: how(typed) if isinstance(typed, str) else typed


class WholeField(IntegerField):
    """A whole number that may be left out; one of four hundred digits is no reason to fall over."""

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = None
        if not valuelist or not valuelist[0].strip():
            return
        try:
            self.data = int(valuelist[0].strip()[:20])
        except ValueError:
            raise ValueError("Write a whole number.") from None


class Form(FlaskForm):
    """The base of all. Every field says who else sees it: by itself (forms.field), or by what its form says once for all of them (tell)."""

    class Meta(FlaskForm.Meta):
        told: SeenBy | None = None
        told_at = ""

    def tell(self, seen: SeenBy, at: str = "seen") -> Self:
        """Who else sees its fields. Drawn once under the id `at` (forms.told); each field refers to it, so that it is heard too."""
        self.meta.told, self.meta.told_at = seen, at
        for entry in (entry for field in self for entry in getattr(field, "entries", ())):
            entry.form.meta.told_at = at  # lines of a form are forms of their own
        return self

    @property
    def typed(self) -> dict[str, Any]:
        """What was typed, without what the form itself carries."""
        return {name: value for name, value in self.data.items() if name not in ("csrf_token", "once", "version")}

    def refuse(self, field: Field, sentence: str) -> None:
        """A rule below said no; its sentence stands at the field it speaks of."""
        field.errors = [*field.errors, sentence]


class CreateForm(Form):
    """Carries a one-time key: of twenty identical posts one makes a row, the others are told that it is saved."""

    once = HiddenField(default=lambda: str(uuid4()))

    def validate_once(self, field: Field) -> None:
        try:
            UUID(str(field.data))
        except ValueError:
            field.data = str(uuid4())
            raise ValidationError("This form was sent from an old page. Nothing is lost: save once more.") from None

    def spend(self) -> None:
        """In the transaction of the row it guards."""
        Once.spend(db.session(), UUID(self.once.data), now())


class VersionField(IntegerField):
    """Drawn as what it is by now: drawn as it was sent, the next press would be refused like the last."""

    def _value(self) -> str:
        return str(self.data)


class StaleForm(Form):
    """Of a changeable thing: carries its version, so that two who write at once both keep what they wrote."""

    version = VersionField(widget=HiddenField.widget, default=1)

    def validate_version(self, field: Field) -> None:
        if not isinstance(field.data, int) or not 0 < field.data < 2**31:
            field.data = 1
            raise ValidationError("This form was sent from an old page. Nothing is lost: save once more.")

    def overtaken(self, version: int) -> None:
        """What was typed stays on the page, over the version that stands now: the next press puts it in place of theirs."""
        self.form_errors = [
            "Somebody else saved this while you wrote. What you typed still stands here: save once more to put it in place of theirs."
        ]
        self.version.data = version


def apart(form: Form, name: str) -> Any:
    """One of several forms on a page: its fields get ids of their own, and keep their names."""
    for field in form:
        field.id = field.label.field_id = f"{name}-{field.short_name}"
    return form


def choices(pairs: dict[str, str]) -> list[SelectChoice]:
    return [SelectChoice(value, words) for value, words in pairs.items()]
