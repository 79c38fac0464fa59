"""Every door has a guard, and every role is turned away where it should be: each route, each method, our ids and foreign ones."""

from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Blueprint, Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

import blueprints
from tests.cast import House
from tests.story import Enter, furnish

TEAM = {"alice", "bob", "ada", "rita"}
MAY: dict[str, set[str]] = {
    "anyone": {"nobody", *TEAM, "charlie", "cleo", "dora", "bruno", "hana", "fritz"},
    "person": {*TEAM, "charlie"},
    "member": TEAM,
    "member_who_owns": {"alice"},
    "member_who_coaches": {"alice", "bob"},
    "member_who_reads_content": {"alice", "bob", "rita"},
    "member_who_bills": {"alice", "bob", "ada"},
    "client": {"cleo", "dora"},
    "sponsor": {"bruno", "hana", "fritz"},
    "payer": {"cleo", "dora", "bruno", "hana", "fritz"},
    "stranger": {"nobody", *TEAM, "charlie", "cleo", "dora", "bruno", "hana", "fritz"},
    "buyer": set(),  # a link opens these, whoever holds it
    "writer": set(),
    "confirmer": set(),
}
WHAT: dict[str, str] = {  # what `id` means behind each door; where it is not said here, the client
    "contracts": "contract", "goals": "goal", "coaching_sessions": "session", "invoices": "invoice", "pay": "invoice", "check": "version", "messages": "message", "offers": "offer",
    "portal.agreement": "contract", "portal.goal": "goal", "portal.entry": "measure", "sponsor": "contract", "actions": "action",
    "proof": "testimonial", "wall.photo": "card", "portal.closing": "contract", "portal.reword": "contract", "portal.sign_closing": "contract",
    "portal.report": "contract", "portal.take_back_report": "contract", "portal.witness": "goal", "portal.ask_witness": "goal",
    "portal.record": "goal", "portal.agree_to_record": "goal", "portal.refuse_record": "goal",
    "enquiries": "enquiry", "colleagues": "colleague", "work": "work", "portal.move_session": "coming", "portal.times": "package",
    "pay.statement": "statement",
}  # fmt: skip
PEOPLE = ["nobody", "alice", "bob", "ada", "rita", "charlie", "cleo", "dora", "bruno", "hana", "fritz"]
UNSAFE = ("POST", "PUT", "PATCH", "DELETE")


def guards() -> dict[str, str]:
    return {door.name: guard.__name__ for door, guard in blueprints.DOORS}


def rules(app: Flask) -> Iterator[Rule]:
    for rule in app.url_map.iter_rules():
        if rule.endpoint not in ("asset", "favicon"):
            yield rule


def address(app: Flask, rule: Rule, slug: str, ids: dict[str, UUID], random: bool = False) -> str:
    values: dict[str, Any] = {}
    for name in rule.arguments:
        if name == "slug":
            values[name] = slug
        elif type(rule._converters[name]).__name__ == "UUIDConverter":
            key = WHAT.get(rule.endpoint) or WHAT.get(rule.endpoint.partition(".")[0]) or "client"
            key = name.removesuffix("_id") if name != "id" and name.removesuffix("_id") in ids else key
            values[name] = uuid4() if random else ids.get(key, ids["client"])
        elif type(rule._converters[name]).__name__ == "IntegerConverter":
            values[name] = 1
        else:
            values[name] = {"kind": "goals", "who": "boss", "part": "goals", "name": "session_reminder"}.get(name, "x" * 43)
    built: str = app.url_map.bind("localhost").build(rule.endpoint, values, method=next(iter(rule.methods - {"HEAD", "OPTIONS"})))
    return built


def unguarded(app: Flask) -> list[str]:
    known = guards()
    return [rule.endpoint for rule in rules(app) if rule.endpoint.partition(".")[0] not in known]


def test_every_door_has_a_guard(app: Flask) -> None:
    assert unguarded(app) == []
    assert set(guards().values()) <= set(MAY)
    for door, guard in blueprints.DOORS:
        assert guard in (door.before_request_funcs.get(None) or []), door.name


def test_the_law_sees_a_door_without_a_guard() -> None:
    app = Flask("planted")
    stray = Blueprint("stray", __name__)
    stray.add_url_rule("/stray", "show", lambda: "open")
    app.register_blueprint(stray)
    assert unguarded(app) == ["static", "stray.show"]


@pytest.fixture
def crowd(browse: Callable[..., FlaskClient], harbour: House, summit: House) -> dict[str, FlaskClient]:
    return {who: browse() if who == "nobody" else browse(summit if who == "charlie" else harbour, who) for who in PEOPLE}


def test_nobody_gets_in_where_they_should_not(
    app: Flask, enter: Enter, harbour: House, summit: House, crowd: dict[str, FlaskClient]
) -> None:
    ids = furnish(enter, harbour, app)
    known, wrong = guards(), []
    for rule in rules(app):
        guard = known[rule.endpoint.partition(".")[0]]
        for method in sorted(rule.methods & {"GET", *UNSAFE}):
            if rule.endpoint in ENDS_A_SIGN_IN and method != "GET":
                continue
            url = address(app, rule, harbour.slug, ids)
            for who in PEOPLE:
                status = crowd[who].open(url, method=method).status_code
                if status >= 500:
                    wrong.append(f"{who} {method} {rule} gives {status}")
                if who not in MAY[guard] and status not in (303, 401, 403, 404):
                    wrong.append(f"{who} {method} {rule} gives {status} behind {guard}")
                if guard.startswith("member") and who == "rita" and method != "GET" and status not in (403, 404):
                    wrong.append(f"rita only reads, and {method} {rule} gives {status}")
    assert not wrong, "\n" + "\n".join(wrong)


ENDS_A_SIGN_IN = {"sign_in.end", "reader_sign_in.end", "account.sign_out_elsewhere", "account.sign_out"}
"""Acts that sign the actor out: they would end the walk of everybody after."""


def test_foreign_and_missing_look_alike(app: Flask, enter: Enter, harbour: House, summit: House, crowd: dict[str, FlaskClient]) -> None:
    """Another practice's owner in their own practice with our ids; another client with the first one's."""
    ids = furnish(enter, harbour, app)
    known, wrong = guards(), []
    for rule in rules(app):
        uuids = [name for name in rule.arguments if name != "slug" and type(rule._converters[name]).__name__ == "UUIDConverter"]
        if not uuids or "slug" not in rule.arguments:
            continue
        guard = known[rule.endpoint.partition(".")[0]]
        strangers = (
            [("charlie", summit.slug)] if guard.startswith("member") else [("dora", harbour.slug)] if guard in ("client", "payer") else []
        )
        for who, slug in strangers:
            for method in sorted(rule.methods & {"GET", *UNSAFE}):
                ours = crowd[who].open(address(app, rule, slug, ids), method=method)
                missing = crowd[who].open(address(app, rule, slug, ids, random=True), method=method)
                if ours.status_code != 404 or ours.data != missing.data:
                    wrong.append(f"{who} {method} {rule}: {ours.status_code} and {missing.status_code}")
    assert not wrong, "\n" + "\n".join(wrong)
