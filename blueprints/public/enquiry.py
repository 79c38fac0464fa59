"""Writing first. Three questions, so that nobody asks for a mere skill; counters and a trap, so that machines gain nothing."""

from typing import Any

from flask import g, redirect, render_template, url_for

from app import auth, db, guesses
from app.clock import now
from app.guesses import DAY
from blueprints.forms.enquiry import AskForm
from blueprints.public import bp
from blueprints.public.page import addresses, public_page, shown
from models import Enquiry

FROM_ONE_NETWORK, A_DAY = 10, 200


@bp.post("/enquiry")
def ask() -> Any:
    """The same answer for a machine that fell into the trap, so that it learns nothing."""
    shown()
    guesses.slow_network(f"enquiry {g.practice.id}", FROM_ONE_NETWORK)
    guesses.slow(f"enquiries {g.practice.id}", A_DAY, DAY)
    form = AskForm()
    if not form.validate():
        return public_page(form), 422
    if not form.is_trap_sprung:
        form.spend()
        said = {name: form[name].data or "" for name in ("name", "address", "behaviour", "gap", "tried", "about")}
        where = {"zone": g.practice.zone, "locale": g.practice.locale, "currency": g.practice.currency}
        id = Enquiry.drop_in(db.session(), practice_id=g.practice.id, now=now(), **said, **where)
        auth.audit("enquiry.ask", id)
    return redirect(url_for(".asked"), 303)


@bp.get("/thanks")
def asked() -> Any:
    return render_template("public/asked.html", page=shown(), **addresses())
