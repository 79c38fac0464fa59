"""Find or do: clients by name or by who is boss, HR or finance to them, what can be done with the first of them, and pages.

The palette fetches the same page.
"""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, g, render_template, request, url_for

from app import db
from models import Client
from models.folding import clean_line, fold

bp = Blueprint("search", __name__, url_prefix="/p/<slug>/search")
LONGEST = 100
MOST = 20  # people, clients and the others together


@dataclass(frozen=True)
class Door:
    glyph: str
    words: str
    url: str


@bp.get("")
def show() -> Any:
    words = clean_line(request.args.get("q", ""))[:LONGEST]
    people = list(db.session().scalars(Client.called(words, MOST))) if fold(words) else []
    found = {
        "words": words,
        "people": people,
        "others": others(words, MOST - len(people)),
        "most": MOST,
        "acts": acts(people[0]) if people else [],
        "pages": pages(words),
    }
    return render_template("search/_results.html" if "HX-Request" in request.headers else "search/show.html", **found)


def others(words: str, most: int) -> list[Any]:
    """Boss, HR and finance, each with the client they lead to. Everybody of the practice reads them on the client's page."""
    if not fold(words) or not g.practice.has_sponsors or not most:
        return []
    return list(db.session().execute(Client.around(words, most)))


def acts(client: Client) -> list[Door]:
    """What can be done with somebody who was found."""
    member, name = g.membership, client.name
    doors = [Door("book-open", f"Open {name}", url_for("clients.show", id=client.id))]
    if member.writes:
        doors.append(Door("calendar-plus", f"Book a session with {name}", url_for("coaching_sessions.new", id=client.id)))
    if member.reads_content:
        doors.append(
            Door(
                "square-pen",
                f"Write a note on {name}" if member.writes else f"Read the notes on {name}",
                url_for("notes.index", id=client.id),
            )
        )
        doors.append(Door("check", f"Actions of {name}", url_for("actions.index", id=client.id)))
        doors.append(Door("mail", f"Messages to {name}", url_for("messages.index", person=client.id)))
    if member.bills:
        doors.append(Door("receipt", f"Write an invoice for {name}", url_for("invoices.new", client=client.id)))
    return doors


def pages(words: str) -> list[Door]:
    """The places of the workspace whose name holds every word; all of them when nothing was typed."""
    member = g.membership
    doors = [
        Door("sun", "Today", url_for("today.show")),
        Door("users", "Clients", url_for("clients.index")),
        Door("calendar", "Calendar", url_for("calendar.show")),
        Door("sprout", "Enquiries", url_for("enquiries.index") if member.reads_content else ""),
        Door("quote", "Proof: testimonials", url_for("proof.show_all") if member.reads_content else ""),
        Door("receipt", "Money: invoices", url_for("invoices.index") if member.bills else ""),
        Door("receipt", "Offers and their prices", url_for("offers.index") if member.bills else ""),
        Door("receipt", "Your price: what your hour earns", url_for("price.show") if member.coaches else ""),
        Door("mail", "Messages", url_for("messages.index") if member.reads_content else ""),
        Door("mail", "Recipes: reminders that go by themselves", url_for("recipes.index") if member.reads_content else ""),
        Door("eye", "Your public page for strangers", url_for("public_page.edit") if member.coaches else ""),
        Door("plus", "New client", url_for("clients.new") if member.writes else ""),
        Door("settings", "Settings", url_for("settings.show")),
        Door("circle-user", "Your account", url_for("account.show")),
    ]
    return [door for door in doors if door.url and all(part in fold(door.words) for part in fold(words).split())]
