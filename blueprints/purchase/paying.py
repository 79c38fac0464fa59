"""To Stripe's page and back, or on invoice where a company pays."""

from typing import Any, cast

from flask import current_app, g, redirect, render_template, url_for

from app import auth, db, guesses
from app.addresses import address
from app.clock import now
from app.guesses import DAY
from billing.checkout import Checkout, Payer
from billing.gateway import Gateway, GatewayError
from blueprints.forms.buying import OrderForm, PayForm
from blueprints.purchase import bp
from blueprints.purchase.page import SECONDS, steps
from models.errors import BoughtAlready, CannotPayOnline, InvoiceSettled, NotForSale, TermsChanged

ORDERS_FROM_ONE_NETWORK, ORDERS_A_DAY = 5, 30


@bp.post("/pay")
def pay(token: str) -> Any:
    """The open page, or a new one. The amount is the offer's own; nothing is written before Stripe has answered."""
    purchase, form = g.purchase, PayForm()
    gateway: Gateway | None = current_app.extensions["gateway"]
    if not form.validate():
        return steps(pay=form), 422
    if gateway is None:
        raise CannotPayOnline
    slug = g.practice.slug
    payer = Payer(
        purchase.address,
        success_url=address("purchase.returned", slug=slug, token=token),
        cancel_url=address("purchase.show", slug=slug, token=token, back="yes"),
    )
    try:
        purchase.choose(by_instalments=form.by_instalments, today=g.practice.today(now()), now=now())
        checkout = Checkout.open_for(db.session(), purchase, gateway, payer, account=g.practice.stripe_account, now=now())
    except TermsChanged:
        purchase.read_again()
        return redirect(url_for(".show", token=token, changed="yes"), 303)
    except (BoughtAlready, InvoiceSettled, NotForSale):  # perhaps only now: what Stripe told on the way is kept
        return redirect(url_for(".show", token=token), 303)
    except GatewayError:
        return steps(away=True), 503
    return redirect(cast(str, checkout.url), 303)


@bp.get("/return")
def returned(token: str) -> Any:
    """Coming back from Stripe proves nothing: Stripe is asked, and the page shows what it said."""
    checkout = Checkout.of(db.session(), g.purchase) if g.purchase.waits_for_money else None
    if checkout is None or checkout.state == "expired":
        return redirect(url_for(".show", token=token), 303)
    checkout.look(now())
    page = render_template("buying/returned.html", purchase=g.purchase, waits_for_bank=checkout.state == "complete")
    return page, 200, {"Refresh": str(SECONDS)}


@bp.post("/invoice")
def order(token: str) -> Any:
    """A company pays: the practice looks at the order first, so nothing begins by itself. Few a day, because no money proves that it is meant."""
    form = OrderForm()
    if not form.validate():
        return steps(order=form), 422
    if g.purchase.waits_for_money:
        guesses.slow_network(f"order {g.practice.id}", ORDERS_FROM_ONE_NETWORK, DAY)
        guesses.slow(f"orders {g.practice.id}", ORDERS_A_DAY, DAY)
    try:
        g.purchase.order(form.company.data, today=g.practice.today(now()), now=now())
        auth.audit("purchase.order", g.purchase.id)
        Checkout.close_open(db.session(), g.purchase, now())  # nobody pays by card as well
    except TermsChanged:
        g.purchase.read_again()
        return redirect(url_for(".show", token=token, changed="yes"), 303)
    except BoughtAlready:
        return redirect(url_for(".show", token=token), 303)
    return redirect(url_for(".show", token=token), 303)
