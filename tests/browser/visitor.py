"""A person with a browser. Whatever goes wrong on any page they see is kept, and fails the test that asks `fine()`."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Browser, ConsoleMessage, Dialog, Locator, Page, Request, Response

from tests.browser.judge import judged

PICTURES = os.environ.get("PAGES_TO")  # a folder: every step of a walk leaves its picture there
WIDE, NARROW = 1280, 390
LOOKS = {"desk-light": (WIDE, False), "phone-dark": (NARROW, True)}
ALL_LOOKS = os.environ.get("LOOKS") == "all"
if ALL_LOOKS:
    LOOKS |= {"desk-dark": (WIDE, True), "phone-light": (NARROW, False)}
IN_EVERY_LOOK = pytest.mark.parametrize(("width", "dark"), LOOKS.values(), ids=LOOKS)
WATCH = """
addEventListener("securitypolicyviolation", (event) => console.error(`refused by the policy: ${event.effectiveDirective} ${event.blockedURI}`));
addEventListener("load", () => {
  const page = document.documentElement;
  if (window === top && page.scrollWidth > page.clientWidth) {
    const wide = [...document.querySelectorAll("body *")].filter((one) => one.getBoundingClientRect().right > page.clientWidth + 1);
    const names = wide.slice(-3).map((one) => `${one.tagName.toLowerCase()}.${one.className?.baseVal ?? one.className}`);
    console.error(`scrolls sideways: ${page.scrollWidth} of ${page.clientWidth} px; ${names.join(", ")}`);
  }
});
"""


class Visitor:
    def __init__(self, browser: Browser, url: str, width: int = WIDE, *, dark: bool = False, script: bool = True) -> None:
        self.url, self.troubles, self.expected, self.judged_before = url, [], set[int](), set[str]()
        self.look = f"{width}-{'dark' if dark else 'light'}"
        self.context = browser.new_context(
            viewport={"width": width, "height": 844 if width == NARROW else 900},
            color_scheme="dark" if dark else "light",
            has_touch=width == NARROW,
            java_script_enabled=script,
            reduced_motion="reduce",
            locale="en-GB",
            timezone_id="Europe/Amsterdam",
        )
        self.context.set_default_timeout(20_000)
        if script:
            self.context.add_init_script(WATCH)
        self.page = self.context.new_page()
        self._listen(self.page)

    def _listen(self, page: Page) -> None:
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self._note(str(error)))
        page.on("requestfailed", self._failed)
        page.on("response", self._answered)
        page.on("dialog", self._asked)

    def _note(self, trouble: str) -> None:
        self.troubles.append(f"{self.page.url.removeprefix(self.url)}: {trouble}")

    def _heard(self, message: ConsoleMessage) -> None:
        # What the server refused is judged by its status, see _answered.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            self._note(message.text)

    def _failed(self, request: Request) -> None:
        if "ERR_ABORTED" not in (request.failure or ""):  # a download, or a page left before it was whole
            self._note(f"{request.method} {request.url} failed: {request.failure}")

    def _answered(self, response: Response) -> None:
        if response.status >= 400 and response.status not in self.expected:
            self._note(f"{response.request.method} {response.url.removeprefix(self.url)} answered {response.status}")

    def _asked(self, dialog: Dialog) -> None:
        self._note(f"asks before it lets go: {dialog.type} {dialog.message}")
        dialog.accept()

    @contextmanager
    def refused(self, *statuses: int) -> Iterator[None]:
        """What is done inside may be answered with these, 422 unless told."""
        self.expected = set(statuses or (422,))
        yield
        self.page.wait_for_load_state()
        self.expected = set()

    def go(self, address: str) -> None:
        self.page.goto(address if address.startswith("http") else self.url + address)

    def press(self, words: str, inside: Locator | None = None) -> None:
        """A button or a link that says this (a regular expression), whichever comes first."""
        known = re.compile(words)
        place = inside or self.page
        place.get_by_role("button", name=known).or_(place.get_by_role("link", name=known)).first.click()
        self.page.wait_for_load_state()

    def write(self, inside: Locator | None = None, /, **fields: Any) -> None:
        """Fields by their names in the form: text, a choice of a list, one of several answers, or a tick."""
        place = inside or self.page
        for name, value in fields.items():
            found = place.locator(f"[name='{name}']")
            kind = found.first.evaluate("field => field.type")
            if kind == "radio":
                place.locator(f"[name='{name}'][value='{value}']").check(force=True)
            elif kind == "checkbox":
                found.first.set_checked(bool(value), force=True)
            elif kind.startswith("select"):
                found.first.select_option(str(value))
            else:
                found.first.fill(str(value))

    def go_home(self, place: str) -> None:
        """One of the places that stand on every page of the workspace, on a phone perhaps behind More."""
        known = self.page.locator("header.rail").get_by_role("link", name=place, exact=True)
        if not known.count():
            self.page.get_by_role("button", name="More", exact=True).click()
            known = self.page.locator("#more").get_by_role("link", name=place, exact=True)
        known.click()
        self.page.wait_for_load_state()

    def saved(self) -> None:
        """Waits until the page has saved by itself what was typed."""
        self.page.locator("[data-saved]", has_text="Saved ").wait_for()

    def reads(self, words: str) -> None:
        """Waits until the page says it."""
        self.page.get_by_text(re.compile(words)).locator("visible=true").first.wait_for()

    def never_reads(self, words: str) -> None:
        assert not re.search(words, self.page.inner_text("body")), f"{self.page.url} says {words}"

    def judged(self) -> list[str]:
        """What axe finds on this page; what stands on every page is judged once."""
        return judged(self.page, self.judged_before)

    def looks(self, name: str, *, whole: bool = True) -> None:
        """A step of a walk leaves its picture; with LOOKS=all it is judged too, which takes as long as the walk."""
        for fault in self.judged() if ALL_LOOKS else ():
            self._note(fault)
        self.picture(name, whole=whole)

    def picture(self, name: str, *, whole: bool = True) -> None:
        if PICTURES:
            self.page.screenshot(path=f"{PICTURES}/{name}-{self.look}.png", full_page=whole)

    def portrait(self, path: Path) -> Path:
        """What is in the window, as a small PNG."""
        self.page.screenshot(path=path)
        with Image.open(path) as picture:
            picture.convert("RGB").save(path, optimize=True)
        return path

    def fine(self) -> None:
        troubles, self.troubles = self.troubles, []
        assert not troubles, "\n".join(troubles)
