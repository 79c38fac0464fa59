"""A few words in public: asked for, agreed to, shown with what was measured, taken back, gone."""

from playwright.sync_api import expect

from tests.browser.business.words import CLEO, HARD, PUBLIC, SEEN
from tests.browser.live import Live
from tests.browser.visitor import Visitor

PLACES = (PUBLIC, f"{PUBLIC}/wall", f"{PUBLIC}/wall/widget")


def the_coach_asks(alice: Visitor) -> None:
    alice.go_home("Proof")
    alice.looks("b30-proof")
    alice.press("^Cleo Marsh$")
    alice.reads("Nobody was written to")
    alice.press("Send the request")
    alice.reads("Asked on")
    alice.looks("b31-asked")


def the_writer_agrees(live: Live, writer: Visitor) -> str:
    """The address that stands in the mail."""
    address = live.link(CLEO, to="/say/")
    writer.go(address)
    assert writer.page.locator("[type='checkbox']:checked").count() == 0, "nothing is ticked beforehand"
    writer.write(seen=SEEN, hard=HARD, show_text=True, show_name=True, show_measured=True, on_page=True, got="no", know="no")
    writer.looks("b32-saying")
    writer.press("See how it will stand")
    writer.reads("As it will stand")
    writer.reads(SEEN)
    writer.looks("b33-preview")
    writer.press("Send it to Alice")
    writer.reads("Thank you")
    writer.looks("b34-thanks")
    return address


def it_stands(live: Live, guest: Visitor) -> None:
    """Where it stands, the badge opens what was measured, how and by whom."""
    live.work()
    for number, place in enumerate(PLACES):
        guest.go(place)
        guest.reads(SEEN)
        guest.reads("Cleo Marsh")
        guest.reads("Measured result")
        guest.looks(f"b35-stands-{number}")
        opened = guest.page.locator("article details")
        if opened.count():  # on somebody else's page the badge leads to the wall, where it stands open
            opened.evaluate("one => { one.open = false }")
            guest.page.locator("article summary", has_text="Measured result").click()
            expect(opened).to_contain_text("confirmed by somebody at work by name")
    assert guest.page.context.cookies(live.url) == [], "a stranger gets no cookie"


def the_coach_sees_it_stand(alice: Visitor) -> None:
    alice.page.reload()
    alice.reads("As it stands")
    alice.looks("b36-shown")


def it_is_taken_back(writer: Visitor, address: str) -> None:
    writer.go(address)
    writer.reads("What you agreed to")
    writer.looks("b37-standing")
    writer.press("Take it back")
    writer.reads("It is taken back")


def it_is_gone(live: Live, later: Visitor) -> None:
    """For somebody who comes now; a copy on the way lives for a minute at most."""
    for number, place in enumerate(PLACES):
        later.go(place)
        later.page.locator("h1").first.wait_for()
        later.never_reads(SEEN)
        later.never_reads("Cleo Marsh")
        later.looks(f"b38-gone-{number}")
    live.work()
    later.go(f"{PUBLIC}/wall")
    later.never_reads(SEEN)
