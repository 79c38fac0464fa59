"""What a client pays each month: how it stands, a pause, and its end."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import abort, flash, g, redirect, render_template, url_for
from sqlalchemy import and_, select

from app import auth, db
from app.clock import now
from app.tenancy import find
from billing import OfferVersion, Subscription, renewing
from blueprints.portal import bp

SAID = {
    "pause": "It is paused in a moment: nothing is charged until you go on.",
    "resume": "It goes on in a moment, with the next month.",
    "cancel": "It ends with the month that is paid. Nothing more is charged.",
    "keep": "It goes on as before.",
}
MOST = 20


@dataclass(frozen=True)
class Monthly:
    subscription: Subscription
    version: OfferVersion


@bp.get("/subscriptions")
def subscriptions() -> Any:
    return render_template("portal/subscriptions.html", rows=monthly(g.reader.id))


@bp.post("/subscriptions/<uuid:subscription_id>/<what>")
def change_subscription(subscription_id: UUID, what: str) -> Any:
    if what not in SAID:
        abort(404)
    renewing.wish(find(Subscription, subscription_id), what, now())
    auth.audit(f"subscription.{what}", subscription_id)
    flash(SAID[what])
    return redirect(url_for(".subscriptions"), 303)


def monthly(client_id: UUID) -> list[Monthly]:
    """The running ones first."""
    theirs = (
        select(Subscription, OfferVersion)
        .join(OfferVersion, and_(OfferVersion.id == Subscription.version_id, OfferVersion.practice_id == Subscription.practice_id))
        .where(Subscription.client_id == client_id)
        .order_by(Subscription.ended_at.is_not(None), Subscription.id.desc())
        .limit(MOST)
    )
    return [Monthly(*row) for row in db.session().execute(theirs)]
