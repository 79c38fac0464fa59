"""The year behind the demo's price page: sessions that the stories leave out, and what each session was as work and of which package."""

from datetime import timedelta

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from app.demo.finished import EVERYBODY, FINISHED
from app.demo.stage import Stage
from app.demo.work import HOURS
from billing import PricePlan, package
from models import Client, CoachingSession, Due, Work

FEES = (290000, 240000, 290000, 290000, 290000, 260000)
"""Euro cents net, for the fifteen hours of each of the FINISHED."""
BETWEEN = {"Bram Oosterling": (12, 10, 8, 6, 4, 2), "Priya Lakeman": (11, 9, 7), "Jonas Eikeland": (15, 13)}
"""Weeks ago of sessions between those that a story tells."""
LENGTHS = (-5, 0, 0, 0, 5, 10, 15)


def invoices() -> list[tuple[str, int, int, str]]:
    """(Name, euro cents net, issued days ago, state), as the stories of CLIENTS say theirs."""
    return [(one.story.name, net, 7 * one.story.began - 1, "paid") for one, net in zip(FINISHED, FEES, strict=True)]


def sessions(session: Session, stage: Stage) -> None:
    """In the hour of the week that each has; of those who have finished every week, from the first to the closing."""
    every = {one.story.name: range(one.story.began - 14, one.story.began + 1) for one in FINISHED}
    for number, story in enumerate(EVERYBODY):
        wanted = set(BETWEEN.get(story.name, every.get(story.name, ()))) - set(story.sessions)
        if not wanted:
            continue
        client = session.scalars(select(Client).where(Client.name == story.name)).one()
        for weeks in sorted(wanted, reverse=True):
            start = stage.work_day(weeks=weeks, back=number // 6, at=HOURS[number % 6])
            over = start + timedelta(minutes=story.minutes)
            planned = CoachingSession.plan(client, start, story.minutes, place="video", now=over)
            planned.hold(stage.chance.choice(LENGTHS) + story.minutes, over)


def settle(session: Session, stage: Stage) -> None:
    """Whatever ended, in the order in which it did: taken from its package, and written down as work."""
    plan = PricePlan.of(session)
    ended = func.coalesce(CoachingSession.held_at, CoachingSession.missed_at, CoachingSession.cancelled_at)
    for held in session.scalars(select(CoachingSession).where(ended.is_not(None)).order_by(ended, CoachingSession.id)):
        at = held.held_at or held.missed_at or held.cancelled_at
        assert at is not None
        package.settle(session, held, at)
        is_free = package.is_free_call(session, held)
        Work.settle(session, held, before=plan.minutes_before, after=plan.minutes_after, is_free=is_free, zone=stage.practice.tz, now=at)
    mine = update(Due).where(Due.verb == "settle_session", Due.done_at.is_(None), Due.at <= stage.today)
    session.execute(mine.values(done_at=stage.today))
