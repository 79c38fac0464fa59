"""Who confirms figures: somebody else, of the figures that the result rests on, and not a hundred strangers."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from blueprints.portal.witness import A_DAY
from models import Confirmation, Goal, Measure, Message
from models.evidence import evidence, figures, points_through
from models.progress.outcome import Grade
from tests.cast import House
from tests.closing import At, later, worked
from tests.story import Enter

__all__ = ["later"]
Browse = Callable[..., FlaskClient]


@pytest.mark.parametrize("who", ["client", "alice", "bob"])
def test_the_client_and_the_practice_are_no_witnesses(
    who: str, app: Flask, enter: Enter, harbour: House, browse: Browse, later: At
) -> None:
    worked(enter, harbour)
    with enter(harbour) as session:
        goal_id = session.scalars(select(Measure.goal_id)).one()
    address = "cleo@private.example" if who == "client" else f"{who}@harbour.example"
    named = {"name": "Bruno Vale", "address": address, "relation": "colleague", "once": str(uuid4())}
    refused = browse(harbour, "cleo").post(f"/my/{harbour.slug}/goals/{goal_id}/confirmation", data=named)
    assert refused.status_code == 422
    assert "Name somebody else" in refused.text


def test_one_client_asks_so_many_a_day(app: Flask, enter: Enter, harbour: House, browse: Browse, later: At) -> None:
    worked(enter, harbour)
    with enter(harbour) as session:
        goal_id = session.scalars(select(Measure.goal_id)).one()
    cleo, url = browse(harbour, "cleo"), f"/my/{harbour.slug}/goals/{goal_id}/confirmation"
    named = [
        {"name": "A Person", "address": f"p{n}@elsewhere.example", "relation": "colleague", "once": str(uuid4())} for n in range(A_DAY + 1)
    ]
    assert [cleo.post(url, data=one).status_code for one in named] == [303] * A_DAY + [429]


def test_who_never_answered_is_asked_once_more_and_never_again(app: Flask, enter: Enter, harbour: House, browse: Browse, later: At) -> None:
    worked(enter, harbour)
    with enter(harbour) as session:
        goal_id = session.scalars(select(Measure.goal_id)).one()
    url = f"/my/{harbour.slug}/goals/{goal_id}/confirmation"

    def ask(who: str = "bruno") -> int:
        named = {"name": "Bruno Vale", "address": f"{who}@company.example", "relation": "boss", "once": str(uuid4())}
        return browse(harbour, "cleo").post(url, data=named).status_code

    assert [ask(), ask()] == [303, 422]
    later.move(days=29)
    assert ask() == 422, "the link still opens"
    later.move(days=2)
    assert "the link has run out" in browse(harbour, "cleo").get(url).text
    assert [ask(), ask()] == [303, 422]
    later.move(days=31)
    assert ask() == 422, "twice is enough"
    assert ask("eve") == 303, "somebody else"
    with enter(harbour) as session:
        assert (
            session.scalars(select(Message.address).where(Message.kind == "confirmation_asked")).all().count("bruno@company.example") == 2
        )
        last = session.scalars(select(Confirmation).where(Confirmation.address == "eve@company.example")).one()
        last.answer(True, "", last.sha256, later.moment)
        session.commit()
    later.move(days=90)
    assert ask("eve") == 422, "they have said what they know of these figures"


def test_who_saw_only_the_start_confirmed_no_change(enter: Enter, harbour: House, later: At) -> None:
    worked(enter, harbour)
    with enter(harbour) as session:
        measure = session.scalars(select(Measure)).one()
        goal, cleo = session.get_one(Goal, (harbour.practice_id, measure.goal_id)), harbour.clients["cleo"]
        assert measure.start is not None
        start = measure.start.through.isoformat()
        whole = figures(goal, "Cleo Marsh")
        early = {**whole, "through": start, "points": points_through(measure, start)}
        where = {"relation": "colleague", "zone": "UTC", "locale": "en", "by": cleo}
        for body, name, grade in ((early, "eve", Grade.OWN), (whole, "bruno", Grade.NAMED)):
            asked = Confirmation.ask(session, goal, body, name=name, address=f"{name}@company.example", now=later.moment, **where)
            asked.answer(True, "", asked.sha256, later.moment)
            session.flush()
            assert evidence(session, [goal])[goal.id].grade == grade, name
