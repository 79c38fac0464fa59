"""What others did since yesterday, people at the company included."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from billing import morning
from models import Part, Promise, Reply
from models.today import Asking, Need, told
from tests.cast import NOW, House
from tests.story import TODAY, sign_all

Enter = Callable[..., Session]
LATER = NOW + timedelta(days=2)  # after the signatures


def news(session: Session, asked: Asking, since: datetime, *more: Any) -> list[Need]:
    return told(session, asked, since, *more)[1]


def since(house: House, who: str | None = "alice", *, content: bool = True) -> Asking:
    return Asking(LATER + timedelta(hours=2), TODAY + timedelta(days=2), house.members[who] if who else None, content)


@pytest.fixture
def bruno_did_things(enter: Enter, harbour: House) -> None:
    """The boss kept a promise and asked for a change, finance ended it; the coach did nothing."""
    sign_all(enter, harbour)
    with enter(harbour) as session:
        bruno = harbour.contacts["bruno"]
        session.scalars(select(Promise).where(Promise.place == 1)).one().keep(bruno, LATER)
        session.scalars(select(Promise).where(Promise.place == 2)).one().keep(harbour.clients["cleo"], LATER)
        goals, terms = (session.scalars(select(Part).where(Part.kind == kind)).one() for kind in ("goals", "terms"))
        for n, (part, who, name, kind) in enumerate(
            [
                (goals, bruno, "Bruno Vale", "agrees"),
                (goals, bruno, "Bruno Vale", "asks"),
                (terms, harbour.contacts["fritz"], "Fritz Vale", "ends"),
            ],
            1,
        ):
            session.add(Reply(part_id=part.id, who_id=who, who_name=name, kind=kind, words="", at=LATER + timedelta(minutes=n)))
        session.commit()


def test_what_boss_and_finance_did_is_news(bruno_did_things: None, enter: Enter, harbour: House) -> None:
    with enter(harbour) as session:
        found = news(session, since(harbour), LATER)
        assert [(n.kind, n.words, n.more, n.name) for n in found] == [
            ("replied", "Fritz Vale", "ends", "Cleo Marsh"),
            ("replied", "Bruno Vale", "asks", "Cleo Marsh"),
            ("kept", "Bruno Vale", "I do not reopen a decision outside the meeting", "Cleo Marsh"),
        ]
        assert news(session, since(harbour, "bob"), LATER) == [], "Cleo is not Bob's client"
        assert news(session, since(harbour, None, content=False), LATER, morning.paid) == [], "nor an assistant's business"
        assert {n.kind for n in news(session, since(harbour), NOW)} >= {"signed", "signed for"}


def test_each_of_them_has_its_line_on_the_page(
    bruno_did_things: None, enter: Enter, harbour: House, browse: Callable[..., FlaskClient], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("blueprints.today.now", lambda: LATER + timedelta(hours=2))
    page = " ".join(browse(harbour, "alice").get(f"/p/{harbour.slug}/").text.split())
    assert "Fritz Vale ended" in page and "Bruno Vale asked for a change of" in page and "Bruno Vale kept a promise to" in page
    monkeypatch.setattr("blueprints.today.now", lambda: NOW + timedelta(hours=2))
    page = " ".join(browse(harbour, "alice").get(f"/p/{harbour.slug}/").text.split())
    assert "Bruno Vale signed <a" in page and "the goals</a> of Cleo Marsh" in page
