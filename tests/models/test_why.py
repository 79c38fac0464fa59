"""The whys as they are drawn: one line down until it branches, without what was taken away."""

from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session, object_session

from models import Ladder
from models.errors import LadderFull, NotYours, Stale
from models.why import Rung
from tests.cast import NOW, House

Enter = Callable[..., Session]


@pytest.fixture
def ladder(enter: Enter, harbour: House) -> Ladder:
    session = enter(harbour)
    ladder = Ladder(client_id=harbour.clients["cleo"])
    session.add(ladder)
    session.flush()
    return ladder


def grow(ladder: Ladder, text: str, below: Rung | None = None) -> Rung:
    rung = ladder.add(text, below.id if below else None)
    object_session(ladder).flush()
    return rung


def test_a_line_and_its_branches(ladder: Ladder) -> None:
    top = grow(ladder, "She collects one more paper")
    second = grow(ladder, "She would have no answer", top)
    left, right = grow(ladder, "He hears it from others", second), grow(ladder, "Two must sign", second)
    deeper = grow(ladder, "She shows only finished work", left)
    strand = ladder.strand
    assert strand.rungs == (top, second)
    assert [branch.rungs for branch in strand.branches] == [(left, deeper), (right,)]


def test_what_is_taken_away_takes_what_hangs_below_and_comes_back_whole(ladder: Ladder) -> None:
    top = grow(ladder, "one")
    second = grow(ladder, "two", top)
    third = grow(ladder, "three", second)
    second.removed_at = NOW
    assert ladder.standing == [top]
    with pytest.raises(NotYours, match="is gone"):
        ladder.add("four", third.id)
    second.removed_at = None
    assert ladder.standing == [top, second, third]


def test_an_empty_ladder_and_a_full_one(ladder: Ladder) -> None:
    assert ladder.strand.rungs == ladder.strand.branches == ()
    for n in range(Rung.MOST):
        ladder.add(f"why {n}")
    object_session(ladder).flush()
    with pytest.raises(LadderFull):
        ladder.add("one too many")


def test_a_sentence_is_approved_in_these_very_words(ladder: Ladder) -> None:
    ladder.write(1, sentence="She shows open work.")
    ladder.approve_sentence(NOW)
    assert ladder.approved_sentence == "She shows open work."
    ladder.write(2, sentence="She shows all work.")
    assert ladder.approved_sentence == ""
    with pytest.raises(Stale):
        ladder.write(2, cause="typed in another window")
