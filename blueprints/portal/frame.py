"""What every page of a client names: home, the menu, their zone, and who else sees a thing."""

from flask import g, request

from app.tenancy import path
from blueprints.portal import bp
from blueprints.reading import me_as_client
from blueprints.seeing import seen_outside
from models.seen import SeenBy


@bp.context_processor
def named() -> dict[str, object]:
    """Nothing here asks the database: the guard loaded the client with their coach."""
    if not g.get("reader"):
        return {}
    client = me_as_client()
    return {
        "home_url": path("portal.show"),
        "places": places(),
        "zone": client.zone,
        "locale": client.locale,
        "client": client,
        "coach": client.coach.first_name,
        "who_sees": who_sees,
        "coach_question": path("portal.coach") if client.next_coach_id and request.endpoint != "portal.coach" else "",
    }


def places() -> list[tuple[str, str]]:
    pages = (
        ("Your page", "portal.show"),
        ("Your sessions", "portal.booking"),
        ("Agreements, invoices and files", "portal.papers"),
        ("Shared notes", "portal.notes"),
        ("What is behind it", "portal.behind"),
        ("Who sees what", "portal.log"),
        ("What we send you", "portal.messages"),
    )
    return [(words, path(endpoint)) for words, endpoint in pages]


def who_sees(thing: str, boss: str = "") -> SeenBy:
    """For a sign at a field or section; `boss` is a first name, where there is one."""
    client = me_as_client()
    return seen_outside(thing, "client", client=client.first_name, coach=client.coach.first_name, boss=boss)
