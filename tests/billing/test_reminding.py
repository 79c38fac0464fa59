"""Reminders: wanted by their recipe while something is owed, and stopped by money, credit, a dispute, the coach or an answer."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from billing import reminding
from billing.ahead import OFF, ahead
from billing.bill_line import Instalment
from billing.credit_note import CreditNote
from billing.instalments import usual
from billing.invoice import Invoice
from billing.invoice_late import RULE, request, steps
from billing.refund import Dispute
from models import Inbound, Message, Practice, Preference
from models.errors import DomainError, InvoiceSettled
from models.recipe import Recipe
from models.recipes import plan
from models.recipes.expected import WROTE_BACK, Expected, expected
from tests.cast import NOW, House
from tests.money import TOTAL, issue

Enter = Callable[..., Session]
ZONE = ZoneInfo("Europe/Amsterdam")
DUE = date(2026, 12, 1)  # fourteen days after the tests' day of issue, a Tuesday
TWO = [share.kept for share in usual("two", 14)]
STEPS = [-3, 0, 7, 14, 30]


def invoice_of(session: Session, house: House, id: object) -> Invoice:
    return session.get_one(Invoice, (house.practice_id, id))


def turn_on(session: Session, house: House, **blanks: str) -> Recipe:
    recipe = Recipe.touch(session, RULE.name, is_on=False, now=NOW)
    recipe.switch_on(by=house.members["alice"], now=NOW)
    recipe.blanks = blanks
    session.flush()
    return recipe


def at(days: int, hour: int = 9) -> datetime:
    return datetime.combine(DUE + timedelta(days=days), datetime.min.time(), ZONE).replace(hour=hour, minute=1).astimezone(UTC)


def coming(session: Session, house: House, now: datetime) -> list[Expected]:
    recipe = session.scalar(select(Recipe).where(Recipe.name == RULE.name))
    return expected(session, RULE, recipe, now=now, zone="Europe/Amsterdam")


def wanted(session: Session, house: House, now: datetime) -> list[int]:
    return [int(one.wish.occasion.split()[-1]) for one in coming(session, house, now) if not one.held]


def follow(session: Session, house: House, now: datetime) -> list[tuple[str, str]]:
    """What is planned then, as (days, state)."""
    plan.sync_all(session, session.get_one(Practice, house.practice_id), now)
    session.flush()
    session.expire_all()
    rows = select(Message).where(Message.kind == reminding.KIND).order_by(Message.planned_for)
    return [(message.occasion.split()[-1], message.state) for message in session.scalars(rows)]


def test_the_usual_steps_and_others() -> None:
    assert steps(RULE.filled({})) == STEPS
    assert steps(RULE.filled({"before": "no", "on": "no", "first": "3", "second": "no", "third": "45"})) == [3, 45]


def test_steps_that_lie_far_apart_are_found_too(enter: Enter, harbour: House) -> None:
    issue(enter, harbour)
    with enter(harbour) as session:
        turn_on(session, harbour, before="30", on="no", first="no", second="90", third="120")
        found = {days: wanted(session, harbour, at(days)) for days in (-40, 80, 110)}
        [last] = [one for one in coming(session, harbour, at(110)) if not one.held and one.at > at(110)]
    assert found == {-40: [-30], 80: [90], 110: [90, 120]}
    assert "This is the last reminder that comes by itself." in str(last.wish.values["request"])
    assert "This is the last" not in request(90, is_last=False)


def test_of_steps_whose_day_has_come_only_the_latest_is_wanted(enter: Enter, harbour: House) -> None:
    """So that a worker that slept sends one mail and not five."""
    issue(enter, harbour)
    with enter(harbour) as session:
        found = {days: wanted(session, harbour, at(days)) for days in (-20, -10, -3, 0, 6, 8, 20, 31, 80)}
    assert found == {-20: [], -10: [-3, 0], -3: [-3, 0, 7], 0: [0, 7, 14], 6: [0, 7, 14], 8: [7, 14], 20: [14, 30], 31: [30], 80: []}


def test_each_part_has_its_own(enter: Enter, harbour: House) -> None:
    issue(enter, harbour, instalments=TWO)
    with enter(harbour) as session:
        turn_on(session, harbour)
        assert follow(session, harbour, at(-13)) == [("-3", "planned"), ("0", "planned")]
        follow(session, harbour, at(20))
        subjects = set(session.scalars(select(Message.subject_id).where(Message.kind == reminding.KIND)))
        assert subjects == set(session.scalars(select(Instalment.id))) and len(subjects) == 2


def test_at_nine_on_a_working_day_of_whoever_pays(enter: Enter, harbour: House) -> None:
    issue(enter, harbour)
    with enter(harbour) as session:
        for one in coming(session, harbour, at(-5)):
            here = one.at.astimezone(ZONE)
            assert here.hour in (7, 9) and here.weekday() < 5
        saturday = invoice_of(session, harbour, issue(enter, harbour, payment_days=18)).instalments[0]
        assert saturday.due_on.weekday() == 5
        on_the_day = next(one for one in coming(session, harbour, at(-5)) if one.wish.occasion == f"{saturday.id} 0")
        assert on_the_day.at.astimezone(ZONE) == datetime(2026, 12, 7, 7, 0, tzinfo=ZONE)


def test_switching_and_other_blanks_act_at_once(enter: Enter, harbour: House) -> None:
    issue(enter, harbour)
    with enter(harbour) as session:
        assert follow(session, harbour, at(-5)) == [], "off unless somebody switched it on"
        recipe = turn_on(session, harbour)
        assert follow(session, harbour, at(-5)) == [("-3", "planned"), ("0", "planned"), ("7", "planned")]
        practice = session.get_one(Practice, harbour.practice_id)
        recipe.blanks = {"before": "no", "first": "3"}
        plan.sync(session, RULE, recipe, practice, at(-5))
        session.expire_all()
        rows = session.scalars(select(Message).where(Message.kind == reminding.KIND).order_by(Message.planned_for))
        assert [(one.occasion.split()[-1], one.state) for one in rows] == [
            ("-3", "stopped"), ("0", "planned"), ("3", "planned"), ("7", "stopped"),
        ]  # fmt: skip
        recipe.switch_off(by=harbour.members["alice"], now=NOW)
        plan.sync(session, RULE, recipe, practice, at(-5))
        assert set(session.scalars(select(Message.state).where(Message.kind == reminding.KIND))) == {"stopped"}


def test_they_come_also_to_whoever_stopped_or_paused_reminders(enter: Enter, harbour: House) -> None:
    """As the page says on which they do that: invoices come in any case."""
    issue(enter, harbour)
    with enter(harbour) as session:
        wishes = Preference(id=harbour.contacts["fritz"], stopped_at=NOW, paused_until=at(90))
        session.add(wishes)
        assert wanted(session, harbour, at(-3)) == [-3, 0, 7]


def test_what_stops_them(enter: Enter, harbour: House) -> None:
    by = harbour.members["alice"]
    stops: dict[str, Callable[[Session, Invoice], object]] = {
        "paid": lambda _, invoice: invoice.book(TOTAL, NOW.date(), by=by, now=NOW),
        "credited": lambda _, invoice: CreditNote.issue(invoice, amount_minor=TOTAL, reason="x", by=by, now=NOW),
        "a bank questions": lambda session, invoice: dispute(session, invoice),
        "paused": lambda _, invoice: reminding.pause(invoice, by=by, now=NOW),
        "not to this person": lambda session, invoice: turn_on(session, harbour).skip(invoice.payer_id, by=by, now=NOW),
    }
    for why, stop in stops.items():
        id = issue(enter, harbour)
        with enter(harbour) as session:
            turn_on(session, harbour)
            stop(session, invoice_of(session, harbour, id))
            session.flush()
            part = invoice_of(session, harbour, id).instalments[0].id
            assert [one for one in coming(session, harbour, at(-5)) if one.wish.subject.id == part and not one.held] == [], why
            follow(session, harbour, at(-5))
            assert session.scalar(select(Message.id).where(Message.subject_id == part)) is None, why


def dispute(session: Session, invoice: Invoice, state: str = "open") -> None:
    payment = invoice.receive(100, how="stripe", now=NOW, provider_id=f"pi_{invoice.number}")
    assert payment is not None
    session.add(
        Dispute(payment_id=payment.id, provider_id=f"dp_{invoice.number}", amount_minor=100, currency="EUR", state=state, opened_at=NOW)
    )


def test_a_dispute_that_was_won_lets_them_go_on(enter: Enter, harbour: House) -> None:
    id = issue(enter, harbour)
    with enter(harbour) as session:
        dispute(session, invoice_of(session, harbour, id), "won")
        session.flush()
        assert wanted(session, harbour, at(-5)) == [-3, 0, 7]


@pytest.mark.parametrize("since", [-13, -5, -1, 1, 12, 17, 55])
def test_what_is_shown_ahead_is_what_gets_planned(since: int, enter: Enter, harbour: House) -> None:
    """At its reader's hours, of both parts, and not what a person stopped."""
    id = issue(enter, harbour, instalments=TWO)
    issue(enter, harbour)
    with enter(harbour) as session:
        turn_on(session, harbour)
        invoice = invoice_of(session, harbour, id)
        found = ahead(session, invoice, at(since))
        follow(session, harbour, at(since))
        rows = session.scalars(select(Message).where(Message.subject_id.in_(reminding.about(invoice))))
        planned = sorted(rows, key=lambda one: (one.planned_for, int(one.occasion.split()[1])))
        assert list(found.moments) == [(one.planned_for, int(one.occasion.split()[1])) for one in planned]
        assert ahead(session, invoice, at(since)) == found, "it stands there while it is planned, too"
        if planned:
            planned[0].stop()
            session.flush()
            assert ahead(session, invoice, at(since)).moments == found.moments[1:]
        assert found.goes_on == (since < 55)


def test_a_paid_part_is_not_reminded_of_and_the_next_is(enter: Enter, harbour: House) -> None:
    id = issue(enter, harbour, instalments=TWO)
    with enter(harbour) as session:
        invoice = invoice_of(session, harbour, id)
        invoice.book(TOTAL // 2, NOW.date(), by=harbour.members["alice"], now=NOW)
        second = invoice.instalments[1]
        found = coming(session, harbour, at(20))
        assert [one.wish.occasion for one in found] == [f"{second.id} -3", f"{second.id} 0"]
        assert {one.wish.values["number"] for one in found} == {invoice.number} and found[0].wish.to.name == "Fritz Vale"


def answer(session: Session, invoice: Invoice, when: datetime, *, automatic: bool = False) -> None:
    """Whoever pays it writes back to the first reminder."""
    first = session.scalars(select(Message).where(Message.kind == reminding.KIND).order_by(Message.planned_for)).first()
    assert first is not None
    Inbound.take_in(session, first, mail_id=f"<{when}>", subject="", words="Next week", is_automatic=automatic, now=when)
    if not automatic:
        plan.wrote_back(session, first)


def test_an_answer_lets_the_reminders_of_that_invoice_rest_until_the_coach_says_go_on(enter: Enter, harbour: House) -> None:
    id, other = issue(enter, harbour, instalments=TWO), issue(enter, harbour)
    with enter(harbour) as session:
        turn_on(session, harbour)
        follow(session, harbour, at(-5))
        invoice = invoice_of(session, harbour, id)
        answer(session, invoice, at(-4), automatic=True)
        assert ahead(session, invoice, at(-4)).answered == "", "an absence note is no answer"
        answer(session, invoice, at(-3, 11))
        after = at(-3, 12)
        parts = {part.id for part in invoice.instalments}
        held = {one.held for one in coming(session, harbour, after) if one.wish.subject.id in parts}
        assert held == {WROTE_BACK}, "also those of the part that was not answered about"
        assert all(one.held == WROTE_BACK for one in coming(session, harbour, at(26)) if one.wish.subject.id in parts)
        rest = invoice_of(session, harbour, other)
        assert [one.held for one in coming(session, harbour, after) if one.wish.subject.id not in parts] == ["", "", ""], "another invoice"
        follow(session, harbour, after)
        planned = set(session.scalars(select(Message.subject_id).where(Message.kind == reminding.KIND, Message.state == "planned")))
        assert planned == {part.id for part in rest.instalments}
        assert ahead(session, invoice, after).answered == "Fritz"
        reminding.resume(invoice, after)
        session.expire_all()
        assert ahead(session, invoice, after).answered == ""
        assert "0" in [days for days, state in follow(session, harbour, after) if state == "planned"]


def test_leaving_it_at_that_is_a_pause(enter: Enter, harbour: House) -> None:
    id, by = issue(enter, harbour), harbour.members["alice"]
    with enter(harbour) as session:
        turn_on(session, harbour)
        follow(session, harbour, at(-5))
        invoice = invoice_of(session, harbour, id)
        answer(session, invoice, at(-4))
        reminding.pause(invoice, by=by, now=at(-4))
        found = ahead(session, invoice, at(-4))
        assert found.is_paused and not found.answered
        reminding.resume(invoice, at(-4))
        assert ahead(session, invoice, at(-4)).why_not == "" and wanted(session, harbour, at(-4))


def test_by_hand_whatever_the_recipe_the_pause_and_an_answer_say(enter: Enter, harbour: House) -> None:
    id, by = issue(enter, harbour), harbour.members["alice"]
    with enter(harbour) as session:
        invoice, practice = invoice_of(session, harbour, id), session.get_one(Practice, harbour.practice_id)
        reminding.pause(invoice, by=by, now=NOW)
        reminding.pause(invoice, by=by, now=NOW)
        for seconds in (0, 5, 90):
            reminding.remind_now(invoice, NOW + timedelta(seconds=seconds))
        mine = session.scalars(select(Message).where(Message.kind == reminding.KIND)).all()
        assert len(mine) == 2 and all(one.is_by_hand for one in mine)
        follow(session, harbour, NOW)
        assert {one.state for one in mine} == {"planned"}, "no recipe stops what a person sent"
        assert [plan.why_not(session, one, practice, NOW) for one in mine] == ["", ""]
        found = ahead(session, invoice, NOW)
        assert found.is_off and found.why_not == OFF
        turn_on(session, harbour)
        assert ahead(session, invoice, NOW).is_paused
        reminding.resume(invoice, NOW)
        found = ahead(session, invoice, NOW)
        assert ([days for _, days in found.moments], found.why_not, found.goes_on) == ([-3, 0], "", True)
        dispute(session, invoice)
        session.flush()
        assert plan.why_not(session, mine[0], practice, NOW)
        with pytest.raises(DomainError, match="a bank questions"):
            reminding.remind_now(invoice, NOW)
        invoice.receive(TOTAL, how="hand", now=NOW)
        with pytest.raises(InvoiceSettled):
            reminding.remind_now(invoice, NOW)


def test_the_other_practice_sees_none(enter: Enter, harbour: House, summit: House) -> None:
    issue(enter, harbour)
    with enter(summit) as session:
        assert session.scalars(select(Instalment.id)).all() == []
        assert coming(session, summit, at(-5)) == []
