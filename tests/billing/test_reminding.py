"""Reminders: planned at the issue, sent only while they are wanted, and stopped by money, credit, a dispute or the coach."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from billing import reminding
from billing.bill_line import Instalment
from billing.credit_note import CreditNote
from billing.instalments import usual
from billing.invoice import Invoice
from billing.refund import Dispute
from models import Due, Message
from models.errors import DomainError, InvoiceSettled
from models.recipe import Recipe, RecipeSkip
from tests.cast import NOW, House
from tests.money import TOTAL, issue

Enter = Callable[..., Session]
ZONE = ZoneInfo("Europe/Amsterdam")
DUE = date(2026, 12, 1)  # fourteen days after the tests' day of issue, a Tuesday
TWO = [share.kept for share in usual("two", 14)]


def invoice_of(session: Session, house: House, id: object) -> Invoice:
    return session.get_one(Invoice, (house.practice_id, id))


def switch(session: Session, *, on: bool = True) -> Recipe:
    recipe = session.scalar(select(Recipe).where(Recipe.name == reminding.RECIPE)) or Recipe(name=reminding.RECIPE)
    recipe.on_at, recipe.off_at = NOW, None if on else NOW + timedelta(hours=1)
    session.add(recipe)
    session.flush()
    return recipe


def at(days: int) -> datetime:
    return datetime.combine(DUE + timedelta(days=days), datetime.min.time(), ZONE).replace(hour=9, minute=1).astimezone(UTC)


def reminded(session: Session, invoice: Invoice, days: int) -> str | None:
    message = reminding.remind(session, invoice.instalments[0], at(days))
    return message.occasion.split()[-1] if message else None


@given(st.dates(date(2026, 1, 1), date(2027, 12, 31)), st.integers(-40, 400))
def test_the_stage_is_the_latest_whose_day_has_come(due: date, days: int) -> None:
    found = reminding.stage(due, due + timedelta(days=days))
    assert found == max((one for one in reminding.DAYS if one <= days), default=None)


def test_each_instalment_gets_its_own_from_the_day_of_issue_on(enter: Enter, harbour: House) -> None:
    id = issue(enter, harbour, instalments=TWO)
    with enter(harbour) as session:
        parts = invoice_of(session, harbour, id).instalments
        planned = session.execute(select(Due.subject_id, Due.at).where(Due.verb == "remind_invoice").order_by(Due.at)).all()
        assert [(when.astimezone(ZONE).hour, when.astimezone(ZONE).minute) for _, when in planned] == [(9, 0)] * 10
        days = {part.id: [(when.astimezone(ZONE).date() - part.due_on).days for one, when in planned if one == part.id] for part in parts}
        assert list(days.values()) == [[-3, 0, 7, 14, 30]] * 2
    late = issue(enter, harbour, payment_days=0)
    with enter(harbour) as session:
        [part] = invoice_of(session, harbour, late).instalments
        planned = session.scalars(select(Due.at).where(Due.verb == "remind_invoice", Due.subject_id == part.id)).all()
        assert len(planned) == 3  # not before it was issued, and nine o'clock of that day is over


def test_one_a_stage_while_it_is_wanted(enter: Enter, harbour: House) -> None:
    id = issue(enter, harbour)
    with enter(harbour) as session:
        invoice = invoice_of(session, harbour, id)
        assert reminded(session, invoice, 7) is None, "the recipe is off unless somebody switched it on"
        switch(session)
        assert [reminded(session, invoice, days) for days in (-4, -3, -3, 0, 8, 8, 31)] == [None, "-3", None, "0", "7", None, "30"]
        switch(session, on=False)
        assert reminded(session, invoice, 14) is None


def test_never_at_a_weekend_nor_at_night(enter: Enter, harbour: House) -> None:
    id = issue(enter, harbour)
    with enter(harbour) as session:
        switch(session)
        saturday = datetime(2026, 12, 5, 8, 0, tzinfo=UTC)
        message = reminding.remind(session, invoice_of(session, harbour, id).instalments[0], saturday)
        assert message is not None
        assert message.planned_for.astimezone(ZONE) == datetime(2026, 12, 7, 7, 0, tzinfo=ZONE)


def test_what_stops_them(enter: Enter, harbour: House) -> None:
    by = harbour.members["alice"]
    stops: dict[str, Callable[[Session, Invoice], object]] = {
        "it is paid": lambda _, invoice: invoice.book(TOTAL, NOW.date(), by=by, now=NOW),
        "credited": lambda _, invoice: CreditNote.issue(invoice, amount_minor=TOTAL, reason="x", by=by, now=NOW),
        "a bank questions": lambda session, invoice: dispute(session, invoice),
        "paused": lambda _, invoice: reminding.pause(invoice, by=by, now=NOW),
        "not to this person": lambda session, invoice: session.add(
            RecipeSkip(recipe_id=switch(session).id, recipient_id=invoice.payer_id, at=NOW, by_id=by)
        ),
    }
    for why, stop in stops.items():
        id = issue(enter, harbour)
        with enter(harbour) as session:
            switch(session)
            invoice = invoice_of(session, harbour, id)
            stop(session, invoice)
            session.flush()
            assert reminded(session, invoice, 7) is None, why
            coming = reminding.reminders(session, NOW, NOW + timedelta(days=60))
            assert [one for one in coming if one.invoice_id == id] == [], why


def dispute(session: Session, invoice: Invoice, state: str = "open") -> None:
    payment = invoice.receive(100, how="stripe", now=NOW, provider_id=f"pi_{invoice.number}")
    assert payment is not None
    session.add(
        Dispute(payment_id=payment.id, provider_id=f"dp_{invoice.number}", amount_minor=100, currency="EUR", state=state, opened_at=NOW)
    )


def test_a_dispute_that_was_won_lets_them_go_on(enter: Enter, harbour: House) -> None:
    id = issue(enter, harbour)
    with enter(harbour) as session:
        switch(session)
        invoice = invoice_of(session, harbour, id)
        dispute(session, invoice, "won")
        session.flush()
        assert reminded(session, invoice, 7) == "7"


def test_a_paid_part_is_not_reminded_of_and_the_next_is(enter: Enter, harbour: House) -> None:
    id = issue(enter, harbour, instalments=TWO)
    with enter(harbour) as session:
        switch(session)
        invoice = invoice_of(session, harbour, id)
        invoice.book(TOTAL // 2, NOW.date(), by=harbour.members["alice"], now=NOW)
        first, second = invoice.instalments
        assert reminding.remind(session, first, at(7)) is None
        assert reminding.remind(session, second, at(37)) is not None
        coming = reminding.reminders(session, NOW, at(35))
        assert [(one.days, one.instalment_id, one.amount_minor, one.who) for one in coming] == [
            (days, second.id, TOTAL // 2, "Fritz Vale, Quay Freight") for days in (-3, 0)
        ]


def test_by_hand_whatever_the_recipe_and_the_pause_say(enter: Enter, harbour: House) -> None:
    id, by = issue(enter, harbour), harbour.members["alice"]
    with enter(harbour) as session:
        invoice = invoice_of(session, harbour, id)
        reminding.pause(invoice, by=by, now=NOW)
        reminding.pause(invoice, by=by, now=NOW)
        for seconds in (0, 5, 90):
            reminding.remind_now(invoice, NOW + timedelta(seconds=seconds))
        assert len(session.scalars(select(Message).where(Message.kind == "invoice_reminder")).all()) == 2
        assert reminding.ahead(session, invoice, NOW).is_paused is False, "it is off first of all"
        switch(session)
        assert reminding.ahead(session, invoice, NOW).is_paused
        reminding.resume(invoice)
        ahead = reminding.ahead(session, invoice, NOW)
        assert ([days for _, days in ahead.moments], ahead.why_not) == ([-3, 0, 7, 14, 30], "")
        dispute(session, invoice)
        session.flush()
        with pytest.raises(DomainError, match="a bank questions"):
            reminding.remind_now(invoice, NOW)
        invoice.receive(TOTAL, how="hand", now=NOW)
        with pytest.raises(InvoiceSettled):
            reminding.remind_now(invoice, NOW)


def test_the_other_practice_sees_none(enter: Enter, harbour: House, summit: House) -> None:
    issue(enter, harbour)
    with enter(summit) as session:
        assert session.scalars(select(Instalment.id)).all() == []
        assert reminding.reminders(session, NOW, NOW + timedelta(days=99)) == []
