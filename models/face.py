"""What strangers are told of all the work of a practice: what it typically came to, and how many were asked and answered. Counted by a job."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import distinct_on, insert
from sqlalchemy.orm import Session

from models.base import uuid7
from models.contract.closing import Closing
from models.contract.contract import Contract
from models.practice import Practice
from models.progress import Verdict
from models.progress.outcome import ENOUGH, Typical, typical
from models.public_page import PRIVACY, TERMS, PublicPage
from models.testimonial import Testimonial
from models.wall import WallCard


def refresh_face(session: Session, practice: Practice, now: datetime) -> PublicPage:
    """Write PublicPage.face anew, on the practice's side: outcomes over all closed agreements, and asked, answered, shown. Four statements."""
    page = page_of(session)
    closed = session.execute(
        select(Closing.body["goals"], Contract.closed_at)
        .join(Contract, Contract.id == Closing.contract_id)
        .where(Contract.closed_at.is_not(None))
        .ext(distinct_on(Closing.contract_id))
        .order_by(Closing.contract_id, Closing.n.desc())
    ).all()
    early, asked, answered, shown, to_ask = session.execute(
        select(
            _count(Contract.id, Contract.ended_at.is_not(None), Contract.activated_at.is_not(None)),
            _count(Testimonial.id, Testimonial.asked_at.is_not(None)),
            _count(Testimonial.id, Testimonial.answered_at.is_not(None) | Testimonial.declined_at.is_not(None)),
            _count(WallCard.id, WallCard.expires_on > practice.today(now)),
            _count(Contract.client_id.distinct(), Contract.closed_at.is_not(None)),
        )
    ).one()
    found = typical([[Verdict(goal["outcome"]) for goal in goals] for goals, _at in closed])
    page.face = {
        **page.face,
        "outcomes": {
            "closed": found.contracts,
            "goals": [verdict.value for verdict in found.goals],
            **{verdict.value: found.count(verdict) for verdict in Verdict},
            "since": min((practice.today(at).isoformat() for _goals, at in closed if at), default=""),
            "ended_early": early,
        },
        "asked": asked,
        "answered": answered,
        "shown": shown,
        "people": to_ask,
    }
    session.flush()
    return page


def _count(what: Any, *which: Any) -> Any:
    return select(func.count(what)).where(*which).scalar_subquery()


def page_of(session: Session) -> PublicPage:
    """The practice's one page, made when somebody first needs it; two who need it at once get the same one."""
    row = insert(PublicPage).values(
        id=uuid7(), headline="", lead="", method="", terms=TERMS, privacy=PRIVACY, answers_in_days=2, face={}, version=1
    )
    session.execute(row.on_conflict_do_nothing(constraint="public_page_once"))
    return session.scalars(select(PublicPage)).one()


@dataclass(frozen=True)
class Face:
    """What stands in PublicPage.face, for pages: nothing of it is computed there."""

    asked: int
    answered: int
    shown: int
    people: int
    since: str
    ended_early: int
    typical: Typical

    @classmethod
    def read(cls, face: dict[str, Any]) -> Face:
        outcomes = face.get("outcomes") or {}
        goals = tuple(Verdict(name) for name in outcomes.get("goals", []))
        return cls(
            asked=face.get("asked", 0),
            answered=face.get("answered", 0),
            shown=face.get("shown", 0),
            people=face.get("people", 0),
            since=outcomes.get("since", "")[:4],
            ended_early=outcomes.get("ended_early", 0),
            typical=Typical(outcomes.get("closed", 0), goals),
        )

    @property
    def kept_back(self) -> int:
        """Answered, and did not want it shown, or took it back."""
        return max(self.answered - self.shown, 0)

    @property
    def missing(self) -> int:
        """So many closed agreements more until a typical result is said."""
        return max(ENOUGH - self.typical.contracts, 0)

    @property
    def improved(self) -> int:
        return self.typical.count(Verdict.IMPROVED)

    @property
    def unchanged(self) -> int:
        return self.typical.count(Verdict.NO_CHANGE)

    @property
    def worse(self) -> int:
        return self.typical.count(Verdict.GOT_WORSE)

    @property
    def unsaid(self) -> int:
        """Not measured, or too early to say: they count too."""
        return self.typical.count(Verdict.NOT_MEASURED, Verdict.TOO_EARLY)
