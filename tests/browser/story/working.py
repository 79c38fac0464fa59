"""Sessions, notes, actions, entries, and what the client shares."""

from tests.browser.live import Live
from tests.browser.story.agreeing import opens
from tests.browser.story.beginning import code_for
from tests.browser.story.words import ACTION, BRUNO, CLEO, GOAL, PRIVATE_NOTE, SECRETS, SENTENCE, SHARED_NOTE
from tests.browser.visitor import Visitor


def a_session_is_held(live: Live, alice: Visitor) -> None:
    alice.press("^Cleo Marsh$")
    alice.press("session")
    alice.write(day="2026-11-18", clock="10:00", minutes="60", place="By video")
    alice.looks("23-plan-session")
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
    alice.looks("24-session-held")


def gets_in(live: Live, reader: Visitor, address: str) -> None:
    """Their own page asks for more than the link to one thing: a code."""
    reader.write(address=address)
    reader.looks("25-sign-in")
    reader.press("Send me a link")
    reader.write(code=code_for(live, address))
    reader.press("^Sign in")


def the_client_gets_in(live: Live, alice: Visitor, cleo: Visitor) -> None:
    alice.press("^Cleo Marsh$")
    alice.press("Send Cleo their page")
    cleo.go(live.link(CLEO, "page", to="/my/"))
    gets_in(live, cleo, CLEO)
    cleo.reads("Good .*, Cleo")
    cleo.looks("26-portal")


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
    cleo.looks("27-entry-due")
    cleo.page.locator("[name='value'][value='6']").click()  # one tap
    cleo.press("^Save")  # two
    cleo.reads("Is it changing")
    assert cleo.page.locator("figure.chart svg:visible").count()
    cleo.looks("28-chart")
    the_client_corrects(cleo)


def the_client_corrects(cleo: Visitor) -> None:
    """The old number stays readable; and a measure may rest."""
    cleo.press("^Correct the entry")
    cleo.write(value="5")
    cleo.looks("28-correction")
    cleo.press("Save the correction")
    cleo.page.locator("td s", has_text="6").wait_for()
    cleo.press("Pause this measure")
    cleo.looks("28-paused")
    cleo.press("Go on from today")


def the_client_shares(live: Live, cleo: Visitor, bruno: Visitor) -> None:
    cleo.press("See what would be shared")
    cleo.looks("29-share")
    shown = cleo.page.locator(".preview .shared").inner_text()
    cleo.press("Share with Bruno Vale")
    opens(live, bruno, BRUNO)
    bruno.reads("Cleo Marsh shared this with you")
    assert bruno.page.locator(".shared").inner_text() == shown
    bruno.looks("30-boss-opens")
    bruno.press("All that is here for you")
    gets_in(live, bruno, BRUNO)
    bruno.reads(GOAL["title"])
    assert bruno.page.locator(".shared").inner_text() == shown
    for secret in (*SECRETS, SHARED_NOTE.replace("*", ""), ACTION):
        bruno.never_reads(secret)
    bruno.looks("30-boss-sees")
    cleo.press("Take it back")
    bruno.page.reload()
    assert not bruno.page.locator(".shared").count()
    bruno.looks("31-taken-back")


def the_coach_reads_the_chart(alice: Visitor) -> None:
    alice.go_home("Clients")
    alice.press("Cleo Marsh")
    alice.press(GOAL["title"])
    alice.reads("Too early to say: 1 of 8")
    alice.never_reads("Entered by")
    alice.looks("32-goal")
