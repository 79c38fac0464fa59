"""Who else sees a thing of a client's, in the words that stand at its field on the coach's side."""

from flask import g

from models import Client
from models.seen import SeenBy, seen_by


def seen(thing: str, client: Client) -> SeenBy:
    """For whoever is signed in. Reads the client's coach and sponsors: load them with the client."""
    theirs = client.coach_id == g.membership.id
    boss = client.boss if g.practice.has_sponsors else None
    payer = client.payer.first_name if client.payer is not client else ""
    return seen_by(
        thing,
        "coach" if theirs else "owner",
        client=client.first_name,
        coach=client.coach.first_name,
        boss=boss.first_name if boss else "",
        payer=payer,
    )
