"""Every day, Stripe's objects against our rows, one practice after the other; and by hand: plumbline reconcile."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import db
from app.clock import now
from app.jobs import Wait, errand
from billing import reconciling
from models import Due, Practice

EVERY = timedelta(days=1)
VERB = "reconcile"


@errand
class Reconcile:
    """One due row a practice that is never done."""

    verb = VERB

    def prepare(self, session: Session, practice_id: UUID) -> Any:
        asked = reconciling.prepare(session, session.get_one(Practice, practice_id), now())
        return asked if asked and current_app.extensions["gateway"] else Wait(now() + EVERY)

    def carry_out(self, asked: reconciling.Asked) -> reconciling.Found:
        return reconciling.carry_out(asked, current_app.extensions["gateway"])

    def settle(self, session: Session, practice_id: UUID, asked: reconciling.Asked, found: reconciling.Found) -> Wait:
        reconciling.settle(session, session.get_one(Practice, practice_id), found, now())
        return Wait(now() + EVERY)


def begin_where_missing() -> int:
    """Practices that take cards and that nobody compares. How many began."""
    alive = select(Due.id).where(Due.practice_id == Practice.id, Due.verb == VERB, Due.done_at.is_(None), Due.attempts < Due.TRIES)
    with db.transaction() as session:
        ids = list(session.scalars(select(Practice.id).where(~alive.exists(), Practice.stripe_account.is_not(None)).limit(50)))
    for id in ids:
        with db.transaction(id) as session:
            Due.plan_for(session, id, id, VERB, at=now())
    return len(ids)


def by_hand(slug: str | None = None) -> list[tuple[str, int, int, int]]:
    """(practice, compared, being mended, unknown) of each that takes cards, now."""
    errand_ = Reconcile()
    with db.transaction() as session:
        wanted = select(Practice.id, Practice.slug).where(Practice.stripe_account.is_not(None))
        practices = session.execute(wanted.where(Practice.slug == slug) if slug else wanted).all()
    said = []
    for id, name in practices:
        with db.transaction(id) as session:
            asked = errand_.prepare(session, id)
        if isinstance(asked, Wait):
            continue
        found = errand_.carry_out(asked)
        with db.transaction(id) as session:
            row = reconciling.settle(session, session.get_one(Practice, id), found, now())
            said.append((name, row.compared, row.mended, row.unknown))
    return said
