"""An offer as a stranger meets it: what it is, what it costs, and who they are. Nothing is asked twice, and no cookie is set.

A free first call goes on behind a link that is mailed: so nobody learns here whether an address had one, or is a client's.
"""

from typing import Any
from uuid import UUID, uuid5

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from flask import Blueprint, abort, g, redirect, render_template, request, url_for
from sqlalchemy.exc import IntegrityError

from app import db, guesses
from app.addresses import settings
from app.clock import now
from app.guesses import DAY
from billing import Offer, Purchase, first_call
from billing.purchase import Buyer
from blueprints.forms.buying import BeginForm, DetailsForm
from blueprints.forms.open import carries_no_token
from blueprints.forms.world import locales, names, zones
from models import Link
from models.seen import seen_here

bp = Blueprint("buying", __name__, url_prefix="/at/<slug>/offers/<handle>")
bp.record_once(carries_no_token)
FROM_ONE_NETWORK, A_DAY = 30, 500
LINKS_TO_ONE_ADDRESS, LINKS_FROM_ONE_NETWORK, LINKS_A_DAY = 3, 10, 100
"""Of a free first call, in a day: nobody mails strangers through us, and the practice's other mails need their good name."""


@bp.get("")
def start(handle: str) -> Any:
    offer = _offer(handle)
    return _page(_form(offer, formdata=None, data={"zone": zone_here()}), offer)


@bp.post("")
def begin(handle: str) -> Any:
    """Two tabs are two beginnings, of which one at most is paid for; pressing twice is one."""
    offer = _offer(handle)
    form = _form(offer)
    guesses.slow_network(f"purchase {g.practice.id}", FROM_ONE_NETWORK)
    guesses.slow(f"purchases {g.practice.id}", A_DAY, DAY)
    if not form.validate():
        return _page(form, offer), 422
    if form.is_trap_sprung or not offer.is_for_sale(g.practice.today(now())):
        return redirect(url_for(".start", handle=handle), 303)
    buyer = buyer_of(form)
    if offer.is_first_call:
        _slow_links(buyer.address)
    whom = (handle, uuid5(offer.id, f"{form.once.data} {buyer.address}"), buyer)
    try:
        token = _begun(*whom)
    except IntegrityError:  # the same press a moment before: theirs is there now
        token = _begun(*whom)
    return redirect(url_for(".sent", handle=handle) if token is None else url_for("purchase.show", token=token), 303)


@bp.get("/sent")
def sent(handle: str) -> Any:
    """The same for every address."""
    offer = _offer(handle)
    if not offer.is_first_call:
        abort(404)
    return render_template("buying/sent.html", offer=offer, version=offer.current, zone=g.practice.zone, locale=g.practice.locale)


def _slow_links(address: str) -> None:
    guesses.slow_network(f"first call {g.practice.id}", LINKS_FROM_ONE_NETWORK, DAY)
    guesses.slow(f"first calls {g.practice.id}", LINKS_A_DAY, DAY)
    guesses.slow_address(f"first call {g.practice.id}", address, LINKS_TO_ONE_ADDRESS, DAY)


def _begun(handle: str, id: UUID, buyer: Buyer) -> str | None:
    """In a session of its own, as the buyer: a stranger's sees no purchase. The token of its link; none where it is mailed."""
    with db.transaction(g.practice.id, id) as session:
        found = session.get(Purchase, (g.practice.id, id), with_for_update=True)
        if found is None:
            offer = Offer.at(session, handle)
            assert offer is not None
            found = Purchase.begin(session, offer, id=id, buyer=buyer, today=g.practice.today(now()), now=now())
        if found.is_first_call:
            first_call.mail_link(found, now())
            return None
        how = {"practice_id": g.practice.id, "subject_id": id, "address": found.address, "now": now(), "reader_id": None}
        return Link.reuse(session, settings().secret, "purchase", **how).token(settings().secret)


def buyer_of(form: DetailsForm, address: str = "") -> Buyer:
    """`address` where the form does not ask for it."""
    company = form.company.data or "" if form.company else ""
    return Buyer(form.name.data, address or form.address.data, form.zone.data, locale_here(), company)


def locale_here() -> str:
    """The browser's, where we know it; else the practice's."""
    known = names(locales())
    asked = [name.replace("-", "_") for name, _ in request.accept_languages]
    return next((name for name in asked if name in known), g.practice.locale)


def zone_here() -> str:
    """Of the country that the browser's language names, where it has one zone only; else the practice's."""
    for name, _ in request.accept_languages:
        try:
            territory = Locale.parse(name.replace("-", "_")).territory
        except (UnknownLocaleError, ValueError):
            continue
        found = get_global("territory_zones").get(territory or "", [])
        if len(found) == 1 and found[0] in names(zones()):
            return str(found[0])
    return str(g.practice.zone)


def _offer(handle: str) -> Offer:
    offer = Offer.at(db.session(), handle[:100])
    if offer is None or offer.n == 0 or offer.shown == "hidden":
        abort(404)
    return offer


def _form(offer: Offer, **given: Any) -> BeginForm:
    form = BeginForm(**given)
    return form.without("company") if offer.is_first_call else form  # nobody is invoiced


def _page(form: BeginForm, offer: Offer) -> str:
    version = offer.current
    assert version is not None
    return render_template(
        "buying/start.html",
        form=form.tell(seen_here("asked")),
        offer=offer,
        version=version,
        total=version.sums(),
        for_sale=offer.is_for_sale(g.practice.today(now())),
        zone=g.practice.zone,
        locale=g.practice.locale,
    )
