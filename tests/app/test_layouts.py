"""What every page stands on: layouts, macros, the pages of errors, the page of components."""

import re
from types import SimpleNamespace

import pytest
from flask import Flask, flash, render_template, render_template_string
from flask_wtf import CSRFProtect, FlaskForm
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from wtforms import BooleanField, DecimalField, HiddenField, IntegerField, RadioField, SelectChoice, SelectField, TextAreaField
from wtforms.validators import InputRequired

from app import assets
from models.seen import seen_here

PLACES = (
    "today.show",
    "clients.index",
    "enquiries.index",
    "proof.show_all",
    "calendar.show",
    "invoices.index",
    "messages.index",
    "settings.show",
    "account.show",
    "search.show",
)
TEMPLATES = assets.STATIC.parents[1] / "templates"
LAYOUTS = ("workspace", "portal", "document", "door", "public")


@pytest.fixture(scope="module")
def app() -> Flask:
    app = Flask("tests", root_path=str(TEMPLATES.parent), static_folder=None, template_folder="templates")
    app.config.update(SECRET_KEY="only for tests", TESTING=True)
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    CSRFProtect(app)
    assets.init_app(app)
    app.jinja_env.globals["seen_here"] = seen_here
    for place in PLACES:
        app.add_url_rule(f"/{place.replace('.', '/')}", place, lambda: "")
    return app


def plain(page: str) -> str:
    """The page with every run of blanks made one."""
    return re.sub(r"\s+", " ", page)


def written(app: Flask, source: str, **context: object) -> str:
    """What the template source becomes inside a request, for Alice of a practice with a markup character in its name."""
    known = {
        "practice": SimpleNamespace(name="Alice & Co"),
        "member": SimpleNamespace(name="Alice", reads_content=True, bills=True),
        "theme": "dark",
    }
    with app.test_request_context("/"):
        return plain(render_template_string(source, **{**known, **context}))


class Offer(FlaskForm):
    wording = TextAreaField("What they get", [InputRequired("Say what they get.")], description="Two lines.")
    fee = DecimalField("Fee")
    kind = SelectField("Kind", choices=[SelectChoice("a", "Package"), SelectChoice("b", "Single")])
    public = BooleanField("On your page")
    shown = RadioField("Shown", choices=[SelectChoice("p", "to all"), SelectChoice("l", "by link")])
    seats = IntegerField("Seats")
    version = HiddenField(default="3")


@pytest.mark.parametrize("layout", LAYOUTS)
def test_layouts_escape_and_carry_nothing_inline(app: Flask, layout: str) -> None:
    page = written(
        app,
        '{% extends "layout_'
        + layout
        + '.html" %}{% set here = "clients" %}{% block title %}{{ name }}{% endblock %}{% block main %}<h1>{{ name }}</h1>{% endblock %}',
        name="<script>alert(1)</script>",
    )
    assert 'data-theme="dark"' in page
    assert "&lt;script&gt;alert(1)" in page
    assert not re.search(r"<script(?![^>]+\bsrc=)", page)
    assert not re.search(r"\s(?:style|on\w+)=", page)
    assert ('aria-current="page"' in page) == (layout == "workspace")
    assert ("csrf-token" in page) == ("htmx.min" in page) == (layout == "workspace")


def test_rail_hides_messages_from_who_reads_no_content(app: Flask) -> None:
    source = '{% extends "layout_workspace.html" %}{% block title %}x{% endblock %}'
    assert "/messages/index" in written(app, source)
    assert "/messages/index" not in written(app, source, member=SimpleNamespace(name="Bob", reads_content=False, bills=True))


def test_counts_stand_in_the_rail(app: Flask) -> None:
    source = '{% extends "layout_workspace.html" %}{% block title %}x{% endblock %}'
    assert "waiting" not in written(app, source, counts={"today": 0})
    assert "4<span" in written(app, source, counts={"today": 4})


def drawn(app: Flask, source: str, *, judged: bool = False) -> str:
    with app.test_request_context("/", method="POST"):
        form = Offer(formdata=None)
        if judged:
            form.validate()
        return plain(render_template_string('{% import "macros/forms.html" as forms %}' + source, form=form))


def test_field_names_hint_error_and_finding(app: Flask) -> None:
    field = drawn(app, '{{ forms.field(form.wording, seen="two", words="you and Bob", finds="f1", rows=2) }}', judged=True)
    assert 'aria-describedby="wording-hint wording-error f1 wording-seen"' in field
    assert 'aria-invalid="true"' in field
    assert 'id="wording-error"' in field
    assert "Say what they get." in field
    assert '<span class="unseen">Seen by </span>you and Bob' in field
    assert field.index("seen-by") < field.index("wording-hint", field.index("seen-by")) < field.index("<textarea")


def test_field_without_fault_says_nothing_of_one(app: Flask) -> None:
    field = drawn(app, '{{ forms.field(form.fee, unit="EUR") }}')
    assert "aria-" not in field
    assert "<span>EUR</span></div>" in field


def test_each_kind_of_field_has_its_shape(app: Flask) -> None:
    assert "<select" in drawn(app, "{{ forms.field(form.kind) }}")
    assert "<fieldset" not in drawn(app, "{{ forms.field(form.kind) }}")
    assert drawn(app, "{{ forms.field(form.shown) }}").count('type="radio"') == 2
    assert "<legend>Shown</legend>" in drawn(app, "{{ forms.field(form.shown) }}")
    assert 'class="choice" for="public"' in drawn(app, "{{ forms.field(form.public) }}")
    assert "checked" not in drawn(app, '{{ forms.tap(form.shown, "not at all", "fully") }}{{ forms.pick(form.shown) }}')
    assert 'min="0"' in drawn(app, "{{ forms.stepper(form.seats) }}")


def test_head_carries_token_hidden_fields_and_the_way_to_each_fault(app: Flask) -> None:
    calm = drawn(app, "{{ forms.form_head(form) }}")
    assert calm.count('name="csrf_token"') == 1
    assert 'name="version" type="hidden" value="3"' in calm
    assert "mend" not in calm
    judged = drawn(app, "{{ forms.form_head(form) }}", judged=True)
    assert '<a href="#wording">What they get</a>: Say what they get.' in judged
    assert 'tabindex="-1"' in judged


def test_act_is_a_post_with_a_token(app: Flask) -> None:
    act = drawn(app, '{{ forms.act("/x?a=1&b=2", "Sign out") }}')
    assert 'method="post" action="/x?a=1&amp;b=2"' in act
    assert 'name="csrf_token"' in act


def test_undo_is_a_post(app: Flask) -> None:
    with app.test_request_context("/"):
        flash("Saved.")
        flash({"words": "Entry removed.", "undo": "/undo/7"}, "undo")
        page = plain(render_template_string('{% import "macros/parts.html" as parts %}{{ parts.toasts() }}'))
    assert "<span>Saved.</span>" in page
    assert '<form class="toast" method="post" action="/undo/7">' in page


@pytest.mark.parametrize("code", [400, 401, 403, 404, 405, 409, 413, 429, 500, 503])
def test_error_pages_need_nothing(app: Flask, code: int) -> None:
    with app.test_request_context("/"):
        page = render_template(f"errors/{code}.html")
    assert page.count("<h1>") == 1
    assert "csrf" not in page


def test_broken_page_needs_not_even_a_request() -> None:
    bare = Environment(loader=FileSystemLoader(TEMPLATES), undefined=StrictUndefined, autoescape=True)
    assert "Something broke on our side" in bare.get_template("errors/500.html").render()


def test_stale_page_shows_both_and_loses_nothing(app: Flask) -> None:
    rows = [("wording", "What they get", "mine <1>", "theirs"), ("fee", "Fee", "", "200")]
    with app.test_request_context("/"):
        page = render_template(
            "errors/stale.html",
            practice=SimpleNamespace(name="Alice & Co"),
            member=SimpleNamespace(name="Alice", reads_content=True, bills=True),
            what="the offer",
            theirs_name="Bob",
            mine_at=None,
            theirs_at="10:39",
            address="/offers/7",
            version=4,
            rows=rows,
            same={"seats": "6"},
        )
    assert 'name="version" value="4"' in page
    assert 'name="seats" value="6"' in page
    assert 'name="wording" value="mine &lt;1&gt;" checked' in page
    assert 'name="wording" value="theirs">' in page
    assert 'name="fee" value="200" checked' in page


def test_page_of_components_draws_all_of_them(app: Flask) -> None:
    with app.test_request_context("/"):
        page = render_template(
            "components.html",
            practice=SimpleNamespace(name="Alice & Co"),
            member=SimpleNamespace(name="Alice", reads_content=True, bills=True),
            form=Offer(),
        )
    for part in (
        "verdict better",
        "seen-by when",
        "finding must",
        'class="tap',
        'class="pick',
        "stepper",
        "badge late",
        "timeline",
        "declined",
        "<dialog",
    ):
        assert part in page
    assert not re.search(r"\sstyle=", page)
