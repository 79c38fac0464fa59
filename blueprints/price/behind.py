"""What else stands behind a number: the weeks of the calendar, what was paid ahead, quotes that were answered."""

from typing import Any

from flask import g, render_template
from sqlalchemy import select

from app import db
from app.clock import now
from billing import Package
from billing.counting import since
from billing.earnings import records
from billing.pricing.capacity import Capacity, capacity
from billing.pricing.flags import LATEST_QUOTES
from blueprints.price import bp
from blueprints.price.loading import load
from blueprints.price.words import REFUSALS, pct, rate
from models import Client, Enquiry

MOST = 200


@bp.get("/weeks")
def weeks() -> Any:
    found = load()
    ahead = capacity(found.counted.weeks, found.today)
    return render_template(
        "price/weeks.html",
        capacity=ahead if isinstance(ahead, Capacity) else None,
        refused="" if isinstance(ahead, Capacity) else REFUSALS[ahead.reason],
        over=[week for week in reversed(found.counted.weeks) if week.offered and (found.today - week.monday).days >= 7],
        pct=pct,
    )


@bp.get("/ahead")
def ahead() -> Any:
    """By package, the largest first."""
    today = g.practice.today(now())
    found = records(db.session(), since(today), g.practice.tz, None if g.membership.owns else g.membership.id).ahead
    most = sorted(found, key=lambda each: -each.amount)[:MOST]
    asked = select(Package.id, Package.name, Package.client_id, Client.name.label("client"), Package.left_of().label("left"))
    named = {row.id: row for row in db.session().execute(asked.join(Client).where(Package.id.in_([each.package_id for each in most])))}
    return render_template("price/ahead.html", packages=[(named[each.package_id], rate(each.amount, each.currency)) for each in most])


@bp.get("/quotes")
def quotes() -> Any:
    answered = (Enquiry.quoted_at.is_not(None), Enquiry.closed_at.is_not(None))
    columns = (Enquiry.id, Enquiry.name, Enquiry.quoted_at, Enquiry.stage, Enquiry.value_minor, Enquiry.currency)
    found = db.session().execute(select(*columns).where(*answered).order_by(Enquiry.quoted_at.desc()).limit(LATEST_QUOTES)).all()
    return render_template("price/quotes.html", quotes=found)
