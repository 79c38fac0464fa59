"""Every hour, what the recipes of a practice want is planned, moved and stopped. One due row a practice, which is never done."""

from uuid import UUID

from sqlalchemy.orm import Session

from app import db
from app.clock import now
from app.jobs import Wait, errand
from models import Practice
from models.recipes import plan


@errand
class PlanFollowups:
    verb = plan.VERB

    def prepare(self, session: Session, practice_id: UUID) -> Wait:
        """The whole work is within the first step: nothing outside is spoken to, and the row waits for the next hour."""
        plan.sync_all(session, session.get_one(Practice, practice_id), now())
        return Wait(now() + plan.EVERY)

    def carry_out(self, value: None) -> None:
        """Never reached: `prepare` always waits."""

    def settle(self, session: Session, practice_id: UUID, value: None, outcome: None) -> None:
        """Never reached."""


def begin_where_missing() -> int:
    """New practices, and those whose row failed too often. How many began."""
    with db.transaction() as session:
        found = plan.without_planning(session)
    for practice_id in found:
        with db.transaction(practice_id) as session:
            plan.begin(session, practice_id, now())
    return len(found)
