"""Sessions, notes, actions, entries, and what the client shares."""

from tests.browser.live import Live
from tests.browser.story.beginning import code_for
from tests.browser.story.words import ACTION, BRUNO, CLEO, GOAL, PRIVATE_NOTE, SECRETS, SENTENCE, SHARED_NOTE
from tests.browser.visitor import Visitor


def a_session_is_held(live: Live, alice: Visitor) -> None:
    alice.press("^Cleo Marsh$")
    alice.press("session")
    alice.write(day="2026-11-18", clock="10:00", minutes="60", place="By video")
    alice.picture("23-plan-session")
    alice.press("Plan the session")
    alice.reads("Planned")
    assert "session" in live.letter(CLEO).text.casefold()
    live.move(days=1, hours=2)
    alice.page.reload()
    alice.write(alice.page.locator("form#private"), text=PRIVATE_NOTE)
    alice.press("Save your own note")
    alice.write(alice.page.locator("form#shared"), text=SHARED_NOTE)
    alice.press("Save the note for both")
    form = alice.page.locator("form.add-action-form")
    alice.write(form, text=ACTION, due="2026-11-23")
    alice.press("Add", form)
    alice.reads(ACTION)
    alice.write(alice.page.locator("form:has([name='minutes'])"), minutes="55")
    alice.press("It was held")
    alice.reads("Held, 55 minutes")
    alice.picture("24-session-held")


def gets_in(live: Live, reader: Visitor, address: str, page: str) -> None:
    """Their own page asks for more than the link of one agreement: a code."""
    reader.go(page)
    reader.write(address=address)
    reader.picture("25-sign-in")
    reader.press("Send me a link")
    reader.write(code=code_for(live, address))
    reader.press("^Sign in")


def the_client_gets_in(live: Live, alice: Visitor, cleo: Visitor) -> None:
    alice.press("^Cleo Marsh$")
    alice.press("Send Cleo their page")
    gets_in(live, cleo, CLEO, live.link(CLEO, "page", to="/my/"))
    cleo.reads("Good .*, Cleo")
    cleo.picture("26-portal")


def the_client_works(live: Live, cleo: Visitor) -> None:
    cleo.reads("two")
    cleo.never_reads(PRIVATE_NOTE)
    cleo.press(ACTION)
    cleo.reads("1 of 1 done")
    cleo.press("Read it")
    cleo.reads(SENTENCE)
    cleo.press("Yes, these words")
    cleo.press("^Back$")
    live.move(days=7)
    cleo.page.reload()
    cleo.picture("27-entry-due")
    cleo.page.locator("[name='value'][value='6']").tap()  # one tap
    cleo.press("^Save")  # two
    cleo.reads("Is it changing")
    assert cleo.page.locator("figure.chart svg:visible").count()
    cleo.picture("28-chart")


def the_client_shares(live: Live, cleo: Visitor, bruno: Visitor) -> None:
    cleo.press("See what would be shared")
    cleo.picture("29-share")
    shown = cleo.page.locator(".preview .shared").inner_text()
    cleo.press("Share with Bruno Vale")
    gets_in(live, bruno, BRUNO, live.link(BRUNO, to="/for/"))
    bruno.reads(GOAL["title"])
    assert bruno.page.locator(".shared").inner_text() == shown
    for secret in (*SECRETS, SHARED_NOTE.replace("*", ""), ACTION):
        bruno.never_reads(secret)
    bruno.picture("30-boss-sees")
    cleo.press("Take it back")
    bruno.page.reload()
    assert not bruno.page.locator(".shared").count()
    bruno.picture("31-taken-back")


def the_coach_reads_the_chart(alice: Visitor) -> None:
    alice.go_home("Clients")
    alice.press("Cleo Marsh")
    alice.press(GOAL["title"])
    alice.reads("Too early to say: 1 of 8")
    alice.never_reads("Entered by")
    alice.picture("32-goal")
