"""Who buys, and what they agree to."""

from typing import Any

from flask import g, redirect, render_template, url_for

from app import auth
from app.clock import now
from blueprints.buying import buyer_of
from blueprints.forms.buying import AgreeForm, DetailsForm
from blueprints.purchase import bp
from blueprints.purchase.page import first_call_taken, steps
from models.errors import NotForSale, TermsChanged
from models.seen import seen_here


@bp.get("/details")
def edit(token: str) -> Any:
    purchase = g.purchase
    if purchase.is_paid:
        return redirect(url_for(".show", token=token), 303)
    known = {name: getattr(purchase, name) for name in ("name", "address", "zone", "company")}
    return _page(_form(formdata=None, data=known))


@bp.post("/details")
def update(token: str) -> Any:
    form = _form()
    if not form.validate():
        return _page(form), 422
    g.purchase.change(buyer_of(form, g.purchase.address if g.purchase.is_first_call else ""))
    return redirect(url_for(".show", token=token), 303)


@bp.post("/terms")
def agree(token: str) -> Any:
    """What costs nothing is bought with it; of a first call whose address gets none, the page says why."""
    purchase, form = g.purchase, AgreeForm()
    if not form.validate():
        return steps(agree=form), 422
    if first_call_taken():
        return redirect(url_for(".show", token=token), 303)
    try:
        purchase.agree(form.fingerprint.data or "", ip=auth.ip(), today=g.practice.today(now()), now=now())
        auth.audit("purchase.agree", purchase.id)
    except TermsChanged:
        return redirect(url_for(".show", token=token, changed="yes"), 303)
    except NotForSale:
        return redirect(url_for(".show", token=token), 303)
    return redirect(url_for(".show", token=token), 303)


def _form(**given: Any) -> DetailsForm:
    """Of a first call the address is where the link was mailed: with another one, somebody could try whose that is."""
    form = DetailsForm(**given)
    return form.without("address", "company") if g.purchase.is_first_call else form


def _page(form: DetailsForm) -> str:
    return render_template("buying/details.html", form=form.tell(seen_here("asked")), purchase=g.purchase)
