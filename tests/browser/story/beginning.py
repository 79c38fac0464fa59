"""Signing up, the first client, and what is behind the request."""

import re

from tests.browser.live import Live
from tests.browser.story.words import ALICE, BRANCH, CAUSE, CLIENT, REQUEST, SENTENCE, WHYS
from tests.browser.visitor import Visitor
from tests.cast import PASSWORD


def code_for(live: Live, address: str) -> str:
    """The six digits in the newest mail."""
    found = re.search(r"\b(\d{3}) ?(\d{3})\b", live.letter(address).text)
    assert found
    return found[1] + found[2]


def signs_up(live: Live, alice: Visitor) -> None:
    alice.go("/")
    alice.press("Begin")
    alice.write(name="Alice Harbour", address=ALICE, password=PASSWORD, practice_name="Harbour Coaching", who_pays="both", currency="EUR")
    alice.write(zone="Europe/Amsterdam", locale="en_GB")
    alice.looks("01-sign-up")
    alice.press("^Begin$")
    alice.write(code=code_for(live, ALICE))
    alice.press("Confirm")
    alice.looks("02-first-page")


def adds_the_first_client(alice: Visitor) -> None:
    """On the very first page; who else has a part in it can wait."""
    alice.write(name=CLIENT["name"], address=CLIENT["address"])
    alice.press("Add this client")
    alice.press("Add the company and the boss")
    alice.write(**CLIENT)
    alice.looks("03-who-is-who")
    alice.press("^Save")
    alice.reads("Quay Freight")
    alice.looks("04-client")


def asks_why(alice: Visitor) -> None:
    alice.press("behind")
    alice.write(request=REQUEST)
    alice.saved()
    because(alice, WHYS[0])
    because(alice, WHYS[1], under=WHYS[0])
    because(alice, WHYS[2], under=WHYS[1])
    because(alice, BRANCH, under=WHYS[0])
    alice.write(cause=CAUSE, sentence=SENTENCE)
    alice.looks("05-why")
    alice.press("^Save$")
    alice.reads("Waits for Cleo")
    alice.press("Write the goals")


def because(alice: Visitor, words: str, under: str = "") -> None:
    place = alice.page.locator("li", has=alice.page.get_by_text(under, exact=True)).last if under else alice.page.locator(".ladder")
    asked = place.locator("details.ask", has_text="Add this why").last
    if asked.get_attribute("open") is None:
        asked.locator("summary").click()
    asked.locator("textarea").fill(words)
    alice.press("Add this why", asked)
    alice.page.locator("li", has=alice.page.get_by_text(words, exact=True)).last.wait_for()
