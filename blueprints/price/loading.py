"""What the price pages are made of: the plan and what was last counted. An owner sees the practice, a coach their own clients."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

from flask import abort, g, request
from sqlalchemy import ARRAY, CompoundSelect, Uuid, any_, bindparam, literal, select, union_all

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
    plan, counted = PricePlan.with_counts(db.session(), "" if g.membership.owns else str(g.membership.id), home)
    asked = request.args.get("currency")
    if asked is not None and asked not in counted.currencies and asked != home:
        abort(404)
    return Loaded(plan, counted, today, counted.of(asked or home).currency)


def names(ids: list[UUID]) -> dict[UUID, str]:
    """Of clients, and of offers as their newest version says."""
    return {id: name for id, name, _ in db.session().execute(_names(), {"ids": ids})} if ids else {}


@cache
def _names() -> CompoundSelect[Any]:
    wanted = any_(bindparam("ids", type_=ARRAY(Uuid)))
    people = select(Client.id, Client.name, literal(0).label("n")).where(Client.id == wanted)
    return union_all(
        people, select(OfferVersion.offer_id, OfferVersion.name, OfferVersion.n).where(OfferVersion.offer_id == wanted)
    ).order_by("n")
