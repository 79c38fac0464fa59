"""The page itself. The same for everybody, so it may be kept for a minute on the way."""

from typing import Any

from flask import abort, g, render_template
from sqlalchemy import and_, select
from sqlalchemy.orm import contains_eager

from app import db
from app.addresses import address
from app.clock import now
from app.markdown import render
from billing import Offer, OfferVersion
from blueprints.forms.enquiry import AskForm
from blueprints.public import bp
from blueprints.public.standing import for_all, standing
from blueprints.showing import Card, cards, ledger
from models import PublicPage, WallCard
from models.face import Face
from models.seen import seen_here

MOST_OFFERS, MOST_CARDS = 12, 5


@bp.get("")
def show() -> Any:
    return standing(lambda: public_page(AskForm(formdata=None)))


@bp.get("/privacy")
def privacy() -> Any:
    page = shown()
    return for_all(render_template("public/text.html", page=page, title="Privacy", text=render(page.privacy), **addresses()))


@bp.get("/terms")
def terms() -> Any:
    page = shown()
    return for_all(render_template("public/text.html", page=page, title="Terms", text=render(page.terms), **addresses()))


def public_page(form: AskForm) -> str:
    page = shown()
    form.tell(seen_here("asked"))
    versions, found, typical = _offers(), _cards(), Face.read(page.face)
    return render_template(
        "public/show.html",
        page=page,
        method=render(page.method) if page.method else "",
        offers=versions,
        first_call=next((version for version in versions if version.offer.kind == "first_call"), None),
        badges=[card for card in found if card.measured],
        voices=[card for card in found if not card.measured],
        typical=typical,
        dots=ledger(typical),
        form=form,
        **addresses(),
    )


def shown() -> PublicPage:
    """404 while it is not shown: a practice that has none and one that does not exist look alike."""
    page = db.session().scalar(select(PublicPage))
    if page is None or not page.is_shown:
        abort(404)
    return page


def addresses() -> dict[str, object]:
    return {"here": address("public.show", slug=g.slug), "zone": g.practice.zone, "locale": g.practice.locale}


def _offers() -> list[OfferVersion]:
    """What costs nothing first, then good, better, best; those that can be bought now."""
    for_sale = (
        select(OfferVersion)
        .join(Offer, and_(Offer.id == OfferVersion.offer_id, Offer.n == OfferVersion.n))
        .options(contains_eager(OfferVersion.offer))
        .where(Offer.shown == "public", Offer.ended_at.is_(None), Offer.until.is_(None) | (Offer.until >= g.practice.today(now())))
        .order_by(OfferVersion.price_minor > 0, Offer.rank.nulls_last(), OfferVersion.price_minor, Offer.id)
        .limit(MOST_OFFERS)
    )
    return list(db.session().scalars(for_sale))


def _cards() -> list[Card]:
    """Of the wall, those that may stand on this page."""
    may = WallCard.standing(g.practice.today(now())).where(WallCard.on_page).limit(MOST_CARDS)
    return cards(db.session().scalars(may))
