"""Who else sees a thing, in the words that stand at its field: for people of the practice, and for its readers outside."""

from typing import Any

from flask import g

from models import Client
from models.seen import SeenBy, seen_by


def seen(thing: str, client: Client, *, once: str = "") -> SeenBy:
    """For whoever is signed in. Reads the client's coach and sponsors: load them with the client. `once` as in models/seen.py."""
    theirs = client.coach_id == g.membership.id
    boss = client.boss if g.practice.has_sponsors else None
    payer = client.payer
    return seen_by(
        thing,
        "coach" if theirs else "owner",
        client=client.first_name,
        coach=client.coach.first_name,
        boss=boss.first_name if boss else "",
        payer=payer.first_name if payer is not client else "",
        team=_others("" if theirs or client.coach.ended_at else client.coach.role),
        once=once,
    )


def seen_in_words(thing: str, **names: str) -> SeenBy:
    """The same where no client is known yet, or more than one is meant: `names` as in models/seen.py, or words such as "your client"."""
    return seen_by(thing, "coach", team=_others(""), **{"client": "", **names})


def seen_outside(thing: str, viewer: str, **names: str) -> SeenBy:
    """For a client, a boss or whoever pays; `names` as in models/seen.py."""
    return seen_by(thing, viewer, team=_less(g.team, "coach", "owner"), practice=g.practice.name, **names)


def seen_on_sheet(thing: str, viewer: str, **names: Any) -> SeenBy:
    """At the head of a part of an agreement, whose text holds the names: on the coach's desk and on its readers'."""
    if not g.get("membership"):
        return seen_outside(thing, viewer, **names)
    return seen_by(thing, viewer or "owner", team=_others("" if viewer == "coach" else "coach"), **names)


def _others(coach_role: str) -> list[str]:
    """The roles of the others in the practice, without whoever asks and a coach who is named anyway."""
    left = _less(g.team, g.membership.role)
    return _less(left, coach_role, "owner") if coach_role else left


def _less(team: list[str], *roles: str) -> list[str]:
    """Without one of these roles: the first of them that somebody has."""
    gone = next((role for role in roles if role in team), None)
    return [role for place, role in enumerate(team) if gone is None or place != team.index(gone)]
