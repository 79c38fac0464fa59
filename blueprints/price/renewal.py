"""Other prices, tried: what a year would bring, who stays, and the letter that says it."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from flask import g, render_template, request
from sqlalchemy import select

from app import db, formats
from billing.minor_units import major
from billing.pricing.effective import Earned
from billing.pricing.price import Price
from billing.pricing.refusal import Refusal
from billing.pricing.rise import Engagement, WhatIf, what_if
from billing.pricing.sums import Sums
from billing.worth import Rate
from blueprints.forms.price import TryForm
from blueprints.mailto import mailto
from blueprints.price import bp
from blueprints.price.loading import load, names
from blueprints.price.words import REFUSALS, rate
from models import Client

LETTER = """{first},

from {day} an hour with me costs {price}. What we have agreed until then stays as it is.

I am telling you now so that you can decide in peace whether we go on. If we do, nothing else changes.

{coach}"""


@bp.get("/renewal")
def renewal() -> Any:
    """By GET: nothing is stored, and the address can be kept."""
    found, tried = load(), "price" in request.args
    one = found.worth
    form = TryForm(request.args) if tried else TryForm(formdata=None, price=_start(one.next_rate))
    stays = {each.of for each in one.clients if not tried or str(each.of) in request.args.getlist("stays")}
    result: WhatIf | Refusal | None = None
    letters: list[tuple[str, str, str]] = []
    if tried and form.validate():
        price = Price(major(form.price_minor or 0, one.currency), one.currency)
        result = _result(found.counted.of(one.currency), one.clients, price, stays)
        letters = _letters([each.of for each in one.clients if each.of in stays], price, form)
    return render_template(
        "price/renewal.html",
        form=form,
        clients=one.clients,
        called=names([each.of for each in one.clients]),
        stays=stays,
        result=result if isinstance(result, WhatIf) else None,
        refused=REFUSALS[result.reason] if isinstance(result, Refusal) else "",
        letters=letters,
        rate=rate,
        currency=one.currency,
    )


def _result(sums: Sums, clients: Sequence[Rate], price: Price, stays: set[UUID]) -> WhatIf | Refusal:
    """What is agreed is what came before card costs, which a new price has too. Work for nobody in particular stays, whoever goes."""
    share = sums.stays if isinstance(sums.stays, Decimal) and sums.stays > 0 else Decimal(1)
    engaged = [
        Engagement(c.of, Price(max(c.agreed, Decimal(0)) / share, price.currency), c.paid_minutes, c.unpaid_minutes) for c in clients
    ]
    whole = sums.year.minutes if isinstance(sums.year, Earned) else 0
    return what_if(engaged, price, stays, share, max(whole - sum(each.minutes for each in sums.clients.values()), 0))


def _start(price: Price | None) -> str:
    return "" if price is None else formats.number(price.amount, g.practice.locale)


def _letters(ids: list[UUID], price: Price, form: TryForm) -> list[tuple[str, str, str]]:
    """(Name, text, address of a draft) for everybody who stays."""
    people = (
        db.session().execute(select(Client.name, Client.address).where(Client.id.in_(ids)).order_by(Client.folded)).all() if ids else []
    )
    day = formats.day(form.from_day.data, g.practice.locale) if form.from_day.data else "the next agreement on"
    found = []
    for name, address in people:
        text = LETTER.format(first=name.split()[0], day=day, price=rate(price.amount, price.currency), coach=g.membership.name)
        found.append((name, text, mailto(address, "What an hour will cost", text)))
    return found
