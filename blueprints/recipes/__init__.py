"""Follow-up by itself: each recipe with its sentence, whom it would write to, and its text."""

from typing import Any
from uuid import UUID

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for

from app import db
from app.auth import audit
from app.clock import now
from blueprints.forms.base import apart
from blueprints.forms.recipe import BlanksForm, RecipeTextForm
from blueprints.recipes.showing import lines, sentence, text_form
from models import Client, Contact, Enquiry, Message, Recipe, Testimonial
from models.errors import Stale
from models.recipes import COMMON, RULES, Rule, plan
from models.recipes.expected import is_on
from models.recipes.rule import Asked
from models.seen import seen_here

bp = Blueprint("recipes", __name__, url_prefix="/p/<slug>/recipes")
FIRST = "session_reminder"


@bp.get("")
def index() -> Any:
    return _page(RULES[FIRST])


@bp.get("/<name>")
def show(name: str) -> Any:
    return _page(_rule(name))


def _page(rule: Rule, typed: RecipeTextForm | None = None, chosen: BlanksForm | None = None, status: int = 200) -> Any:
    session, moment = db.session(), now()
    recipes = Recipe.all(session)
    recipe = recipes.get(rule.name)
    version = recipe.version if recipe else 1
    text = typed or text_form(rule, recipe, version)
    shown = lines(session, rule, recipe, moment)
    blanks = chosen or BlanksForm(rule, rule.filled(recipe.blanks if recipe else {}), formdata=None, data={"version": version})
    return render_template(
        "recipes/show.html",
        rule=rule, rules=[(each, is_on(each, recipes.get(each.name))) for each in RULES.values()], on=is_on(rule, recipe),
        pieces=sentence(blanks), lines=shown, held=sum(1 for line in shown if line.held), until=moment + Asked.AHEAD,
        blanks=blanks.tell(seen_here("recipe")),
        text=apart(text.tell(seen_here("recipe text"), "text-seen"), "text"), variables=(*COMMON, *rule.variables),
        is_own=bool(recipe and recipe.words), is_writing=typed is not None,
    ), status  # fmt: skip


def _rule(name: str) -> Rule:
    return RULES.get(name) or abort(404)


def _touch(rule: Rule) -> Recipe:
    return Recipe.touch(db.session(), rule.name, is_on=rule.is_on_at_first, now=now())


def _done(rule: Rule, recipe: Recipe, act: str) -> Any:
    """What is planned follows at once, within this transaction."""
    db.session().flush()
    plan.sync(db.session(), rule, recipe, g.practice, now())
    audit(act, recipe.id)
    return redirect(url_for(".show", name=rule.name), 303)


def _chosen(rule: Rule) -> BlanksForm | None:
    """The blanks, where they were sent; a button may come without them."""
    return BlanksForm(rule, request.form) if any(blank.name in request.form for blank in rule.blanks) else None


@bp.post("/<name>/blanks")
def choose(name: str) -> Any:
    rule = _rule(name)
    form = _chosen(rule)
    if form and not form.validate():
        return _page(rule, chosen=form, status=422)
    recipe = _touch(rule)
    if form:
        recipe.choose(form.version.data, form.kept)
    return _done(rule, recipe, "recipe.choose")


@bp.post("/<name>/on")
def switch_on(name: str) -> Any:
    rule = _rule(name)
    form = _chosen(rule)
    if form and not form.validate():
        return _page(rule, chosen=form, status=422)
    recipe = _touch(rule)
    if form:
        recipe.choose(form.version.data, form.kept)
    recipe.switch_on(by=g.membership.id, now=now())
    flash({"words": "It is on.", "undo": url_for(".switch_off", name=name)}, "undo")
    return _done(rule, recipe, "recipe.on")


@bp.post("/<name>/off")
def switch_off(name: str) -> Any:
    rule = _rule(name)
    recipe = _touch(rule)
    recipe.switch_off(by=g.membership.id, now=now())
    flash({"words": "It is off. What it had planned is stopped.", "undo": url_for(".switch_on", name=name)}, "undo")
    return _done(rule, recipe, "recipe.off")


@bp.post("/<name>/text")
def write(name: str) -> Any:
    rule = _rule(name)
    form = RecipeTextForm(rule)
    if not form.validate():
        return _page(rule, form, status=422)
    recipe = _touch(rule)
    try:
        recipe.write(form.version.data, **form.texts)
    except Stale:
        form.overtaken(recipe.version)
        return _page(rule, form, status=409)
    flash("From now on it says that.")
    return _done(rule, recipe, "recipe.write")


@bp.post("/<name>/text/removal")
def write_no_more(name: str) -> Any:
    rule = _rule(name)
    recipe = _touch(rule)
    recipe.write(recipe.version, "", "")
    flash("It says again what it came with.")
    return _done(rule, recipe, "recipe.write")


@bp.post("/<name>/test")
def test(name: str) -> Any:
    """To whoever presses the button; one a minute is enough."""
    rule = _rule(name)
    recipe = _touch(rule)
    Message.plan(g.membership, "recipe_test", subject=recipe, occasion=f"{recipe.id} {now():%Y-%m-%dT%H:%M}", at=now())
    flash(f"It is on its way to {g.membership.address}.")
    return redirect(url_for(".show", name=name), 303)


@bp.post("/<name>/skips/<uuid:to_id>")
def skip(name: str, to_id: UUID) -> Any:
    rule = _rule(name)
    who = _reader(to_id)
    recipe = _touch(rule)
    recipe.skip(to_id, by=g.membership.id, now=now())
    flash({"words": f"Not to {who.first_name}.", "undo": url_for(".unskip", name=name, to_id=to_id)}, "undo")
    return _done(rule, recipe, "recipe.skip")


@bp.post("/<name>/skips/<uuid:to_id>/removal")
def unskip(name: str, to_id: UUID) -> Any:
    rule = _rule(name)
    _reader(to_id)
    recipe = _touch(rule)
    recipe.unskip(to_id)
    return _done(rule, recipe, "recipe.unskip")


def _reader(id: UUID) -> Client | Contact | Enquiry | Testimonial:
    session = db.session()
    key = (session.info["practice_id"], id)
    found = (session.get(noun, key) for noun in (Client, Contact, Enquiry, Testimonial))
    return next((one for one in found if one is not None), None) or abort(404)
