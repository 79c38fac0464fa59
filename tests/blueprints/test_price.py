"""What an hour earns: from rows to one number, and back to the rows."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app import jobs
from billing import PricePlan
from billing.earnings import records
from billing.invoice import Invoice
from models import Client, CoachingSession, Work
from tests.cast import House
from tests.money import issue
from tests.statements import counted
from tests.story import Enter

Browse = Callable[..., FlaskClient]
NOW = datetime.now(UTC)
LAST_MONTH = (NOW.replace(day=1) - timedelta(days=10)).replace(hour=9, minute=0, second=0, microsecond=0)


@pytest.fixture
def worked(app: Flask, enter: Enter, harbour: House) -> House:
    """An invoice of 4,800 net that was paid last month, and two sessions of an hour held then, with 25 minutes around each."""
    invoice_id = issue(enter, harbour)
    with enter(harbour) as session:
        paid = session.get_one(Invoice, (harbour.practice_id, invoice_id))
        paid.book(paid.total_minor, LAST_MONTH.date(), by=harbour.members["alice"], now=NOW)
        cleo = session.get_one(Client, (harbour.practice_id, harbour.clients["cleo"]))
        for n in range(2):
            held = CoachingSession.plan(cleo, LAST_MONTH + timedelta(hours=3 * n), 60, place="", now=LAST_MONTH - timedelta(days=9))
            held.hold(60, LAST_MONTH + timedelta(hours=3 * n + 1))
        session.commit()
    count(app, enter, harbour)
    return harbour


def count(app: Flask, enter: Enter, house: House) -> None:
    """Whatever follows from what was done; and what an hour earns, without waiting until the last of it has come."""
    with app.app_context():
        while jobs.run_next():
            pass
        with enter(house) as session:
            PricePlan.weigh(session, NOW)
            session.commit()
        while jobs.run_next():
            pass


def test_rows_become_values(enter: Enter, worked: House) -> None:
    with enter(worked) as session:
        found = records(session, (LAST_MONTH - timedelta(days=300)).date(), ZoneInfo("UTC"))
        invoice = session.scalars(select(Invoice)).one()
        assert sum(fee.kept for fee in found.fees) == Decimal(invoice.net_minor) / 100
        assert sum(w.minutes for w in found.work) == 2 * (60 + 15 + 10)
        assert sum(w.paid_minutes for w in found.work) == 120


def test_the_page_says_it_and_opens_its_rows(browse: Browse, worked: House, enter: Enter) -> None:
    alice, page = browse(worked, "alice"), f"/p/{worked.slug}/price"
    plan = {
        "list_rate": "180",
        "income": "58,000",
        "costs": "12,000",
        "tax_share": "30",
        "weeks": "44",
        "hours_a_week": "30",
        "sold_share": "45",
    }
    assert alice.post(f"{page}/plan", data=plan | {"minutes_before": "15", "minutes_after": "10", "version": "1"}).status_code == 303
    shown = alice.get(page).get_data(as_text=True)
    with enter(worked) as session:
        net = session.scalars(select(Invoice.net_minor)).one()
    assert "You charge €180 an hour." in shown
    assert f"€{round(net / 100 * 60 / 170):,}" in shown
    assert "2 paid hours" in shown
    assert "unpaid minutes" in shown
    rows = alice.get(f"{page}/rows?cause=preparation").get_data(as_text=True)
    assert rows.count("15 min preparing") == 2
    assert "2026-" in alice.get(f"{page}/rows").get_data(as_text=True)
    tried = alice.get(f"{page}/renewal?price=210&stays={worked.clients['cleo']}").get_data(as_text=True)
    assert "an hour with me costs €210" in tried


def test_nothing_yet_teaches(browse: Browse, harbour: House) -> None:
    shown = browse(harbour, "alice").get(f"/p/{harbour.slug}/price").get_data(as_text=True)
    assert "What does your hour really earn?" in shown
    assert "Mark a session as held" in shown


def test_who_may(browse: Browse, worked: House) -> None:
    page = f"/p/{worked.slug}/price"
    assert [browse(worked, who).get(page).status_code for who in ("alice", "bob", "ada", "rita")] == [200, 200, 403, 403]
    assert "2 paid hours" not in browse(worked, "bob").get(page).get_data(as_text=True), "a coach sees the part of their own clients"


def test_few_statements_whatever_there_is(app: Flask, browse: Browse, worked: House, enter: Enter) -> None:
    alice, page = browse(worked, "alice"), f"/p/{worked.slug}/price"

    def sent() -> int:
        alice.get(page)
        with counted(app.extensions["engine"]) as statements:
            assert alice.get(page).status_code == 200
        return len(statements)

    few = sent()
    assert few <= 8
    with enter(worked) as session:
        for n in range(40):
            Work.log(
                session, worked.members["alice"], "travel", 20, (LAST_MONTH - timedelta(days=n)).date(), client_id=None, note="", now=NOW
            )
        session.commit()
    assert sent() == few


@pytest.mark.parametrize("field", ["list_rate", "income", "costs", "tax_share", "hours_a_week", "sold_share"])
@pytest.mark.parametrize("typed", ["-5", "1e12", "NaN", "abc", "1000000000000000000"])
def test_amounts_that_are_none(browse: Browse, harbour: House, field: str, typed: str) -> None:
    plan = {"list_rate": "180", "income": "58000", "costs": "0", "tax_share": "30", "weeks": "44", "hours_a_week": "30", "sold_share": "45"}
    plan |= {"minutes_before": "15", "minutes_after": "10", "version": "1"}
    answer = browse(harbour, "alice").post(f"/p/{harbour.slug}/price/plan", data=plan | {field: typed})
    assert answer.status_code == 422
    assert "58000" in answer.get_data(as_text=True) or field == "income"


def test_the_log_is_corrected_in_two_taps(browse: Browse, worked: House, enter: Enter) -> None:
    alice, page = browse(worked, "alice"), f"/p/{worked.slug}/work"
    with enter(worked) as session:
        notes = session.scalars(select(Work).where(Work.kind == "notes").limit(1)).one()
    assert alice.get(f"{page}/{notes.id}").status_code == 200
    assert alice.post(f"{page}/{notes.id}", data={"minutes": "25"}).status_code == 303
    assert alice.post(f"{page}/{notes.id}", data={"minutes": "30"}).status_code == 409, "somebody corrected that row already"
    assert browse(worked, "bob").get(f"{page}/{notes.id}").status_code == 404
    week = alice.get(f"{page}?week={notes.on.isoformat()}").get_data(as_text=True)
    assert "25 min" in week
    added = {"kind": "travel", "minutes": "40", "on": NOW.date().isoformat(), "client": "", "note": "to the harbour"}
    assert alice.post(page, data=added).status_code == 303
    assert alice.post(page, data=added | {"on": "2099-01-01"}).status_code == 422


def test_today_says_it_at_a_glance(app: Flask, browse: Browse, enter: Enter, worked: House) -> None:
    alice = browse(worked, "alice")
    week = {f"day{day}_0_from": "09:00" for day in range(5)} | {f"day{day}_0_to": "12:00" for day in range(5)}
    alice.post(f"/p/{worked.slug}/hours/week", data=week)
    plan = {
        "list_rate": "4000",
        "income": "58000",
        "costs": "0",
        "tax_share": "30",
        "weeks": "44",
        "hours_a_week": "30",
        "sold_share": "45",
    }
    alice.post(f"/p/{worked.slug}/price/plan", data=plan | {"minutes_before": "15", "minutes_after": "10", "version": "1"})
    count(app, enter, worked)
    shown = alice.get(f"/p/{worked.slug}/").get_data(as_text=True)
    assert "An hour earns" in shown
    assert "sold of 60 offered in four weeks" in shown
    assert "Far below what you charge" in shown
    assert "An hour earns" not in browse(worked, "ada").get(f"/p/{worked.slug}/").get_data(as_text=True)
