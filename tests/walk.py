"""Every page there is, opened as everybody who may open it, and the states of things in which pages ask for something."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Connection, update
from werkzeug.routing import Rule

from app import db
from app.clock import now
from billing import Package
from billing.gateway import OWN
from billing.invoice import Invoice
from models import (
    Client,
    Colleague,
    Confirmation,
    Contract,
    Enquiry,
    Goal,
    Invitation,
    Link,
    Measure,
    Practice,
    PublicPage,
    Testimonial,
)
from tests.blueprints.test_buying import agree as agree_to_terms
from tests.blueprints.test_buying import begin as begin_to_buy
from tests.blueprints.test_say import agree as agree_to_words
from tests.cast import NOW, House, build_house
from tests.house.test_doors import MAY, guards, rules
from tests.mailbox import deliver
from tests.posted import Page
from tests.sale import SINGLE, sell
from tests.saying import link_of
from tests.signing import settle_all
from tests.story import GOAL, Enter, begin, furnish

Browse = Callable[..., FlaskClient]
OPEN_TO = {guard: who for guard, who in MAY.items() if guard != "anyone"} | {"anyone": {"nobody"}}
"""Whom each door is walked as: a page that anyone may open looks alike to all of them."""


def walk(app: Flask, enter: Enter, harbour: House, browse: Browse, connection: Connection) -> list[Page]:
    """Every page there is, as everybody who may open it: with an agreement in force and one of everything around it, and on the way there."""
    ids = furnish(enter, harbour, app)
    ids |= {"entry": ids["reading"], **strangers(enter, harbour, ids), **harbour.members, **harbour.contacts}
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
    pages += newcomers(app, enter, harbour, browse, connection) + passers(app, enter, harbour, browse(), crowd["alice"], ids)
    pages += [page for way in WAYS for page in entries(enter, harbour, crowd, ids, way)]
    return pages + agreeing(enter, harbour, crowd)


def strangers(enter: Enter, house: House, ids: dict[str, UUID]) -> dict[str, UUID]:
    """The page that they see, what one of them wrote, and a former colleague; sessions that were given, and payments by card and by hand."""
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
        invoice = session.get_one(Invoice, (house.practice_id, ids["invoice"]))
        invoice.receive(1000, how="stripe", now=now(), provider_id="pi_walked")
        invoice.book(1000, now().date(), by=house.members["alice"], now=now())
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


def passers(app: Flask, enter: Enter, house: House, stranger: FlaskClient, alice: FlaskClient, ids: dict[str, UUID]) -> list[Page]:
    """Whoever buys, says how it was, or looks at figures, each by a link of their own; and the testimonial as the coach has it then."""
    with enter(house) as session:
        cleo = session.get_one(Client, (house.practice_id, house.clients["cleo"]))
        goal = session.get_one(Goal, (house.practice_id, ids["goal"]))
        said = Testimonial.of_client(cleo, "hand", now(), goal=goal)
        said.ask(now())
        body = {"client": cleo.name, "goal": goal.title, "measure": "Share", "recorded_by": "", "source": "", "unit": "%", "entries": []}
        who = {"name": "Bruno Vale", "address": "bruno@company.example", "relation": "boss", "zone": "UTC", "locale": "en", "by": cleo.id}
        asked = Confirmation.ask(session, goal, body, **who, now=now())
        offer = sell(session, house, "package", terms=replace(SINGLE, instalments=3, instalment_minor=7000, on_invoice=True))
        free = sell(session, house, "first_call", terms=replace(SINGLE, price_minor=0)).handle
        session.get_one(Practice, house.practice_id).stripe_account = OWN
        session.commit()
        testimonial, confirmation, start = said.id, asked.id, f"/at/{house.slug}/offers/{offer.handle}"
    say = link_of(app, enter, house, testimonial)
    pages = [*opened(stranger, say), *opened(stranger, start), *opened(stranger, link_of(app, enter, house, confirmation, "confirmation"))]
    pages += [page for rest in ("", "/sent") for page in opened(stranger, f"/at/{house.slug}/offers/{free}{rest}")]
    agree_to_words(app, stranger, say)
    deliver(app)
    pages += [*opened(stranger, say), *opened(alice, f"/p/{house.slug}/proof/{testimonial}")]
    purchase = begin_to_buy(stranger, start)
    pages += [*opened(stranger, purchase), *opened(stranger, f"{purchase}/details")]
    assert agree_to_terms(stranger, purchase).status_code == 303
    return [*pages, *opened(stranger, purchase)]


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
    named = {"slug": slug, "kind": "goals", "part": "goals", "name": "testimonial"} | {f"{name}_id": id for name, id in ids.items()}
    values = {name: named.get(name, "x" * 43) for name in rule.arguments}
    each = [{**values, "id": id} for id in ids.values()] if "id" in values else [values]
    return list(dict.fromkeys(app.url_map.bind("localhost").build(rule.endpoint, one, method="GET") for one in each))


def opened(browser: FlaskClient, url: str) -> list[Page]:
    answer = browser.get(url)
    return [Page(answer.text, url)] if answer.status_code == 200 and answer.mimetype == "text/html" else []
