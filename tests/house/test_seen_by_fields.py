"""Every field on every form says who else can see it: on the page, and to whoever hears the page read out.

A field refers to the words by aria-describedby, or its group (a fieldset of radio buttons) does; what it refers to is drawn by parts.seen_by.
"""

import re
from typing import Any

import pytest
from flask import Flask
from flask_wtf import FlaskForm
from sqlalchemy import Connection
from werkzeug.exceptions import HTTPException
from wtforms import FieldList, HiddenField, PasswordField
from wtforms.fields.core import UnboundField
from wtforms.widgets import HiddenInput

from tests.blueprints.test_settings import StandIn
from tests.cast import House
from tests.posted import Page
from tests.story import Enter
from tests.walk import Browse, walk

NOT_KEPT: dict[str, str] = {
    "sign_in": "proves who asks: what is typed is compared and forgotten",
    "reader_sign_in": "proves who asks: what is typed is compared and forgotten",
    "sign_up.check_code": "a code that is compared and forgotten",
}
"""Where a form is posted to (a door, or one of its endpoints) -> why nothing typed into it is kept for anybody to see."""
NOT_DRAWN: dict[str, str] = {
    "code.CodeForm": "a code from a mail: compared and forgotten",
    "code.LinkForm": "a code from a mail: compared and forgotten",
    "invoice_money.PeriodForm": "days to look at: kept nowhere",
    "price.TryForm": "prices to try: kept nowhere",
    "price.ValueForm": "a price to try: kept nowhere",
    "words.AgreeForm": "what was ticked on the page before: buttons",
}
"""Forms that the walk need not meet."""
SELDOM = ("comment_3", "comment_4", "show_measured")  # a comment for each goal; a chart where there is one
TRAPS = ("website",)  # forms/open.py: hidden from people, and thrown away


def mute(app: Flask, page: Page) -> list[str]:
    """Fields that say nothing of who sees them."""
    found = []
    for field, form, said in page.posted():
        if field["name"] in TRAPS or is_not_kept(app, form.get("action") or page.url):
            continue
        if not any(re.fullmatch(r"Seen by \S.*", " ".join(page.signs.get(id, "").split())) for id in said.split()):
            found.append(f"{field['name']} on {page.url}")
    return list(dict.fromkeys(found))


def is_not_kept(app: Flask, action: str) -> bool:
    endpoint = endpoint_of(app, action)
    return endpoint in NOT_KEPT or endpoint.partition(".")[0] in NOT_KEPT


def endpoint_of(app: Flask, action: str) -> str:
    try:
        return str(app.url_map.bind("localhost").match(action.partition("?")[0].partition("#")[0], method="POST")[0])
    except HTTPException:
        return ""


def test_the_law_sees_a_field_that_says_nothing(app: Flask) -> None:
    sign = '<span class="seen-by two" id="s"><svg></svg><span><span>Seen by </span>you and Cleo</span></span>'
    form = '<form method="post" action="/account">{}</form>'
    planted = {
        sign + form.format('<input name="a" aria-describedby="hint s">'): [],
        sign + form.format('<fieldset aria-describedby="s"><input type="radio" name="a"></fieldset>'): [],
        sign + form.format('<textarea name="a"></textarea>'): ["a on /account"],
        sign + form.format('<select name="a" aria-describedby="hint"></select>'): ["a on /account"],
        form.format('<input name="a" aria-describedby="s">') + sign.replace("you and Cleo", " "): ["a on /account"],
        form.format('<input name="a" aria-describedby="s"><p id="s">Seen by you</p>'): ["a on /account"],
        sign + form.replace("<form", '<form id="f"').format("") + '<input name="a" form="f">': ["a on /account"],
        form.format('<input type="hidden" name="a"><input type="password" name="b"><button name="c">Go</button>'): [],
        '<form><input name="q"></form>': [],
        form.replace("/account", "/sign-in").format('<input name="address">'): [],
    }
    for markup, found in planted.items():
        assert mute(app, Page(markup, "/account")) == found, markup


def test_every_field_says_who_sees_it(
    app: Flask, enter: Enter, harbour: House, browse: Browse, connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.extensions, "gateway", StandIn())
    walked = walk(app, enter, harbour, browse, connection)
    wrong = sorted({words for page in walked for words in mute(app, page)})
    assert not wrong, "\n" + "\n".join(wrong)
    missed = unseen(app, walked)
    assert not missed, f"no page of the walk shows these forms whole: {missed}"


def unseen(app: Flask, walked: list[Page]) -> list[str]:
    """Forms with something to fill in that the walk did not meet, so that it cannot be right about them."""
    drawn = [names for page in walked for names in page.asked()]
    found, todo = [], list(FlaskForm.__subclasses__())
    while todo:
        form = todo.pop()
        todo += form.__subclasses__()
        fields = {name for name in dir(form) if isinstance(getattr(form, name, None), UnboundField) and is_filled_in(getattr(form, name))}
        fields -= {*TRAPS, *SELDOM}
        if (
            form.__module__.startswith("blueprints.")
            and fields
            and not form.__subclasses__()
            and not any(fields <= names for names in drawn)
        ):
            found.append(f"{form.__module__.rpartition('.')[2]}.{form.__name__}")
    return sorted(set(found) - set(NOT_DRAWN))


def is_filled_in(field: Any) -> bool:
    return not (
        issubclass(field.field_class, (HiddenField, PasswordField, FieldList)) or isinstance(field.kwargs.get("widget"), HiddenInput)
    )
