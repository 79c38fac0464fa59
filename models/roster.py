"""The clients of a practice as a list shows them: a page of them, and the goals and agreements of those on it. Two statements."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any, Final, NamedTuple
from uuid import UUID

from sqlalchemy import ARRAY, DateTime, Integer, Row, Select, Text, Uuid, and_, any_, bindparam, case, func, select
from sqlalchemy.orm import Session

from models.client import Client
from models.coaching_session import CoachingSession
from models.contract.contract import Contract
from models.contract.goal import Goal
from models.folding import fold
from models.measure import Measure
from models.organisation import Organisation

STATE = case(
    (Contract.ended_at.is_not(None), "ended early"),
    (Contract.closed_at.is_not(None), "closed"),
    (Contract.activated_at.is_not(None), "active"),
    (Contract.offered_at.is_not(None), "offered"),
    (Contract.with_boss_at.is_not(None), "with boss"),
    else_="draft",
)
"""Contract.state, for lists."""


def listed(session: Session, *, archived: bool, words: str, now: datetime, count: int, after: int) -> Sequence[Row[Any]]:
    """Rows (id, name, organisation, next_at, archived_at) by name: `count` of them after so many. `words` must all stand in the name or the
    company's."""
    parts = {f"part_{n}": part for n, part in enumerate(fold(words).split()[:8])}
    return session.execute(_listed(archived, len(parts)), {**parts, "now": now, "count": count, "after": after}).all()


@cache
def _listed(archived: bool, parts: int) -> Select[*tuple[Any, ...]]:
    next_at = (
        select(func.min(CoachingSession.begins_at))
        .where(
            CoachingSession.client_id == Client.id,
            CoachingSession.has_no_end(),
            CoachingSession.ends_at > bindparam("now", type_=DateTime(timezone=True)),
        )
        .correlate(Client)
        .scalar_subquery()
    )
    holds = [
        func.strpos(Client.folded + " " + func.coalesce(Organisation.folded, ""), bindparam(f"part_{n}", type_=Text())) > 0
        for n in range(parts)
    ]
    state = Client.archived_at.is_not(None) if archived else Client.archived_at.is_(None)
    return (
        select(Client.id, Client.name, Organisation.name.label("organisation"), next_at.label("next_at"), Client.archived_at)
        .outerjoin(Organisation, Organisation.id == Client.organisation_id)
        .where(state, *holds)
        .order_by(Client.folded, Client.id)
        .limit(bindparam("count", type_=Integer()))
        .offset(bindparam("after", type_=Integer()))
    )


def count(session: Session) -> tuple[int, int]:
    """(live, archived)."""
    live, archived = session.execute(COUNTED).one()
    return live, archived


COUNTED: Final = select(
    func.count().filter(Client.archived_at.is_(None)), func.count().filter(Client.archived_at.is_not(None))
).select_from(Client)


class Listed(NamedTuple):
    """A goal that holds a place, as its measure last said."""

    id: UUID
    name: str
    is_live: bool
    tone: str
    headline: str
    trail: Sequence[Sequence[Any]]
    low: float | None
    high: float | None
    signal_since: date | None
    signal_seen: date | None
    unit: str
    last_value: Any
    last_at: datetime | None

    @property
    def signal_waits(self) -> bool:
        """A signal that the coach has not looked at yet."""
        return self.signal_since is not None and self.signal_since != self.signal_seen


class Standing(NamedTuple):
    """The newest agreement of a client, and the goals that hold a place, over all agreements. `contract_id` is None where there is none."""

    contract_id: UUID | None = None
    state: str = ""
    since: datetime | None = None
    goals: tuple[Listed, ...] = ()

    @property
    def is_over(self) -> bool:
        return self.state in ("closed", "ended early")

    @property
    def signal_waits(self) -> bool:
        return any(goal.signal_waits for goal in self.goals)


def standings(session: Session, client_ids: Iterable[UUID]) -> dict[UUID, Standing]:
    """One statement, whatever their number."""
    found: dict[UUID, Standing] = {}
    for client_id, contract_id, state, since, *goal in session.execute(_standings(), {"client_ids": list(client_ids)}):
        known = found.get(client_id) or Standing(contract_id, state, since)
        found[client_id] = Standing(known.contract_id, known.state, known.since, (*known.goals, *_goal(*goal)))
    return found


@cache
def _standings() -> Select[Any]:
    """Built once: that takes longer than to send it."""
    name = func.coalesce(func.nullif(Goal.title, ""), Goal.draft["title"].astext, "")
    return (
        select(
            Contract.client_id,
            Contract.id.label("contract_id"),
            STATE.label("state"),
            func.coalesce(
                Contract.ended_at,
                Contract.closed_at,
                Contract.activated_at,
                Contract.offered_at,
                Contract.with_boss_at,
                Contract.created_at,
            ).label("since"),
            Goal.id.label("goal_id"),
            name.label("goal"),
            Goal.live_at,
            Measure.tone,
            Measure.headline,
            Measure.trail,
            Measure.usual_low,
            Measure.usual_high,
            Measure.signal_since,
            Measure.signal_seen,
            Measure.unit,
            Measure.last_value,
            Measure.last_at,
        )
        .select_from(Contract)
        .outerjoin(Goal, and_(Goal.contract_id == Contract.id, Goal.place.is_not(None)))
        .outerjoin(Measure, and_(Measure.goal_id == Goal.id, Measure.role == "leading"))
        .where(Contract.client_id == any_(bindparam("client_ids", type_=ARRAY(Uuid))))
        .order_by(Contract.client_id, Contract.created_at.desc(), Contract.id.desc(), Goal.place)
    )


def _goal(
    id: UUID | None, name: str, live_at: datetime | None, tone: str | None, headline: str | None, trail: Any, *rest: Any
) -> list[Listed]:
    """None where the agreement has no goal; a goal without a measure has nothing to say."""
    if id is None:
        return []
    low, high, since, seen, unit, last_value, last_at = rest
    name = name.strip() or "A goal without a name yet"
    return [
        Listed(
            id,
            name,
            live_at is not None,
            tone or "early",
            headline or "",
            trail or (),
            low,
            high,
            since,
            seen,
            unit or "",
            last_value,
            last_at,
        )
    ]
