"""The last step: an hour of those that are really free."""

from typing import Any

from flask import abort, g, redirect, url_for

from app.clock import now
from blueprints.booking import take
from blueprints.forms.buying import HourForm
from blueprints.purchase import bp
from blueprints.purchase.left import free_for, left
from blueprints.purchase.page import steps
from models.errors import AfterItsEnd, NothingLeft, TimeTaken


@bp.post("/book")
def book(token: str) -> Any:
    """Two who press for the same hour, and one who presses twice: one session, and a plain sentence."""
    purchase, form = g.purchase, HourForm()
    package = left(purchase).package if purchase.is_settled else None
    if package is None:
        abort(404)
    try:
        hours = free_for(purchase, package)
        start = hours.pick(form.start.data)
        if not form.validate():
            return steps(trouble=form.made.errors[0] if form.made.errors else ""), 422
        take(lambda: package.book(start, place=hours.place, by="client", now=now()))
    except (AfterItsEnd, TimeTaken, NothingLeft) as refused:
        return steps(trouble=refused.sentence), 409
    return redirect(url_for(".show", token=token), 303)
