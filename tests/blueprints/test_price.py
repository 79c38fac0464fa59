"""What an hour earns: from rows to one number, and back to the rows."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app import formats, jobs
from billing import Package, PricePlan
from billing.earnings import records
from billing.invoice import Invoice
from billing.settling import bill, client_of
from models import Client, CoachingSession, Enquiry, Practice, Work
from tests.cast import House
from tests.money import issue
from tests.sale import SINGLE, buy, sell
from tests.statements import counted
from tests.story import Enter
from tests.words import text as plain

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
            PricePlan.weigh(session, datetime.now(UTC))
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


def test_the_page_says_it_and_opens_its_rows(app: Flask, browse: Browse, worked: House, enter: Enter) -> None:
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
    count(app, enter, worked)
    today = plain(alice.get(f"/p/{worked.slug}/").text)
    assert re.search(r"An hour earns €[\d,]+ of €180 charged", today), "as whole as on its own page"


def test_it_says_when_it_was_counted_on_the_practices_clock(browse: Browse, worked: House, enter: Enter) -> None:
    alice, here = browse(worked, "alice"), datetime.now(ZoneInfo("Europe/Amsterdam")).replace(hour=0, minute=5, second=0)
    before = here - timedelta(hours=1)
    for at, words in ((here, "today at 12:05 AM"), (before, f"on {plain(formats.day(before, 'en'))} at 11:05 PM")):
        with enter(worked) as session:
            session.get_one(Practice, worked.practice_id).zone = "Europe/Amsterdam"
            plan = session.scalars(select(PricePlan)).one()
            kept = plan.counted or {}
            plan.counted = kept | {"": kept[""] | {"at": at.astimezone(UTC).isoformat()}}
            session.commit()
        assert f"Counted {words}" in plain(alice.get(f"/p/{worked.slug}/price").text)


def test_every_number_opens_its_rows(browse: Browse, worked: House, enter: Enter) -> None:
    alice, page, cleo = browse(worked, "alice"), f"/p/{worked.slug}/price", worked.clients["cleo"]

    def text(path: str) -> str:
        answer = alice.get(f"{page}{path}")
        assert answer.status_code == 200, path
        return answer.get_data(as_text=True)

    shown = text("")
    for part in (f"rows?currency=EUR&amp;client={cleo}", "rows?currency=EUR&amp;cause=notes", f"month={LAST_MONTH.date().replace(day=1)}"):
        assert part in shown, part
    with enter(worked) as session:
        net = session.scalars(select(Invoice.net_minor)).one() // 100
    for path in (f"rows?client={cleo}", "rows", f"rows?month={LAST_MONTH.date().isoformat()}"):
        assert f"2.8 hours of work, and €{net:,} from 1 payment, " in text(f"/{path}"), path
    assert "0.3 hours of work." in text("/rows?cause=notes")
    assert "0 hours of work." in text("/rows?month=2020-01-01")
    for wrong in ("client=x", "cause=x", "month=x", "offer=x", f"client={worked.practice_id}", f"offer={cleo}"):
        assert alice.get(f"{page}/rows?{wrong}").status_code == 404, wrong
    assert alice.get(f"{page}?currency=XXX").status_code == 404


def test_the_weeks_are_offered_booked_expected_and_free(app: Flask, browse: Browse, worked: House, enter: Enter) -> None:
    """Fifteen hours a week for twelve weeks; one session in the calendar, and a package of three of which one has its day."""
    alice, page = browse(worked, "alice"), f"/p/{worked.slug}/price"
    assert "No hours are open for booking." in alice.get(f"{page}/weeks").get_data(as_text=True)
    week = {f"day{day}_0_from": "09:00" for day in range(5)} | {f"day{day}_0_to": "12:00" for day in range(5)}
    alice.post(f"/p/{worked.slug}/hours/week", data=week)
    with enter(worked) as session:
        cleo = session.get_one(Client, (worked.practice_id, worked.clients["cleo"]))
        three = Package.give(cleo, "Three", 3, 60, expires_on=None, why="", by=worked.members["alice"], now=NOW)
        three.book(NOW + timedelta(days=9), place="", by="coach", now=NOW)
        session.commit()
    count(app, enter, worked)
    shown = alice.get(page).get_data(as_text=True)
    assert "180 offered hours</a>, 1 hour is booked and 2 hours sold without a day yet: 2" in shown
    assert "177 hours are free; 150 hours can still be sold" in shown
    weeks = alice.get(f"{page}/weeks").get_data(as_text=True)
    assert weeks.count(">15 hours<") >= 21, "offered in each, and free where nothing is"
    assert ">1 hour<" in weeks


def test_what_was_paid_ahead_and_what_was_quoted(browse: Browse, worked: House, enter: Enter, app: Flask) -> None:
    alice, page = browse(worked, "alice"), f"/p/{worked.slug}/price"
    empty = alice.get(f"{page}/ahead").text
    assert "Nothing was paid ahead." in empty and f'<a href="/p/{worked.slug}/offers">write one' in empty
    empty = alice.get(f"{page}/quotes").text
    assert "No quote was answered yet." in empty and f'Say under <a href="/p/{worked.slug}/enquiries">' in empty
    with enter(worked) as session:
        practice = session.get_one(Practice, worked.practice_id)
        purchase = buy(session, sell(session, worked, "package", terms=replace(SINGLE, name="Ten", sessions=10, price_minor=100000)))
        invoice = bill(purchase, practice, client_of(purchase, practice, NOW), NOW)
        invoice.receive(invoice.total_minor, how="hand", now=NOW)
        Package.sell(purchase, NOW)
        said = {"name": "Pim Aal", "address": "pim@elsewhere.example", "behaviour": "", "gap": "", "tried": "", "about": ""}
        where = {"source": "page", "source_note": "", "value_minor": 480000, "zone": "UTC", "locale": "en", "currency": "EUR"}
        asked = Enquiry.add(session, now=NOW, **said, **where)
        asked.quoted_at = NOW
        asked.lose("price", NOW)
        session.commit()
    count(app, enter, worked)
    assert "€1,000</a> more was paid for sessions still to come" in alice.get(page).get_data(as_text=True)
    ahead = alice.get(f"{page}/ahead").get_data(as_text=True)
    assert "<b>€1,000</b>" in ahead
    assert "10 sessions left" in ahead
    quotes = alice.get(f"{page}/quotes").get_data(as_text=True)
    assert "Pim Aal" in quotes
    assert "€4,800" in quotes


def test_a_price_from_what_it_is_worth(browse: Browse, worked: House) -> None:
    """science.md 7.2: a benefit of 145,125 at a return of 300 % pays 36,281 at most."""
    alice, page = browse(worked, "alice"), f"/p/{worked.slug}/price/value"
    assert "can be defended" not in alice.get(page).get_data(as_text=True)
    shown = alice.get(f"{page}?benefit=145,125&attribution=100&confidence=100&wanted=300&hours=100").get_data(as_text=True)
    assert "Up to €36,281 can be defended" in shown
    assert "<b>€7,256 to €29,025</b> is 5 to 20" in shown
    assert "<b>€363</b> would come for each hour of your work." in shown
    for wrong in ("benefit=0", "benefit=abc", "benefit=-5", "benefit=1&attribution=101", "benefit=1&confidence=NaN", "benefit=1&hours=0"):
        tried = alice.get(f"{page}?{wrong}&attribution=50&confidence=50&wanted=300")
        assert tried.status_code == 200
        assert "can be defended" not in tried.get_data(as_text=True), wrong


def test_nothing_is_added_up_over_currencies(app: Flask, browse: Browse, worked: House, enter: Enter) -> None:
    alice, page = browse(worked, "alice"), f"/p/{worked.slug}/price"
    with enter(worked) as session:
        practice = session.get_one(Practice, worked.practice_id)
        terms = replace(SINGLE, name="In dollars", currency="USD", price_minor=30000)
        purchase = buy(session, sell(session, worked, terms=terms))
        invoice = bill(purchase, practice, client_of(purchase, practice, NOW), NOW)
        invoice.receive(invoice.total_minor, how="hand", now=LAST_MONTH)
        session.commit()
    before = alice.get(page).get_data(as_text=True)
    count(app, enter, worked)
    after = alice.get(page).get_data(as_text=True)
    assert [re.search(r"You earn.*?</h1>", shown)[0] for shown in (before, after)] == [re.search(r"You earn.*?</h1>", before)[0]] * 2  # type: ignore[index]
    assert "$300" in alice.get(f"{page}?currency=USD").get_data(as_text=True)


def test_a_correction_is_counted(app: Flask, browse: Browse, worked: House, enter: Enter) -> None:
    alice, work = browse(worked, "alice"), f"/p/{worked.slug}/work"
    with enter(worked) as session:
        notes = session.scalars(select(Work).where(Work.kind == "notes").limit(1)).one()
    assert alice.post(f"{work}/{notes.id}", data={"minutes": "70"}).status_code == 303
    with app.app_context():
        while jobs.run_next():
            pass
    assert "1.8 unpaid hours" in alice.get(f"/p/{worked.slug}/price").get_data(as_text=True)


def test_nothing_yet_teaches(browse: Browse, harbour: House) -> None:
    shown = browse(harbour, "alice").get(f"/p/{harbour.slug}/price").get_data(as_text=True)
    assert "What does your hour really earn?" in shown
    tried = browse(harbour, "alice").get(f"/p/{harbour.slug}/price/renewal?price=200").text
    assert "Nobody to renew with yet" in tried
    assert "Nothing was paid yet" not in tried, "something may well have been paid"
    assert shown.count("Mark a session as held") == 1, "said once; the one act stands below it"


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
