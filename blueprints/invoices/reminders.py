"""Reminders of one invoice: one now, none by themselves, and again."""

from typing import Any
from uuid import UUID

from flask import flash, g, redirect, url_for

from app import auth, db
from app.clock import now
from app.tenancy import find
from billing import reminding
from billing.invoice import Invoice
from billing.invoice_late import RULE
from blueprints.invoices import bp
from blueprints.invoices.issued import WITH_MONEY
from models import Recipe
from models.recipes import plan


@bp.post("/<uuid:id>/reminders")
def remind(id: UUID) -> Any:
    invoice = find(Invoice, id, *WITH_MONEY)
    reminding.remind_now(invoice, now())
    auth.audit("invoice.remind", id)
    flash(f"A reminder goes to {invoice.payer.address}.")
    return redirect(url_for(".show", id=id), 303)


@bp.post("/<uuid:id>/reminders/pause")
def pause(id: UUID) -> Any:
    reminding.pause(find(Invoice, id), by=g.membership.id, now=now())
    _follow()
    auth.audit("invoice.pause_reminders", id)
    flash({"words": "No reminders of this invoice by themselves.", "undo": url_for(".resume", id=id)}, "undo")
    return redirect(url_for(".show", id=id), 303)


@bp.post("/<uuid:id>/reminders/resume")
def resume(id: UUID) -> Any:
    reminding.resume(find(Invoice, id, *WITH_MONEY), now())
    _follow()
    auth.audit("invoice.resume_reminders", id)
    flash("Its reminders go on.")
    return redirect(url_for(".show", id=id), 303)


def _follow() -> None:
    """What is planned follows at once."""
    db.session().flush()
    plan.sync(db.session(), RULE, Recipe.all(db.session()).get(RULE.name), g.practice, now())
