"""What is done to an enquiry with one press: answered, won, lost, taken back."""

from typing import Any
from uuid import UUID

from flask import abort, flash, g, redirect, url_for

from app import auth, db
from app.clock import now
from app.tenancy import find
from billing import PricePlan
from blueprints.enquiries import bp
from blueprints.enquiries.one import page
from blueprints.forms.enquiry import LoseForm
from models import Enquiry


@bp.post("/<uuid:id>/answer")
def answer(id: UUID) -> Any:
    find(Enquiry, id, lock=True).answer(now())
    auth.audit("enquiry.answer", id)
    flash("Noted as answered.")
    return redirect(url_for(".show", id=id), 303)


@bp.post("/<uuid:id>/client")
def win(id: UUID) -> Any:
    """Whoever coaches becomes their coach."""
    if not g.membership.coaches:
        abort(403)
    enquiry = find(Enquiry, id)
    client = enquiry.win(coach_id=g.membership.id, now=now())
    PricePlan.weigh(db.session(), now())
    auth.audit("enquiry.win", id)
    if enquiry.made(client):
        flash(f"{client.first_name} is a client now. What they wrote stands under What is behind it.")
    else:
        flash(f"{client.first_name} was a client already. What they wrote stays with the enquiry, and nowhere else.")
    return redirect(url_for("clients.show", id=client.id), 303)


@bp.post("/<uuid:id>/loss")
def lose(id: UUID) -> Any:
    enquiry, form = find(Enquiry, id, lock=True), LoseForm()
    if not form.validate():
        return page(enquiry, lose=form), 422
    enquiry.lose(form.reason.data, now())
    PricePlan.weigh(db.session(), now())
    auth.audit("enquiry.lose", id)
    flash({"words": "Noted as lost.", "undo": url_for(".reopen", id=id)}, "undo")
    return redirect(url_for(".index"), 303)


@bp.post("/<uuid:id>/reopening")
def reopen(id: UUID) -> Any:
    find(Enquiry, id, lock=True).reopen()
    auth.audit("enquiry.reopen", id)
    flash("It is open again.")
    return redirect(url_for(".show", id=id), 303)
