"""What the price pages are made of: the plan and what was last counted. An owner sees the practice, a coach their own clients."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask import abort, g, request
from sqlalchemy import select

from app import db
from app.clock import now
from billing import OfferVersion, PricePlan
from billing.counted import Counted
from billing.worth import Worth
from models import Client


@dataclass(frozen=True)
class Loaded:
    plan: PricePlan
    counted: Counted
    today: date
    currency: str

    @property
    def worth(self) -> Worth:
        return self.plan.worth(self.counted, self.currency, g.practice.currency, self.today)


def load() -> Loaded:
    """In the currency that the address names, else the practice's own. 404 for one in which nothing came."""
    today, home = g.practice.today(now()), g.practice.currency
    plan, counted = PricePlan.with_counts(db.session(), "" if g.membership.owns else str(g.membership.id), today, home)
    asked = request.args.get("currency")
    if asked is not None and asked not in counted.currencies and asked != home:
        abort(404)
    return Loaded(plan, counted, today, counted.of(asked or home).currency)


def offer_names(ids: list[UUID]) -> dict[UUID, str]:
    """As their newest version says."""
    newest = select(OfferVersion.offer_id, OfferVersion.name).where(OfferVersion.offer_id.in_(ids)).order_by(OfferVersion.n)
    return dict(db.session().execute(newest).all()) if ids else {}  # type: ignore[arg-type]


def names(ids: list[UUID]) -> dict[UUID, str]:
    return dict(db.session().execute(select(Client.id, Client.name).where(Client.id.in_(ids))).all()) if ids else {}  # type: ignore[arg-type]
