"""A stranger finds the page, is declined once, pays, and books an hour."""

import re

from tests.browser.business.words import ALICE, DETAILS, GRETA, HEADLINE, METHOD, PUBLIC, SINGLE
from tests.browser.live import Live
from tests.browser.visitor import Visitor
from tests.cast import PASSWORD
from tests.fixtures_stripe import DECLINED, PAYS

AN_HOUR_TAKES = (60 + 15 + 10) / 60  # with what the plan counts before and after each session
CARD_COST = 3.5  # what Stripe keeps of 254.10, about


def the_coach_shows_a_page(alice: Visitor) -> None:
    alice.go("/sign-in")
    alice.write(address=ALICE, password=PASSWORD)
    alice.press("^Sign in$")
    alice.go("/p/harbour-coaching/public")
    alice.write(headline=HEADLINE, lead="You decide in the meeting, and it stands.", method=METHOD)
    alice.press("^Save$")
    alice.press("Show it to everybody")
    alice.reads("Shown since")
    alice.looks("b01-public-editor")


def finds_an_offer(greta: Visitor) -> None:
    greta.go(PUBLIC)
    greta.reads(HEADLINE)
    greta.looks("b02-public-page")
    greta.press("Buy and book")
    greta.reads("You read what you agree to before anything is paid")
    greta.looks("b03-offer")


def gives_details_and_agrees(greta: Visitor) -> None:
    greta.write(**DETAILS)
    greta.press("On to the terms")
    greta.reads(SINGLE.terms)
    greta.looks("b04-terms")
    greta.write(agrees=True)
    greta.press("^Agree$")
    greta.reads("None is held before it is paid")
    greta.looks("b05-pay")


def is_declined_and_pays(live: Live, greta: Visitor) -> None:
    steps = greta.page.url
    greta.press("^Pay €254.10")
    greta.write(email=GRETA, number=DECLINED)
    greta.press("^Pay ")
    greta.reads("declined")
    greta.press("^Back$")
    live.work()
    greta.reads("Your bank said no")  # Stripe was asked, and the page looked again by itself
    greta.looks("b06-declined")
    greta.press("^Pay €254.10 with another card")
    greta.write(email=GRETA, number=PAYS)
    greta.press("^Pay ")
    live.work()
    greta.page.goto(steps)
    greta.reads("Paid: €254.10")
    greta.looks("b07-paid")


def books_an_hour(live: Live, greta: Visitor) -> None:
    """Lisbon is an hour behind: what is open from nine is shown from eight."""
    day_after = greta.page.locator("form.slots fieldset").nth(1).locator("label").first
    assert day_after.inner_text().strip() in ("08:00", "8:00\u202fam", "8:00 am")
    day_after.click()
    greta.press("Book this hour")
    greta.reads("It is in the calendar")
    greta.looks("b08-booked")
    assert greta.page.context.cookies(live.url) == [], "a stranger gets no cookie"
    told = [caught.subject for caught in live.mailbox.to(GRETA)]
    live.work()
    assert len(live.mailbox.to(GRETA)) > len(told), "the hour comes by mail"


def the_coach_sees_the_order(live: Live, alice: Visitor) -> None:
    alice.go("/p/harbour-coaching/invoices")
    alice.reads("Greta Ilves")
    alice.looks("b09-order")
    alice.go_home("Calendar")
    alice.reads("Greta Ilves")
    alice.looks("b10-calendar")


def count(live: Live) -> None:
    """What follows from a deed, and the count that waits until the last of it has come."""
    live.work()
    live.move(seconds=6)
    live.work()


def what_an_hour_earns(alice: Visitor) -> int:
    """In whole euros, as the price page says it."""
    alice.go("/p/harbour-coaching/price")
    said = re.search(r"You earn €([\d,]+)\.", alice.page.locator("h1").inner_text())
    assert said, alice.page.locator("h1").inner_text()
    return int(said[1].replace(",", ""))


def the_hour_is_held(live: Live, alice: Visitor) -> None:
    count(live)
    assert what_an_hour_earns(alice) == round(360 / (2 * AN_HOUR_TAKES)), "Cleo's two, of 360 euros without tax"
    alice.reads("more was paid for sessions still to come")
    alice.looks("b11-price-before")
    alice.go_home("Calendar")
    alice.press("^Greta Ilves$")
    live.move(days=2, hours=2)
    alice.page.reload()
    alice.write(alice.page.locator("form:has([name='minutes'])"), minutes="60")
    alice.press("It was held")
    alice.reads("Held, 60 minutes")
    count(live)
    assert what_an_hour_earns(alice) == round((360 + 210 - CARD_COST) / (3 * AN_HOUR_TAKES)), "and Greta's"
    alice.reads("3 paid hours")
    alice.press("All work")
    alice.reads("Greta Ilves")
    alice.looks("b12-price-rows")
    alice.page.go_back()
    alice.looks("b13-price-after")
