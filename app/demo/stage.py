"""Where the demo's story plays."""

import random
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.clock import now
from models import Membership, Practice


@dataclass
class Stage:
    """Where the story plays: practice, coach, today's noon, and chance with a seed."""

    practice: Practice
    coach: Membership
    today: datetime
    chance: random.Random

    def ago(self, *, weeks: float = 0, days: float = 0, at: time = time(9)) -> datetime:
        """A moment in the past (negative: ahead) at a time of day in the practice's zone; never on a weekend."""
        day = (self.today - timedelta(weeks=weeks, days=days)).astimezone(self.practice.tz).date()
        day -= timedelta(days=max(0, day.weekday() - 4))
        return datetime.combine(day, at, self.practice.tz).astimezone(ZoneInfo("UTC"))

    def work_day(self, *, weeks: float, back: int, at: time) -> datetime:
        """As `ago`, and so many working days earlier: what differs in them never falls on the same day."""
        day = self.ago(weeks=weeks, at=at).astimezone(self.practice.tz).date()
        for _ in range(back):
            day -= timedelta(days=3 if day.weekday() == 0 else 1)
        return datetime.combine(day, at, self.practice.tz).astimezone(ZoneInfo("UTC"))


def stage_of(session: Session, number: int) -> Stage:
    coach = session.scalars(
        select(Membership).where(Membership.practice_id == session.info["practice_id"], Membership.role == "owner")
    ).one()
    return Stage(coach.practice, coach, now(), random.Random(f"plumbline {number}"))
