"""What went out by itself, what is coming, and what was held back and why."""

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, g, redirect, render_template, request, url_for

from app import db
from app.auth import audit
from app.clock import now
from app.tenancy import back_to, find
from blueprints.paging import page_asked, pager
from models import Inbound, Message, outbox, replies
from models.recipes import plan

bp = Blueprint("messages", __name__, url_prefix="/p/<slug>/messages")
A_PAGE, A_GLANCE = 40, 8


@bp.get("")
def index() -> Any:
    """Without `show`, the beginning of each part; with it, that part by pages. `person`: to one reader only."""
    show, page, person = request.args.get("show", ""), page_asked(request.args.get("page")), _person()
    session, one = db.session(), show if show in outbox.STATES else None
    found, more = {}, False
    for part in [one] if one else outbox.STATES:
        length = A_PAGE if one else A_GLANCE
        rows = session.execute(outbox.listed(part, person).offset((page - 1) * length if one else 0).limit(length + 1)).all()
        found[part], more = [outbox.Posted(*row) for row in rows[:length]], len(rows) > length
    answers = [] if one or page > 1 else [replies.Answer(*row) for row in session.execute(replies.listed(person).limit(A_GLANCE))]
    earlier, later = pager(page, more=bool(one and more), address=lambda n: url_for(".index", show=one, person=person, page=n))
    return render_template(
        "messages/index.html", found=found, show=one, person=person, name=outbox.name_of(session, person) if person else None,
        counts=outbox.counts(session, person), replies=answers, earlier=earlier, later=later, here_url=url_for(".index", show=one, person=person),
    )  # fmt: skip


def _person() -> UUID | None:
    try:
        return UUID(request.args.get("person", ""))
    except ValueError:
        return None


@bp.post("/replies/<uuid:id>/reading")
def read(id: UUID) -> Any:
    find(Inbound, id).read(now())
    audit("reply.read", id)
    flash({"words": "Read.", "undo": url_for(".unread", id=id)}, "undo")
    return redirect(back_to(".index"), 303)


@bp.post("/replies/<uuid:id>/reading/removal")
def unread(id: UUID) -> Any:
    find(Inbound, id).unread()
    audit("reply.unread", id)
    return redirect(back_to(".index"), 303)


@bp.post("/replies/<uuid:id>/going-on")
def go_on(id: UUID) -> Any:
    """What that answer stopped is planned again by the recipes, as far as it lies ahead."""
    find(Inbound, id).let_go_on(now())
    plan.sync_all(db.session(), g.practice, now())
    audit("reply.go_on", id)
    flash({"words": "What it stopped goes on.", "undo": url_for(".rest", id=id)}, "undo")
    return redirect(back_to(".index"), 303)


@bp.post("/replies/<uuid:id>/going-on/removal")
def rest(id: UUID) -> Any:
    find(Inbound, id).rest_again()
    plan.sync_all(db.session(), g.practice, now())
    audit("reply.rest", id)
    return redirect(back_to(".index"), 303)


@bp.post("/<uuid:id>/stop")
def stop(id: UUID) -> Any:
    message = find(Message, id, lock=True)
    message.stop()
    audit("message.stop", id)
    flash({"words": "It stays here.", "undo": url_for(".again", id=id)}, "undo")
    return redirect(back_to(".index"), 303)


@bp.post("/<uuid:id>/again")
def again(id: UUID) -> Any:
    message = find(Message, id, lock=True)
    message.send_again(now())
    audit("message.again", id)
    flash("It is planned again. Still never at night, and no more a week than they allow.")
    return redirect(back_to(".index"), 303)
