"""Who buys, and what they agree to."""

from typing import Any

from flask import g, redirect, render_template, url_for

from app import auth, guesses
from app.clock import now
from app.guesses import DAY
from blueprints.buying import buyer_of
from blueprints.forms.buying import AgreeForm, DetailsForm
from blueprints.purchase import bp
from blueprints.purchase.page import steps
from models.errors import NotForSale, TermsChanged
from models.seen import seen_here

FROM_ONE_NETWORK = 10


@bp.get("/details")
def edit(token: str) -> Any:
    purchase = g.purchase
    if purchase.is_paid:
        return redirect(url_for(".show", token=token), 303)
    known = {name: getattr(purchase, name) for name in ("name", "address", "zone", "company")}
    return _page(DetailsForm(formdata=None, data=known))


@bp.post("/details")
def update(token: str) -> Any:
    form = DetailsForm()
    if not form.validate():
        return _page(form), 422
    g.purchase.change(buyer_of(form))
    return redirect(url_for(".show", token=token), 303)


@bp.post("/terms")
def agree(token: str) -> Any:
    """Of a free first call a network may agree to a few only: whether an address had one is nobody's to try out."""
    purchase, form = g.purchase, AgreeForm()
    if not form.validate():
        return steps(agree=form), 422
    if purchase.is_first_call:
        guesses.slow_network(f"first call {g.practice.id}", FROM_ONE_NETWORK, DAY)
    try:
        purchase.agree(form.fingerprint.data or "", ip=auth.ip(), today=g.practice.today(now()), now=now())
    except TermsChanged:
        return redirect(url_for(".show", token=token, changed="yes"), 303)
    except NotForSale:
        return redirect(url_for(".show", token=token), 303)
    return redirect(url_for(".show", token=token), 303)


def _page(form: DetailsForm) -> str:
    return render_template("buying/details.html", form=form.tell(seen_here("asked")), purchase=g.purchase)
