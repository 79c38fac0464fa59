"""An agreement ends with its evidence: nobody types the outcome, both sign the same text, and the boss gets a report only on a yes."""

from datetime import timedelta
from decimal import Decimal

import pytest
from flask import Flask
from sqlalchemy import select

from models import Closing, Contract, File, Measure, Message, Share, Testimonial
from models.contract import close
from models.errors import AlreadySigned, ChangeUnderWay, NotAsked, NotClosing
from models.face import Face, page_of
from tests.cast import House
from tests.closing import BETTER, LATER, LESSONS, SAME, At, begin, closed, later, run_all, sign_closing, worked
from tests.story import Enter, signer

__all__ = ["later"]


@pytest.mark.parametrize(
    ("values", "outcome"), [(BETTER, "improved"), (SAME, "no_change"), (BETTER[:4], "too_early"), ((), "not_measured")]
)
def test_the_outcome_is_what_the_looks_found(enter: Enter, harbour: House, values: tuple[float, ...], outcome: str) -> None:
    id = worked(enter, harbour, values)
    [goal] = begin(enter, harbour, id).body["goals"]
    assert (goal["outcome"], goal["grade"]) == (outcome, "own")
    figures = goal["measures"][0]
    assert figures["n_before"] == "12"
    assert figures["n_after"] == str(len(values))
    if len(values) == 11:
        assert figures["look"] == "2027-01-29"
        assert figures["entered"] == "11 of 11 weeks"


def test_both_sign_and_then_everything_follows(app: Flask, enter: Enter, harbour: House, later: At) -> None:
    id = closed(app, enter, harbour)
    with enter(harbour) as session:
        contract = session.get_one(Contract, (harbour.practice_id, id))
        assert contract.state == "closed"
        assert [goal.place for goal in contract.goals] == [None]
        assert {part.ended_at for part in contract.parts} == {LATER}
        assert Closing.newest(session, id).is_intact
        reports = {share.body["for"]: share for share in session.scalars(select(Share).where(Share.what == "report"))}
        assert set(reports["boss"].readers) == {harbour.clients["cleo"], harbour.contacts["bruno"]}
        assert reports["client"].readers == [harbour.clients["cleo"]]
        assert "lessons" in reports["client"].body
        assert "lessons" not in reports["boss"].body
        assert len(list(session.scalars(select(File).where(File.kind == "report")))) == 2
        told = {(m.recipient_kind, m.kind) for m in session.scalars(select(Message).where(Message.kind == "report_ready"))}
        assert told == {("client", "report_ready"), ("contact", "report_ready")}
        testimonial = session.scalars(select(Testimonial)).one()
        assert (testimonial.source, testimonial.asked_at) == ("closing", None)
        face = Face.read(page_of(session).face)
        assert (face.typical.contracts, face.improved, face.typical.is_enough) == (1, 1, False)
    with enter(harbour, harbour.contacts["bruno"]) as session:
        assert [share.body["for"] for share in session.scalars(select(Share).where(Share.what == "report"))] == ["boss"]


def test_the_boss_gets_nothing_without_a_yes(app: Flask, enter: Enter, harbour: House, later: At) -> None:
    closed(app, enter, harbour, shares=False)
    with enter(harbour, harbour.contacts["bruno"]) as session:
        assert list(session.scalars(select(Share))) == []
        assert list(session.scalars(select(File).where(File.kind == "report"))) == []
    with enter(harbour) as session:
        kinds = select(Message.kind).where(Message.recipient_id == harbour.contacts["bruno"])
        assert not {"report_ready", "closing_ready", "closing_back"} & set(session.scalars(kinds))


def test_other_lessons_are_another_text_and_old_signatures_count_no_more(app: Flask, enter: Enter, harbour: House, later: At) -> None:
    id = worked(enter, harbour)
    first = begin(enter, harbour, id)
    sign_closing(enter, harbour, id, "coach")
    with enter(harbour, harbour.clients["cleo"]) as session:
        contract, old = session.get_one(Contract, (harbour.practice_id, id)), Closing.newest(session, id)
        new = old.reword(contract, {**LESSONS, "stop": "Mail after six."}, by=harbour.clients["cleo"], now=LATER)
        assert new.n == 2
        assert new.body["goals"] == first.body["goals"]
        assert old.reword(contract, LESSONS, by=harbour.clients["cleo"], now=LATER).n == 1
        cleo = signer(harbour.clients["cleo"], "Cleo Marsh")
        with pytest.raises(NotAsked):
            old.sign("client", cleo, old.sha256, now=LATER)
        with pytest.raises(NotAsked):
            new.sign("client", cleo, old.sha256, now=LATER)
        new.sign("client", cleo, new.sha256, now=LATER)
        with pytest.raises(AlreadySigned):
            new.sign("client", cleo, new.sha256, now=LATER)
        session.commit()
    run_all(app)
    with enter(harbour) as session:
        assert session.get_one(Contract, (harbour.practice_id, id)).state == "closing"
        assert session.scalar(select(Message.id).where(Message.kind == "closing_back"))
    sign_closing(enter, harbour, id, "coach")
    run_all(app)
    with enter(harbour) as session:
        assert session.get_one(Contract, (harbour.practice_id, id)).state == "closed"


def test_a_correction_between_the_signatures_is_signed_anew(app: Flask, enter: Enter, harbour: House, later: At) -> None:
    id = worked(enter, harbour)
    begin(enter, harbour, id)
    sign_closing(enter, harbour, id, "client")
    with enter(harbour, harbour.clients["cleo"]) as session:
        measure = session.scalars(select(Measure)).one()
        for n, reading in enumerate([reading for reading in measure.standing if reading.period.year == 2027]):
            measure.correct(
                reading, Decimal(34 + n % 2 * 12), by=harbour.clients["cleo"], now=LATER, today=LATER.date(), comment="Counted anew."
            )
        session.commit()
    sign_closing(enter, harbour, id, "coach")
    run_all(app)
    with enter(harbour) as session:
        newest = Closing.newest(session, id)
        assert session.get_one(Contract, (harbour.practice_id, id)).state == "closing"
        assert (newest.n, newest.signatures, newest.body["goals"][0]["outcome"]) == (2, [], "no_change")
        assert "corrected since" in newest.body["goals"][0]["measures"][0]["why"]


def test_it_can_go_on_instead(app: Flask, enter: Enter, harbour: House, later: At) -> None:
    id = worked(enter, harbour)
    begin(enter, harbour, id)
    with enter(harbour) as session:
        contract = session.get_one(Contract, (harbour.practice_id, id))
        close.resume(contract)
        assert contract.is_active
        with pytest.raises(NotClosing):
            close.resume(contract)
        contract.parts[0].open_id = contract.parts[0].in_force_id
        with pytest.raises(ChangeUnderWay):
            close.begin(contract, LESSONS, {}, by=harbour.members["alice"], now=LATER + timedelta(days=1))


def test_begun_again_on_the_same_day_is_another_text(app: Flask, enter: Enter, harbour: House, later: At) -> None:
    """What was signed before it went on must not close it."""
    id = worked(enter, harbour)
    first = begin(enter, harbour, id)
    sign_closing(enter, harbour, id, "client")
    with enter(harbour) as session:
        close.resume(session.get_one(Contract, (harbour.practice_id, id)))
        session.commit()
    run_all(app)
    second = begin(enter, harbour, id, LATER + timedelta(minutes=5))
    assert second.n == 2
    assert second.sha256 != first.sha256
    sign_closing(enter, harbour, id, "coach")
    run_all(app)
    with enter(harbour) as session:
        assert session.get_one(Contract, (harbour.practice_id, id)).state == "closing"
        asked = session.scalars(select(Message.occasion).where(Message.kind == "closing_ready")).all()
        assert set(asked) == {str(first.id), str(second.id)}, "the client is asked to read the new one"
    sign_closing(enter, harbour, id, "client")
    run_all(app)
    with enter(harbour) as session:
        assert session.get_one(Contract, (harbour.practice_id, id)).state == "closed"


def test_nobody_signs_as_somebody_else(enter: Enter, harbour: House) -> None:
    """The database refuses a reader's signature in another's name; other clients do not see it at all."""
    id = worked(enter, harbour)
    begin(enter, harbour, id)
    with enter(harbour, harbour.clients["cleo"]) as session:
        newest = Closing.newest(session, id)
        with pytest.raises(Exception, match="row-level security"):
            newest.sign("coach", signer(harbour.members["alice"], "Alice Harbour"), newest.sha256, now=LATER)
    for stranger in (harbour.clients["dora"], harbour.contacts["bruno"], harbour.contacts["hana"]):
        with enter(harbour, stranger) as session:
            assert Closing.newest(session, id) is None
