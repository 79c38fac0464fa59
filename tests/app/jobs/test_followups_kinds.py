"""What each of the other recipes waits for: an agreement, a quiet client, a review, a renewal, an enquiry."""

from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from app.mail import Letter
from models import (
    Contract,
    Enquiry,
    Practice,
    Share,
    SharedNote,
)
from models.contract import offer
from models.recipes import plan
from tests.app.jobs.test_followups import DAY, NOW, follow, held, messages, only, session, signed, turn_on, write
from tests.cast import House
from tests.signing import boss_signs
from tests.story import TODAY, Enter, begin, signer

__all__ = ["session", "signed"]


def test_an_agreement_that_waits_reminds_who_has_not_signed(session: Session, enter: Enter, harbour: House) -> None:
    turn_on(session, harbour, "agreement_waiting", often="2")
    contract = begin(session, harbour)
    offer.send_to_boss(contract, now=NOW, today=TODAY)
    follow(session)
    first, second = messages(session, "agreement_waiting")
    assert first.recipient_id == second.recipient_id == harbour.contacts["bruno"]
    assert first.planned_for > NOW + 2 * DAY and second.planned_for > first.planned_for + 2 * DAY
    contract.take_back()
    session.flush()
    follow(session)
    assert {m.state for m in messages(session, "agreement_waiting")} == {"stopped"}


def test_only_whom_an_agreement_asks_is_reminded_of_it(session: Session, enter: Enter, harbour: House) -> None:
    turn_on(session, harbour, "agreement_waiting")
    alice, cleo = signer(harbour.members["alice"], "Alice Harbour"), harbour.clients["cleo"]
    contract = begin(session, harbour)
    offer.send_to_boss(contract, now=NOW, today=TODAY)
    session.commit()
    boss_signs(enter, harbour, contract.id)
    follow(session)
    assert messages(session, "agreement_waiting") == [], "the boss has signed, and the client has not been shown it yet"
    later = NOW + 10 * DAY
    offer.offer(session.get_one(Contract, (harbour.practice_id, contract.id)), alice, now=later, today=TODAY)
    session.flush()
    follow(session, later)
    found = messages(session, "agreement_waiting")
    assert {m.recipient_id for m in found} == {cleo, harbour.contacts["fritz"]}
    assert all(m.planned_for > later + 2 * DAY for m in found), "it waits since it came to them, not since the boss read it"


def test_whoever_is_only_told_of_a_typing_error_is_not_reminded_to_answer(session: Session, harbour: House, signed: UUID) -> None:
    turn_on(session, harbour, "agreement_waiting")
    contract = session.get_one(Contract, (harbour.practice_id, signed))
    contract.part("terms").draft |= {"work": "Ten sessions of ninety minutes each."}
    offer.propose_change(contract, "terms", signer(harbour.members["alice"], "Alice Harbour"), "A word", now=NOW, today=TODAY, slip=True)
    session.flush()
    follow(session)
    assert messages(session, "agreement_waiting") == []


def test_the_others(session: Session, harbour: House, signed: UUID) -> None:
    """Recap, quiet, look, renewal, past client: each once, at its hour."""
    for name in ("recap", "quiet_client", "review_due", "renewal", "past_client"):
        turn_on(session, harbour, name)
    one = held(session, harbour, NOW - timedelta(hours=3))
    session.add(SharedNote(client_id=one.client_id, session_id=one.id, author_id=harbour.members["alice"], text="Well done", at=NOW))
    session.flush()
    follow(session)
    assert only(session, "recap").planned_for.date() == (NOW + DAY).date()
    follow(session, NOW + 10 * DAY)
    assert only(session, "quiet_client").planned_for.date() >= (NOW + 20 * DAY).date()
    looks = datetime(2027, 1, 14, 12, tzinfo=NOW.tzinfo)
    follow(session, looks)
    assert only(session, "review_due").planned_for.isoformat().startswith("2027-01-22T08:00")
    ends = datetime(2027, 2, 25, 12, tzinfo=NOW.tzinfo)
    follow(session, ends)
    assert only(session, "renewal").planned_for.isoformat().startswith("2027-03-03T08:00")
    contract = session.get_one(Contract, (harbour.practice_id, signed))
    contract.closed_at = ends
    session.flush()
    follow(session, ends)
    assert only(session, "renewal").state == "stopped"
    for months in (3, 6, 12, 18):
        follow(session, ends + timedelta(days=30.4 * months - 5))
    past = messages(session, "past_client")
    assert [m.occasion.split()[1] for m in past] == ["3", "6", "12"]
    assert [(m.planned_for.year, m.planned_for.month) for m in past] == [(2027, 5), (2027, 8), (2028, 2)]


def test_days_are_those_of_whoever_reads_of_them(session: Session, harbour: House, signed: UUID) -> None:
    """New Year's Eve in London is the first of January in Auckland."""
    for name in ("past_client", "enquiry_waiting"):
        turn_on(session, harbour, name, **({"whom": "asker"} if name == "enquiry_waiting" else {}))
    eve = datetime(2026, 12, 31, 12, tzinfo=NOW.tzinfo)
    contract = session.get_one(Contract, (harbour.practice_id, signed))
    contract.closed_at, contract.client.zone = eve, "Pacific/Auckland"
    assert Share.exists(contract, contract.client.sponsors("hr")[0], eve - timedelta(minutes=1)).body["since"] == "2026-12-31"
    contract.client.coach.practice.zone = "Pacific/Auckland"
    assert Share.exists(contract, contract.client.sponsors("hr")[0], eve).body["since"] == "2027-01-01"
    who = {"name": "Noor Valk", "address": "noor@private.example", "zone": "Pacific/Auckland", "locale": "en", "currency": "EUR"}
    Enquiry.add(session, now=eve, **who)
    session.flush()
    follow(session, eve)
    letter = write(session, only(session, "enquiry_waiting"), only(session, "enquiry_waiting").planned_for)
    assert isinstance(letter, Letter)
    assert letter.subject.strip() == "Your question of January 1, 2027"
    follow(session, eve + 88 * DAY)
    assert only(session, "past_client").planned_for.astimezone(ZoneInfo("Pacific/Auckland")).date().isoformat() == "2027-04-01"


def test_an_enquiry_that_waits_reminds_the_coach_and_tells_who_asked(session: Session, harbour: House) -> None:
    turn_on(session, harbour, "enquiry_waiting", whom="both")
    enquiry = Enquiry.add(
        session, now=NOW, name="Noor Valk", address="noor@private.example", zone="Europe/Amsterdam", locale="en", currency="EUR"
    )
    follow(session)
    asked = messages(session, "enquiry_waiting")
    assert {m.recipient_kind for m in asked} == {"member", "enquirer"}
    for message in asked:
        letter = write(session, message, message.planned_for)
        assert isinstance(letter, Letter)
        assert "Noor Valk" not in letter.subject
        assert ("/enquiries/" in letter.text) == (message.recipient_kind == "member")
    enquiry.answer(NOW)
    session.flush()
    assert all(plan.why_not(session, m, session.get_one(Practice, harbour.practice_id), NOW) for m in asked)
