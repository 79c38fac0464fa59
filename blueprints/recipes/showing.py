"""What the page of a recipe shows: who would get what in the next fourteen days, with the words of each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask import g
from markupsafe import Markup
from sqlalchemy.orm import Session

from app.jobs.occasion import Occasion
from app.jobs.occasions_recipes import own_words, spoken, words_of
from app.recipes import EXAMPLE_LINK, write
from blueprints.forms.recipe import BlanksForm, RecipeTextForm
from models import Recipe
from models.recipes import NONE, Blank, Number, Rule
from models.recipes.expected import Expected, expected, within_budget
from models.recipes.text import Missing, variables

NEUTRAL = "Something waits for you"
SHOWN = 40


@dataclass(frozen=True)
class Line:
    """One message: `subject` and `html` as its reader would get them; `held`: why it would not go. `note` says more of it."""

    to_id: UUID
    name: str
    first_name: str
    at: datetime
    subject: str
    html: Markup | str = ""
    held: str = ""
    note: str = ""
    is_skipped: bool = False
    can_skip: bool = True


def lines(session: Session, rule: Rule, recipe: Recipe | None, now: datetime) -> list[Line]:
    found = [one for one in expected(session, rule, recipe, now=now, zone=g.practice.zone) if one.at > now]
    return [_line(one, rule, recipe) for one in within_budget(session, rule, found)[:SHOWN]]


def _line(one: Expected, rule: Rule, recipe: Recipe | None) -> Line:
    to, wish = one.wish.to, one.wish
    who = (to.id, to.name, to.first_name, one.at)
    occasion = Occasion(g.practice, zone=one.habits.zone, locale=one.habits.locale, url=EXAMPLE_LINK)
    try:
        written = write(words_of(wish, rule, recipe), spoken(dict(wish.values), occasion, to.first_name, wish.lead))
    except Missing as missing:
        return Line(*who, "Held back", held=one.held or f"its text says {{{missing.name}}}, and there is nothing to put there")
    mine = to.kind != "member"
    if to.kind == "contact" or (to.kind == "client" and getattr(to, "is_at_organisation", False)):
        return Line(*who, NEUTRAL, held=one.held, note="to an employer’s address: nothing but a link", is_skipped=one.is_skipped)
    return Line(*who, written.subject, written.html, one.held, is_skipped=one.is_skipped, can_skip=mine)


def text_form(rule: Rule, recipe: Recipe | None, version: int) -> RecipeTextForm:
    words, again = own_words(rule, recipe), own_words(rule, recipe, again=True)
    data = {"subject": words.subject, "words": words.body, "again_subject": again.subject, "again_words": again.body, "version": version}
    return RecipeTextForm(rule, data=data)


@dataclass(frozen=True)
class Piece:
    """Of the sentence: words; or a blank with what stands in it, and its choices or the unit of its number. `wrong`: why that cannot be kept."""

    words: str = ""
    blank: str = ""
    label: str = ""
    typed: str = ""
    choices: Sequence[tuple[str, str]] = ()
    unit: str = ""
    wrong: str = ""


def sentence(form: BlanksForm) -> list[Piece]:
    """In order."""
    rule, blanks = form.rule, {blank.name: blank for blank in form.rule.blanks}
    pieces, rest = [], rule.sentence
    while names := sorted(variables(rest), key=lambda name: rest.index(f"{{{name}}}")):
        before, _, rest = rest.partition(f"{{{names[0]}}}")
        pieces += [Piece(before), _blank(blanks[names[0]], form.blanks.get(names[0], ""), form.wrong.get(names[0], ""))]
    return [*pieces, Piece(rest)]


def _blank(blank: Blank | Number, typed: str, wrong: str) -> Piece:
    if isinstance(blank, Blank):
        return Piece(blank=blank.name, label=blank.label, typed=typed, choices=list(blank.choices.items()), wrong=wrong)
    unit = blank.unit if typed.strip() == "1" else f"{blank.unit}s"
    return Piece(blank=blank.name, label=f"{blank.label}, in {blank.unit}s", typed="" if typed == NONE else typed, unit=unit, wrong=wrong)
