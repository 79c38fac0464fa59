"""What strangers meet in a practice of the bench: its page, what it sells, what was said of it; and the work that its hours were."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from billing import PricePlan
from models import CoachingSession, Practice, Testimonial, Work
from models.face import page_of, refresh_face
from tests.cast import House
from tests.sale import SINGLE, sell

SAID = "It goes out on the third now, and nobody has died of a rounding error. I would have said that it cannot be done."
WRITERS = ("Greta Ilves", "Ines Caldeira", "Jonas Eikeland", "Ruben Hale", "Wies Tabor", "Dov Halloway")


def open_to_strangers(session: Session, house: House, now: datetime) -> None:
    practice = session.get_one(Practice, house.practice_id)
    page = page_of(session)
    page.write(
        page.version or 1, headline="For heads of operations on whose desk everything lands", lead=SAID, method=f"{SAID}\n\n**{SAID}**"
    )
    page.show(now)
    for _ in range(3):
        sell(session, house, terms=SINGLE)
    for name in WRITERS:
        said = Testimonial(source="old", name=name, zone="UTC", locale="en", created_at=now, asked_at=now)
        session.add(said)
        session.flush()
        text = said.say(SAID, now)
        said.agree(["text", "name"], ["page"], text.sha256, 2, ip="", browser="", now=now, today=practice.today(now))
    refresh_face(session, practice, now)


def write_down_work(session: Session, practice_id: object, now: datetime) -> None:
    practice, plan = session.get_one(Practice, practice_id), PricePlan.of(session)
    session.add(plan)
    plan.list_rate_minor, plan.income_minor = 18000, 5800000
    for held in session.scalars(select(CoachingSession).where(CoachingSession.held_at.is_not(None))):
        Work.settle(session, held, before=15, after=10, is_free=False, zone=practice.tz, now=now)
