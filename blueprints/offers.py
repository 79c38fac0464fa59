"""What is for sale, on the practice's side: every offer, its form, and what stays as it was for those who bought."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, g, redirect, render_template, url_for
from sqlalchemy import and_, func, select
from sqlalchemy.orm import selectinload

from app import auth, db, formats
from app.addresses import address
from app.clock import now
from app.tenancy import find
from billing import Offer, OfferVersion, PricePlan, Purchase, Refund, given_back
from blueprints.forms.offer import KINDS, MOST_INSTALMENTS, NewOfferForm, OfferForm, cost_of_waiting, written
from models import PublicPage
from models.errors import DomainError, InvoiceNotReady, Stale
from models.seen import seen_here

bp = Blueprint("offers", __name__, url_prefix="/p/<slug>/offers")
MOST = 100
STATES = {
    "public": ("live", "On your page"),
    "link": ("live", "By link only"),
    "hidden": ("waits", "Hidden"),
    "full": ("done", "Sold out"),
    "over": ("waits", "Past its day"),
    "ended": ("waits", "Ended"),
}
BOUGHT = ("paid", "settled")
TERMS = (
    "You may change your mind within fourteen days, as the law says for most buyers in Europe; a session held in that time because you "
    "asked for it is paid.\n\nWhat we talk about stays between us."
)


@dataclass(frozen=True)
class Listed:
    offer: Offer
    version: OfferVersion
    sold: int
    kind: str
    state: str


@dataclass(frozen=True)
class Earlier:
    n: int
    at: datetime
    price: str
    sold: int


@bp.get("")
def index() -> Any:
    return _page(NewOfferForm(formdata=None, data=_begun()), None)


@bp.post("")
def create() -> Any:
    form = NewOfferForm()
    if not form.validate():
        return _page(form, None), 422
    _check_ready(form.terms_read.price_minor)
    form.spend()
    offer = Offer.make(db.session(), form.kind.data, form.terms_read.name, now())
    _publish(offer, form)
    flash("It is published." if offer.shown != "hidden" else "It is saved. Nobody sees it before you show it.")
    return redirect(url_for(".show", id=offer.id), 303)


@bp.get("/<uuid:id>")
def show(id: UUID) -> Any:
    offer = _offer(id)
    assert offer.current is not None
    return _page(OfferForm(formdata=None, kind=offer.kind, data=written(offer, offer.current)), offer)


@bp.post("/<uuid:id>")
def publish(id: UUID) -> Any:
    offer = _offer(id)
    form = OfferForm(kind=offer.kind)
    if not form.validate():
        return _page(form, offer), 422
    _check_ready(form.terms_read.price_minor)
    before = offer.n
    try:
        _publish(offer, form)
    except Stale:
        form.version.data = offer.n
        form.form_errors = [f"Somebody else published version {offer.n} while you wrote. Publish once more to make yours the next one."]
        return _page(form, offer), 409
    except DomainError as error:
        form.form_errors = [error.sentence]
        return _page(form, offer), 422
    flash(f"Version {offer.n} is published. It touches nobody who has bought." if offer.n > before else "Saved.")
    return redirect(url_for(".show", id=id), 303)


@bp.post("/<uuid:id>/end")
def end(id: UUID) -> Any:
    find(Offer, id).end(now())
    auth.audit("offer.end", id)
    flash({"words": "It is not for sale any more. Who has it keeps it.", "undo": url_for(".restore", id=id)}, "undo")
    return redirect(url_for(".show", id=id), 303)


@bp.post("/<uuid:id>/restoration")
def restore(id: UUID) -> Any:
    find(Offer, id).restore()
    auth.audit("offer.restore", id)
    return redirect(url_for(".show", id=id), 303)


@bp.post("/refunds/<uuid:refund_id>/given-back")
def give_back(refund_id: UUID) -> Any:
    """Of a purchase that could not be served the money went back another way than to the card."""
    given_back.mend(find(Refund, refund_id), g.practice.today(now()), by=g.membership.id, now=now())
    auth.audit("refund.enter", refund_id)
    words = "Its buyer reads now that it went back another way, today."
    flash({"words": words, "undo": url_for(".not_given_back", refund_id=refund_id)}, "undo")
    return redirect(url_for(".index"), 303)


@bp.post("/refunds/<uuid:refund_id>/given-back/removal")
def not_given_back(refund_id: UUID) -> Any:
    given_back.unmend(find(Refund, refund_id))
    auth.audit("refund.take_back", refund_id)
    return redirect(url_for(".index"), 303)


def _publish(offer: Offer, form: Any) -> None:
    offer.publish(form.terms_read, seen=form.version.data, by=g.membership.id, now=now())
    offer.place(**form.place)
    PricePlan.weigh(db.session(), now())
    auth.audit("offer.publish", offer.id)


def _check_ready(price_minor: int) -> None:
    """What costs something becomes an invoice by itself, and that needs a legal name."""
    if price_minor and not g.practice.can_invoice:
        raise InvoiceNotReady


def _offer(id: UUID) -> Offer:
    return find(Offer, id, selectinload(Offer.versions))


def _begun() -> dict[str, Any]:
    page = db.session().scalar(select(PublicPage.terms))
    tax = formats.number(g.practice.tax_rate, g.practice.locale)
    return {"currency": g.practice.currency, "tax_percent": tax, "cancel_hours": 24, "sessions": 1, "version": 0, "terms": page or TERMS}


def _page(form: Any, offer: Offer | None) -> str:
    """The list left, the form right."""
    listed = _listed()
    version = offer.current if offer else None
    sold = _sold(offer) if offer else {}
    return render_template(
        "offers/index.html",
        form=form.tell(seen_here("offer")),
        offer=offer,
        version=version,
        listed=listed,
        refused=_refused(),
        kinds=KINDS,
        for_sale=sum(one.offer.is_for_sale(g.practice.today(now())) for one in listed),
        earlier=[_earlier(one, sold) for one in reversed(offer.versions) if one.n != offer.n] if offer else [],
        sold=sum(sold.values()),
        keep=_keep(version, sold) if version else "",
        plan=cost_of_waiting(version) if version else None,
        most_instalments=MOST_INSTALMENTS,
        link=address("buying.start", slug=g.practice.slug, handle=offer.handle) if offer and offer.shown != "hidden" else "",
    )


def _listed() -> list[Listed]:
    """Every offer as it is sold now, the ended ones last."""
    sold = select(func.count()).where(Purchase.offer_id == Offer.id, Purchase.state.in_(BOUGHT)).correlate(Offer).scalar_subquery()
    rows = (
        select(Offer, OfferVersion, sold)
        .join(OfferVersion, and_(OfferVersion.offer_id == Offer.id, OfferVersion.n == Offer.n))
        .order_by(Offer.ended_at.is_not(None), Offer.rank.nulls_last(), OfferVersion.price_minor, Offer.id)
        .limit(MOST)
    )
    today = g.practice.today(now())
    return [Listed(offer, version, n, *STATES[offer.state(today)]) for offer, version, n in db.session().execute(rows)]


def _refused() -> list[tuple[Refund, Purchase]]:
    """Money of purchases that did not go back to the card: somebody here gives it back another way."""
    rows = select(Refund, Purchase).join(Purchase, Purchase.id == Refund.purchase_id).where(Refund.refused_purchases())
    return [(refund, purchase) for refund, purchase in db.session().execute(rows.order_by(Refund.at).limit(MOST))]


def _sold(offer: Offer) -> dict[UUID, int]:
    """By version."""
    counted = select(Purchase.version_id, func.count()).where(Purchase.offer_id == offer.id, Purchase.state.in_(BOUGHT))
    return dict(db.session().execute(counted.group_by(Purchase.version_id)).all())


def _earlier(version: OfferVersion, sold: dict[UUID, int]) -> Earlier:
    return Earlier(version.n, version.published_at, _money(version), sold.get(version.id, 0))


def _keep(version: OfferVersion, sold: dict[UUID, int]) -> str:
    """Who keeps what: "7 bought at €4,800.00 and keep it, word for word"."""
    if not (n := sold.get(version.id, 0)):
        return ""
    return f"{n} bought at {_money(version)} and {'keeps' if n == 1 else 'keep'} it, word for word, whatever you change here."


def _money(version: OfferVersion) -> str:
    return formats.money(version.price_minor, version.currency, g.practice.locale)
