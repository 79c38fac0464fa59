"""A recipe as the coach writes it: the blanks of its sentence, and its text."""

from collections.abc import Mapping
from typing import Any

from wtforms import Field, ValidationError

from blueprints.forms.base import LineField, StaleForm, TextField
from models.recipes import COMMON, Rule
from models.recipes.text import unknown


class BlanksForm(StaleForm):
    """`blanks`: what stands in each, as it was typed or is kept. Once it was validated `kept` is what may be kept, and `wrong` why the others not."""

    def __init__(self, rule: Rule, typed: Mapping[str, str], **values: Any) -> None:
        super().__init__(**values)
        self.rule, self.blanks = rule, typed
        self.kept: dict[str, str] = {}
        self.wrong: dict[str, str] = {}

    def validate(self, extra_validators: Any = None) -> bool:
        is_valid = super().validate(extra_validators)
        self.kept, self.wrong = self.rule.read(self.blanks)
        self.form_errors = [f"{blank.label}: {self.wrong[blank.name]}" for blank in self.rule.blanks if blank.name in self.wrong]
        return is_valid and not self.wrong


class RecipeTextForm(StaleForm):
    """`rule` says which variables there are; another one is refused here, because it would stop every send."""

    subject = LineField("Subject", longest=200)
    words = TextField("Text", longest=5000, needed=True)
    again_subject = LineField("Subject of the reminder", longest=200)
    again_words = TextField("Text of the reminder", longest=5000, needed=True)

    def __init__(self, rule: Rule, **values: Any) -> None:
        super().__init__(**values)
        self.rule = rule
        if rule.again is None:
            del self.again_subject, self.again_words

    @property
    def texts(self) -> dict[str, str]:
        return {name: field.data for name, field in self._fields.items() if name in ("subject", "words", "again_subject", "again_words")}

    def validate_subject(self, field: Field) -> None:
        self._refuse_unknown(field)

    def validate_words(self, field: Field) -> None:
        self._refuse_unknown(field)

    validate_again_subject, validate_again_words = validate_subject, validate_words

    def _refuse_unknown(self, field: Field) -> None:
        allowed = (*COMMON, *self.rule.variables)
        if strange := unknown(allowed, field.data or ""):
            there_are = ", ".join(f"{{{name}}}" for name in allowed)
            raise ValidationError(f"There is nothing to put at {{{strange[0]}}}. There are {there_are}.")
