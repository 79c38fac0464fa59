"""The agreement: written, read by the boss, signed by all, and later changed."""

from playwright.sync_api import Locator

from tests.browser.live import Live
from tests.browser.story.words import (
    BEFORE,
    BOUNDARIES,
    BRUNO,
    CHANGE,
    CHANGED,
    CLEO,
    ENDING,
    FRITZ,
    GOAL,
    MENDED,
    PROMISES,
    REASON,
    SCALE,
    SECRETS,
    SUGGESTION,
    VAGUE,
    WORTH_IT,
)
from tests.browser.visitor import Visitor


def form_of(visitor: Visitor, field: str) -> Locator:
    """The form that has this field; of several goals the first."""
    return visitor.page.locator(f"form:has([name='{field}'])").first


def saves(visitor: Visitor, field: str) -> None:
    visitor.press("^Save$", form_of(visitor, field))


def signs(visitor: Visitor, name: str) -> None:
    """The first sheet that asks for it: a typed name over the text above."""
    form = visitor.page.locator("form.sign").first
    form.locator("input.hand").fill(name)
    visitor.press("^Sign", form)


def writes(alice: Visitor) -> None:
    """A vague goal is met with findings, then mended; a third one is refused."""
    if alice.page.get_by_role("button", name="Add a goal").count():
        alice.press("Add a goal")
    alice.write(form_of(alice, "behaviour"), **VAGUE)
    saves(alice, "behaviour")
    alice.reads("Nobody could say on a given day")
    alice.reads("Where does it happen")
    alice.reads("A date is missing")
    alice.looks("06-findings")
    goal = form_of(alice, "behaviour")
    alice.write(goal, **GOAL)
    goal.get_by_text("A range, or the ends of a scale").click()
    alice.write(goal, **SCALE)
    goal.get_by_text("Numbers from before", exact=True).click()
    alice.write(goal, **BEFORE)
    saves(alice, "behaviour")
    alice.reads("A colleague could tell whether it happened")
    meets_the_limit(alice)
    alice.write(form_of(alice, "first"), first="2026-12-15", second="2027-01-26", third="2027-03-31")
    saves(alice, "first")
    alice.write(form_of(alice, "boundaries"), boundaries=BOUNDARIES)
    saves(alice, "boundaries")
    alice.write(form_of(alice, "fee"), fee="EUR 4,800 without tax, paid within 14 days.")
    saves(alice, "fee")
    alice.looks("07-draft")


def meets_the_limit(alice: Visitor) -> None:
    alice.press("Add a second goal")
    alice.write(form_of(alice, "once") if not alice.page.locator("#wish").count() else alice.page.locator("form:has(#wish)"), title="Sleep")
    alice.press("Park it")
    with alice.refused(409):
        alice.press("Bring back")
    alice.reads("two live goals")
    alice.looks("08-third-goal-refused")
    alice.page.get_by_role("button", name="Park this goal").last.click()
    alice.reads("Parked. It waits here")
    alice.page.get_by_role("button", name="Drop").first.click()
    alice.reads("Dropped")


def sends_to_the_boss(alice: Visitor) -> None:
    alice.page.get_by_role("button", name="Send it to Bruno").first.click()
    alice.reads("Bruno is reading it")


def opens(live: Live, reader: Visitor, address: str) -> None:
    """The link in the newest mail: a page with one button, which signs in."""
    reader.go(live.link(address, to="/l/"))
    reader.press("Open it")


def the_boss_suggests(live: Live, bruno: Visitor) -> None:
    opens(live, bruno, BRUNO)
    bruno.looks("09-boss-asked")
    for secret in SECRETS:
        bruno.never_reads(secret)
    bruno.write(goal_1="suggest")
    bruno.write(suggest_1=SUGGESTION)
    bruno.press("Send my answer")
    bruno.reads("Your words are with the coach")
    bruno.looks("10-boss-suggested")


def the_coach_mends(live: Live, alice: Visitor) -> None:
    live.work()
    alice.page.reload()
    if alice.page.get_by_role("button", name="Take it back").count():
        alice.press("Take it back")
    else:
        alice.press("Go on writing")
    alice.reads(SUGGESTION)
    alice.write(form_of(alice, "behaviour"), behaviour=MENDED)
    saves(alice, "behaviour")
    alice.looks("11-mended")
    sends_to_the_boss(alice)


def the_boss_signs(live: Live, bruno: Visitor) -> None:
    opens(live, bruno, BRUNO)
    bruno.write(goal_1="agree", worth_it=WORTH_IT, promise_1=PROMISES[0], promise_2=PROMISES[1], due_2="2027-01-29")
    bruno.looks("12-boss-promises")
    bruno.press("Send my answer")
    bruno.reads(PROMISES[0])
    bruno.looks("13-boss-reads-over")
    signs(bruno, "Bruno Vale")
    bruno.reads("Bruno Vale signed|Waits for others")
    bruno.looks("14-boss-signed")


def the_coach_offers(live: Live, alice: Visitor) -> None:
    live.work()
    alice.page.reload()
    alice.press("Offer it to Cleo")
    alice.reads("It waits for")
    alice.looks("15-offered")


def the_client_signs(live: Live, cleo: Visitor) -> None:
    opens(live, cleo, CLEO)
    cleo.looks("16-client-asked")
    cleo.press("See it as Bruno Vale does")
    cleo.reads("As Bruno Vale sees it|sees it")
    cleo.never_reads(BOUNDARIES)
    cleo.looks("17-see-as-boss")
    cleo.press("Back to your agreement")
    cleo.write(commitment="8", reason=REASON)
    cleo.press("Read it over")
    cleo.reads(REASON)
    cleo.looks("18-read-over")
    for _ in range(2):
        signs(cleo, "Cleo Marsh")
    cleo.reads("Waits for others")
    cleo.reads("Open your page")
    cleo.looks("19-client-signed")


def finance_signs(live: Live, fritz: Visitor) -> None:
    opens(live, fritz, FRITZ)
    fritz.looks("20-terms")
    fritz.never_reads(GOAL["title"])
    for secret in SECRETS:
        fritz.never_reads(secret)
    signs(fritz, "Fritz Vale")
    fritz.reads("Fritz Vale signed|In force|Waits for others")


def the_coach_signs(live: Live, alice: Visitor) -> None:
    live.work()
    alice.page.reload()
    while alice.page.locator("form.sign").count():
        signs(alice, "Alice Harbour")
    alice.reads("In force|Active")
    live.work()
    alice.page.reload()
    alice.looks("21-in-force")
    with alice.page.expect_download() as paper:
        alice.page.get_by_role("link", name="PDF").first.click()
    assert paper.value.path().read_bytes().startswith(b"%PDF")


def a_stranger_checks(live: Live, alice: Visitor, stranger: Visitor) -> None:
    address = alice.page.get_by_role("link", name="Check it").first.get_attribute("href")
    assert address
    stranger.go(address)
    stranger.reads("Valid")
    for words in (MENDED, GOAL["title"], "Cleo Marsh", *SECRETS):
        stranger.never_reads(words)
    stranger.looks("22-check")


def all_agree_to_a_change(live: Live, alice: Visitor, cleo: Visitor, bruno: Visitor) -> None:
    alice.press("Write a change")
    alice.write(form_of(alice, "behaviour"), behaviour=CHANGED)
    saves(alice, "behaviour")
    alice.page.locator("#next").get_by_role("link", name="Goals").click()
    alice.reads("What changes")
    alice.write(reason=CHANGE)
    alice.looks("40-change")
    alice.press("Ask everybody who signs")
    alice.reads("What would change")
    alice.looks("41-difference")
    for reader, address, name in ((cleo, CLEO, "Cleo Marsh"), (bruno, BRUNO, "Bruno Vale")):
        opens(live, reader, address)
        reader.reads(CHANGE)
        reader.looks("42-change-asked")
        signs(reader, name)
    live.work()
    alice.press("Agreement with")
    alice.reads("version 2")
    alice.press("Version 1|version 1")
    alice.reads("An old version")
    alice.looks("43-old-version")


def it_ends_early(alice: Visitor) -> None:
    alice.press("^Agreement with")
    alice.press("End it early")
    alice.write(reason=ENDING)
    alice.looks("47-ending")
    alice.press("^End it")
    alice.reads("[Ee]nded early")
    alice.reads(ENDING)
    alice.looks("48-ended")
