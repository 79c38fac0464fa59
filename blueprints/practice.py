"""What only an owner changes: the practice's settings, what stands on its invoices, and its Stripe account."""

from typing import Any

from flask import Blueprint, current_app, flash, g, redirect, render_template, url_for

from app import auth, db
from app.addresses import address, settings
from app.clock import now
from billing.gateway import OWN, Gateway, GatewayError
from blueprints.forms import StaleForm
from blueprints.forms.practice import MoneyForm, PracticeForm, StripeForm
from models import Practice
from models.errors import Stale

bp = Blueprint("practice", __name__, url_prefix="/p/<slug>/settings")


@bp.post("")
def update() -> Any:
    form = PracticeForm()
    if not form.validate():
        return render_template("settings/show.html", form=form), 422
    return _save(form, "practice.update", "settings.show")


@bp.post("/money")
def update_money() -> Any:
    form = MoneyForm()
    if not form.validate():
        return render_template("settings/money.html", form=form), 422
    return _save(form, "practice.update_money", "settings.money")


@bp.get("/stripe")
def stripe() -> Any:
    """Asks Stripe for the account's state: this page only, so that no other waits for it."""
    account, away, gateway = None, False, _gateway()
    if gateway and g.practice.stripe_account:
        try:
            account = gateway.account(g.practice.stripe_account)
        except GatewayError:
            away = True
    form = StripeForm(account=OWN if g.practice.stripe_account == OWN else "connect")
    return render_template("settings/stripe.html", form=form, gateway=gateway, account=account, away=away, own=OWN)


@bp.post("/stripe")
def connect() -> Any:
    """An account of one's own at Stripe, or the one this installation's key belongs to."""
    if answer := auth.require_fresh(url_for(".stripe")):
        return answer
    form, gateway = StripeForm(), _gateway()
    if gateway is None or not form.validate():
        return render_template("settings/stripe.html", form=form, gateway=gateway, account=None, away=False, own=OWN), 422
    if form.account.data == OWN and not settings().may_use_own_stripe(g.practice.slug):
        form.refuse(form.account, "The installation’s own account belongs to the practice its operator named. Connect an account of yours.")
        return render_template("settings/stripe.html", form=form, gateway=gateway, account=None, away=False, own=OWN), 422
    auth.audit("practice.connect", g.practice.id)
    if form.account.data == OWN:
        g.practice.stripe_account = OWN
        return redirect(url_for(".stripe"), 303)
    try:
        url = _begin(gateway, g.practice)
    except GatewayError:
        form.refuse(form.account, "Stripe did not answer. Nothing has changed; try once more in a minute.")
        return render_template("settings/stripe.html", form=form, gateway=gateway, account=None, away=True, own=OWN), 503
    return redirect(url, 303)


@bp.post("/stripe/removal")
def disconnect() -> Any:
    if answer := auth.require_fresh(url_for(".stripe")):
        return answer
    g.practice.stripe_account = None
    auth.audit("practice.disconnect", g.practice.id)
    flash("Paying online is off. The account at Stripe stays as it is.")
    return redirect(url_for(".stripe"), 303)


def _begin(gateway: Gateway, practice: Practice) -> str:
    """Where the owner sets the account up. The key is the practice's, so that pressing twice makes one account."""
    begun = practice.stripe_account if practice.stripe_account != OWN else None
    page = address("practice.stripe", slug=practice.slug)
    connection = gateway.connect_url(
        begun, key=f"connect-{practice.id}", email=auth.me().person.address, metadata={"practice": str(practice.id)}, refresh_url=page,
        return_url=page,
    )  # fmt: skip
    practice.stripe_account = connection.account
    return connection.url


def _gateway() -> Gateway | None:
    found: Gateway | None = current_app.extensions["gateway"]
    return found


def _save(form: StaleForm, act: str, back: str) -> Any:
    practice = db.session().get(Practice, g.practice.id, with_for_update=True, populate_existing=True)
    assert practice is not None
    try:
        practice.set(form.version.data, **form.typed)
    except Stale:
        return _stale(form, practice, back)
    auth.audit(act, practice.id)
    flash("Saved.")
    return redirect(url_for(back), 303)


def _stale(form: StaleForm, practice: Practice, back: str) -> Any:
    """Both versions side by side: fields that differ to choose from, the others go along."""
    theirs = type(form).of(practice).typed if isinstance(form, MoneyForm) else type(form)(formdata=None, obj=practice).typed
    differ = [(name, form[name].label.text, value, theirs[name]) for name, value in form.typed.items() if value != theirs[name]]
    same = {name: value for name, value in form.typed.items() if value == theirs[name]}
    page = render_template(
        "errors/stale.html", what=f"the settings of {practice.name}", theirs_name="The other", theirs_at=None, mine_at=None,
        address=url_for(back), version=practice.version, rows=differ, same=same, moment=now(),
    )  # fmt: skip
    return page, 409
