"""Putting a client away and bringing them back; sending them their page."""

from typing import Any
from uuid import UUID

from flask import flash, g, redirect, url_for

from app.auth import audit
from app.clock import now
from app.tenancy import find
from blueprints.clients import bp
from models import Client, Message


@bp.post("/<uuid:id>/archive")
def archive(id: UUID) -> Any:
    client = find(Client, id)
    client.archive(now())
    audit("client.archive", id)
    flash({"words": f"{client.name} is archived. Nothing is lost.", "undo": url_for(".restore", id=id)}, "undo")
    return redirect(url_for(".index"), 303)


@bp.post("/<uuid:id>/archive/removal")
def restore(id: UUID) -> Any:
    client = find(Client, id)
    client.restore()
    audit("client.restore", id)
    flash(f"{client.name} is back.")
    return redirect(url_for(".show", id=id), 303)


@bp.post("/<uuid:id>/welcome")
def welcome(id: UUID) -> Any:
    """Once a day: pressing twice sends one."""
    client = find(Client, id)
    planned = Message.plan(client, "portal_welcome", subject=client, occasion=g.practice.today(now()).isoformat(), at=now())
    audit("client.welcome", id)
    flash(f"On its way to {client.address}." if planned else f"{client.first_name} was sent it today already.")
    return redirect(url_for(".show", id=id), 303)
