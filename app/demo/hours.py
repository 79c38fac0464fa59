"""When Tessa can be booked: the hours of a week, a week away, a longer Thursday, and the rules around them."""

from datetime import time, timedelta

from sqlalchemy.orm import Session

from app.demo.stage import Stage
from models import BookingRules, HoursException, WeeklyHours

WEEK = (
    (0, time(9), time(12, 30)),
    (1, time(13), time(17, 30)),
    (2, time(9), time(12, 30)),
    (2, time(16), time(18)),
    (3, time(8, 30), time(12, 30)),
    (3, time(16), time(17, 30)),
)
AWAY = range(5)  # days of the week after next


def bookable(session: Session, stage: Stage) -> None:
    WeeklyHours.set_week(session, stage.coach.id, WEEK)
    rules = BookingRules.usual(stage.coach.id)
    session.add(rules)
    session.flush()
    rules.write(rules.version, notice_hours=24, buffer_minutes=15, horizon_days=28, place="Video; the link comes the day before")
    today = stage.practice.today(stage.today)
    after_next = today + timedelta(days=14 - today.weekday())
    session.add_all(HoursException(coach_id=stage.coach.id, on=after_next + timedelta(days=day)) for day in AWAY)
    longer = after_next + timedelta(days=10)
    session.add(HoursException(coach_id=stage.coach.id, on=longer, start=time(8), end=time(18)))
