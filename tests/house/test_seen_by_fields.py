"""Every field on every form says who else can see it: on the page, and to whoever hears the page read out.

A field refers to the words by aria-describedby, or its group (a fieldset of radio buttons) does; what it refers to is drawn by parts.seen_by.
"""

import re
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_wtf import FlaskForm
from sqlalchemy import Connection, update
from werkzeug.exceptions import HTTPException
from werkzeug.routing import Rule
from wtforms import FieldList, HiddenField, PasswordField
from wtforms.fields.core import UnboundField
from wtforms.widgets import HiddenInput

from app import db
from app.clock import now
from billing import Package
from models import Client, Colleague, Contract, Enquiry, Invitation, Link, Measure, PublicPage
from tests.blueprints.test_settings import StandIn
from tests.cast import NOW, House, build_house
from tests.house.test_doors import MAY, guards, rules
from tests.signing import settle_all
from tests.story import GOAL, Enter, begin, furnish

Browse = Callable[..., FlaskClient]

NOT_KEPT: dict[str, str] = {
    "sign_in": "proves who asks: what is typed is compared and forgotten",
    "reader_sign_in": "proves who asks: what is typed is compared and forgotten",
    "sign_up.check_code": "a code that is compared and forgotten",
    "account.prove": "the password once more, compared and forgotten",
    "today.see": "a button",
}
"""Where a form is posted to (a door, or one of its endpoints) -> why nothing typed into it is kept for anybody to see."""
SELDOM = ("comment_3", "comment_4")  # a comment for each goal
NOT_DRAWN = ("CodeForm", "LinkForm", "PeriodForm")  # codes from a mail and days to look at: compared and forgotten
SECRET = ("password",)  # only a hash of it is kept, which nobody can read
TRAPS = ("website",)  # forms/open.py: hidden from people, and thrown away
BUTTONS = ("hidden", "submit", "button", "reset", "image")


class Page(HTMLParser):
    """The fields of a page that are posted, each with what it says of itself; and the words of every sign of who sees."""

    def __init__(self, text: str, url: str) -> None:
        super().__init__()
        self.url = url
        self.open: list[tuple[str, dict[str, str]]] = []
        self.forms: list[dict[str, str]] = []
        self.fields: list[tuple[dict[str, str], dict[str, str] | None, str]] = []  # itself, its form, what its group says of it
        self.signs: dict[str, str] = {}
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, found: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in found}
        if tag == "form":
            self.forms.append(attributes)
        if tag in ("input", "select", "textarea"):
            group = next((a.get("aria-describedby", "") for t, a in reversed(self.open) if t == "fieldset"), "")
            self.fields.append((attributes, next((a for t, a in reversed(self.open) if t == "form"), None), group))
        self.open.append((tag, attributes))

    def handle_endtag(self, tag: str) -> None:
        if any(tag == one for one, _ in self.open):
            while self.open.pop()[0] != tag:
                pass

    def handle_data(self, data: str) -> None:
        for _, attributes in self.open:
            if "seen-by" in attributes.get("class", "").split() and "id" in attributes:
                self.signs[attributes["id"]] = self.signs.get(attributes["id"], "") + data

    def posted(self) -> Iterator[tuple[dict[str, str], dict[str, str], str]]:
        """(field, its form, the ids that say something of it), of each that somebody fills in."""
        for field, around, group in self.fields:
            form = next((form for form in self.forms if form.get("id") == field["form"]), None) if "form" in field else around
            if form is None or form.get("method", "").lower() != "post" or field.get("type") in (*BUTTONS, *SECRET) or "name" not in field:
                continue
            is_one_of_group = field.get("type") in ("radio", "checkbox")
            yield field, form, f"{field.get('aria-describedby', '')} {group if is_one_of_group else ''}"

    def asked(self) -> list[set[str]]:
        """What each form asks for, by the names its fields have in Python."""
        found: dict[int, set[str]] = {}
        for field, form, _ in self.posted():
            found.setdefault(id(form), set()).add(field["name"].rpartition("-")[2])
        return list(found.values())


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


OPEN_TO = {guard: who for guard, who in MAY.items() if guard != "anyone"} | {"anyone": {"nobody"}}
"""Whom each door is walked as: a page that anyone may open looks alike to all of them."""


@pytest.fixture
def walked(app: Flask, enter: Enter, harbour: House, browse: Browse, connection: Connection, monkeypatch: pytest.MonkeyPatch) -> list[Page]:
    """Every page there is, as everybody who may open it: with an agreement in force and one of everything around it, and on the way there."""
    monkeypatch.setitem(app.extensions, "gateway", StandIn())
    ids = furnish(enter, harbour, app)
    ids |= {"entry": ids["reading"], **strangers(enter, harbour), **harbour.members, **harbour.contacts}
    crowd = {
        who: browse() if who == "nobody" else browse(harbour, who)
        for who in ("nobody", *harbour.persons, *harbour.clients, *harbour.contacts)
    }
    known, pages = guards(), []
    for rule in rules(app):
        if "GET" not in rule.methods:
            continue
        may = [who for who in crowd if who in OPEN_TO.get(known[rule.endpoint.partition(".")[0]], ())]
        for url in addresses(app, rule, harbour.slug, ids):
            found = [page for who in may[:1] for page in opened(crowd[who], url)]
            pages += found + [page for who in may[1:] if found for page in opened(crowd[who], url)]
    pages += newcomers(app, enter, harbour, browse, connection)
    pages += [page for way in WAYS for page in entries(enter, harbour, crowd, ids, way)]
    return pages + agreeing(enter, harbour, crowd)


def strangers(enter: Enter, house: House) -> dict[str, UUID]:
    """The page that they see, what one of them wrote, and a former colleague; and sessions that were given."""
    with enter(house) as session:
        page = PublicPage.of(session)
        page.write(page.version, headline="For heads of operations")
        page.show(NOW)
        said = {"name": "Pim Aal", "address": "pim@elsewhere.example", "behaviour": "Closes decisions", "gap": "", "tried": "", "about": ""}
        where = {"source": "page", "source_note": "", "value_minor": None, "zone": "UTC", "locale": "en", "currency": "EUR"}
        enquiry = Enquiry.add(session, now=now(), **said, **where)
        colleague = Colleague(member_id=house.members["alice"], name="Wim Aal", created_at=NOW)
        session.add_all([page, colleague])
        cleo = session.get_one(Client, (house.practice_id, house.clients["cleo"]))
        Package.give(cleo, "Three to try", 3, 60, expires_on=None, why="", by=house.members["alice"], now=now())
        session.commit()
        return {"enquiry": enquiry.id, "colleague": colleague.id}


def newcomers(app: Flask, enter: Enter, house: House, browse: Browse, connection: Connection) -> list[Page]:
    """An invitation, and the first page of a practice that has no client yet."""
    secret = app.extensions["settings"].secret
    with enter(house) as session:
        invitation = Invitation.send(session, "pim@harbour.example", "coach", by=house.members["alice"], now=now())
        about = {"practice_id": house.practice_id, "subject_id": invitation.id, "address": invitation.address}
        link = Link.mint(session, secret, "invitation", now=now(), **about)
        session.commit()
    lone = build_house(lambda: db.open_session(connection), app, "lone", "lena", {})
    return [*opened(browse(), f"/join/{house.slug}/{link.token(secret)}"), *opened(browse(lone, "lena"), f"/p/{lone.slug}/")]


WAYS: tuple[dict[str, Any], ...] = (
    {"kind": "rating", "scale_min": 1, "scale_max": 7}, {"kind": "yes_no", "scale_min": None, "scale_max": None}, {"kind": "count"}, {"kind": "number"},
)  # fmt: skip
"""A measure as each way of entering a number needs it."""


def entries(enter: Enter, house: House, crowd: dict[str, FlaskClient], ids: dict[str, UUID], way: dict[str, Any]) -> list[Page]:
    with enter(house) as session:
        session.execute(update(Measure).values(**way))
        session.commit()
    mine, theirs = f"/my/{house.slug}/measures/{ids['measure']}", f"/p/{house.slug}/goals/{ids['goal']}"
    urls = {f"/my/{house.slug}/": "cleo", f"{mine}/entry": "cleo", f"{mine}/entries/{ids['reading']}/correction": "cleo",
            f"{theirs}/entries/new": "alice", f"{theirs}/entries/{ids['reading']}/correction": "alice"}  # fmt: skip
    return [page for url, who in urls.items() for page in opened(crowd[who], url)]


def agreeing(enter: Enter, house: House, crowd: dict[str, FlaskClient]) -> list[Page]:
    """Dora's agreement at each step, as each who has to answer: her coach Bob, her boss Bruno, herself, Fritz who pays; then a change of it."""
    pages = []
    with enter(house) as session:
        dora = session.get_one(Client, (house.practice_id, house.clients["dora"]))
        for role, who in (("boss", "bruno"), ("finance", "fritz")):
            dora.name_sponsor(role, name=f"{who.title()} Vale", address=f"{who}@company.example", zone="Europe/Amsterdam")
        contract = begin(session, house, "dora", "bob")
        contract.add_goal(NOW).write(1, {**GOAL, "title": "Says no once a week"})
        session.commit()
        id = contract.id
    ours, theirs, hers = f"/p/{house.slug}/contracts/{id}", f"/for/{house.slug}/agreements/{id}", f"/my/{house.slug}/agreements/{id}"

    def look() -> None:
        for who, url in (("bob", ours), ("bob", f"{ours}/edit"), ("ada", ours), ("bruno", theirs), ("fritz", theirs), ("dora", hers)):
            pages.extend(opened(crowd[who], url))

    def act(who: str, url: str, **typed: str) -> None:
        answer = crowd[who].post(url, data={"once": str(uuid4()), "name": f"{who.title()} Marsh", **typed})
        assert answer.status_code == 303, f"{url}: {answer.status_code}"
        settle_all(enter, house, id)
        look()

    look()
    act("bob", f"{ours}/reading")
    act(
        "bruno", f"{theirs}/answer", goal_1="agree", goal_2="agree", promise_1="Agenda by Thursday", promise_2="I ask once", worth_it="Calm"
    )
    signs(act, enter, house, "bruno", id, theirs, "goals")
    act("bob", f"{ours}/offer")
    act("dora", f"{hers}/commitment", commitment="9", reason="My evenings")
    for who, url, kind in (
        ("dora", hers, "goals"),
        ("dora", hers, "annex"),
        ("fritz", theirs, "terms"),
        ("bob", ours, "goals"),
        ("bob", ours, "annex"),
    ):
        signs(act, enter, house, who, id, url, kind)
    act("bob", f"{ours}/terms", version="2", work="Twelve sessions.", fee="EUR 5,000", moving="", ending="", about_data="")
    pages += [page for end in ("parts/terms/change", "ending", "closing") for page in opened(crowd["bob"], f"{ours}/{end}")]
    act("bob", f"{ours}/closing", version="1", start="Asks first", stop="", keep="")
    return [*pages, *opened(crowd["bob"], f"{ours}/closing"), *opened(crowd["dora"], f"{hers}/closing")]


def signs(act: Callable[..., None], enter: Enter, house: House, who: str, id: UUID, url: str, kind: str) -> None:
    with enter(house) as session:
        open_version = session.get_one(Contract, (house.practice_id, id)).part(kind).open
        assert open_version is not None
        sha256 = open_version.sha256
    prefix = "" if who == "bob" else f"{kind}-"
    act(who, f"{url}/parts/{kind}/signature", **{f"{prefix}name": f"{who.title()} Marsh", f"{prefix}sha256": sha256})


def addresses(app: Flask, rule: Rule, slug: str, ids: dict[str, UUID]) -> list[str]:
    """Of one page, with every id there is as its `id`: what is not there is not found."""
    named = {"slug": slug, "kind": "goals", "part": "goals"} | {f"{name}_id": id for name, id in ids.items()}
    values = {name: named.get(name, "x" * 43) for name in rule.arguments}
    each = [{**values, "id": id} for id in ids.values()] if "id" in values else [values]
    return list(dict.fromkeys(app.url_map.bind("localhost").build(rule.endpoint, one, method="GET") for one in each))


def opened(browser: FlaskClient, url: str) -> list[Page]:
    answer = browser.get(url)
    return [Page(answer.text, url)] if answer.status_code == 200 and answer.mimetype == "text/html" else []


def test_every_field_says_who_sees_it(app: Flask, walked: list[Page]) -> None:
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
            found.append(form.__name__)
    return sorted(set(found) - set(NOT_DRAWN))


def is_filled_in(field: Any) -> bool:
    return not (
        issubclass(field.field_class, (HiddenField, PasswordField, FieldList)) or isinstance(field.kwargs.get("widget"), HiddenInput)
    )
