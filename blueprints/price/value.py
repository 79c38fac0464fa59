"""A price from what the result is worth to whoever pays."""

from decimal import Decimal
from typing import Any

from flask import g, render_template, request

from app import db
from billing import PricePlan
from billing.minor_units import major
from billing.pricing.floor import Floor
from billing.pricing.value import Claim, Range, fee_range, share_range, worth
from blueprints.forms.price import ValueForm
from blueprints.price import bp
from blueprints.price.words import rate


@bp.get("/value")
def value() -> Any:
    """By GET: nothing is stored, and the address can be kept."""
    tried, currency = "benefit" in request.args, g.practice.currency
    form = (
        ValueForm(request.args) if tried else ValueForm(formdata=None, attribution=Decimal(50), confidence=Decimal(80), wanted=Decimal(300))
    )
    shown = {"form": form, "currency": currency, "fee": None}
    if tried and form.validate():
        claim = Claim(major(form.benefit_minor, currency), form.attribution.share, form.confidence.share)
        benefit = worth([claim])
        assert isinstance(benefit, Range)  # one claim is enough
        wanted = form.wanted.share
        shown |= {
            "benefit": _said(benefit),
            "fee": _said(fee_range(benefit, wanted)),
            "share": _said(share_range(benefit)),
            "back": (wanted + 1).normalize() + 0,
        } | _an_hour(fee_range(benefit, wanted), form.hours.data, currency)
    return render_template("price/value.html", **shown)


def _said(found: Range) -> tuple[str, str]:
    return rate(found.low, g.practice.currency), rate(found.high, g.practice.currency)


def _an_hour(fee: Range, hours: Decimal | None, currency: str) -> dict[str, Any]:
    """What an hour would bring at the price that can be defended, and whether that is the floor or more, where both are known."""
    if not hours:
        return {}
    least, brings = PricePlan.of(db.session()).floor(currency), fee.low / hours
    if not isinstance(least, Floor):
        return {"hour": rate(brings, currency)}
    return {"hour": rate(brings, currency), "least": rate(least.worked_hour, currency), "is_enough": brings >= least.worked_hour}
