"""Every page of every role, on the demo practice: for everybody's eyes, on a desk and on a phone, light and dark."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Request

from tests.browser import demo_people
from tests.browser.live import Live
from tests.browser.visitor import IN_EVERY_LOOK, NARROW, WIDE, Visitor

Enter = Callable[..., Visitor]
HEAVIEST = 100_000  # bytes on the wire of a first visit
REDIRECTED, SHUT = {301, 302, 303, 307, 308}, {403, 404, 410}
STOPS = 40  # presses of Tab until the primary act must have been reached
FOCUSED = """() => {
  const one = document.activeElement;
  const isRinged = (at) => getComputedStyle(at).outlineStyle !== "none" && parseFloat(getComputedStyle(at).outlineWidth) >= 2;
  return { words: one.innerText || one.ariaLabel || one.name || one.tagName, primary: one.matches(".button.primary"),
           ring: one === document.body || isRinged(one) || isRinged(one.parentElement) };
}"""


def pages_for(visitor: Visitor, addresses: list[str]) -> list[str]:
    """Those that are a page of their own: no file to keep, no fragment, no mere pointer to another; and one that is shut, for all of them."""
    found, shut = [], False
    for address in addresses:
        answer = visitor.context.request.get(visitor.url + address, max_redirects=0)
        if answer.status in REDIRECTED or not answer.text().lstrip().lower().startswith("<!doctype html"):
            continue
        if answer.status in SHUT:
            if shut:
                continue
            shut = True
        found.append(address)
    return found


@IN_EVERY_LOOK
@pytest.mark.parametrize(("who", "least"), sorted(demo_people.LEAST.items()))
def test_every_page_is_sound(demo_live: Live, demo: demo_people.Demo, enter: Enter, who: str, least: int, width: int, dark: bool) -> None:
    visitor = enter(who, width, dark=dark)
    visitor.expected = SHUT
    addresses = pages_for(visitor, demo_people.pages(demo_live.app, demo, who))
    faults: list[str] = []
    for address in addresses:
        visitor.go(address)
        faults += [f"{address}: {fault}" for fault in visitor.judged()]
        visitor.picture(f"{who.split()[0]}{address.replace('/', '_')}")
    assert faults == []
    assert len(addresses) >= least, addresses


@pytest.mark.parametrize("who", demo_people.OPENS)
def test_the_pages_of_the_business_half_open(demo_live: Live, demo: demo_people.Demo, enter: Enter, who: str) -> None:
    """None of them is missing from the walk, and none of them is shut."""
    visitor = enter(who)
    known = set(demo_people.pages(demo_live.app, demo, who))
    named = [demo.place(pattern) for pattern in demo_people.OPENS[who]]
    assert [place for place in named if place not in known] == []
    answers = {place: visitor.context.request.get(visitor.url + place, max_redirects=0).status for place in named}
    assert {place: status for place, status in answers.items() if status != 200} == {}


LIGHTEST = 50_000  # of a stranger's first visit, without pictures
WEIGHED = [
    ("Tessa Quill", "/p/{slug}/", HEAVIEST),
    ("Tessa Quill", "/p/{slug}/goals/{goal}", HEAVIEST),
    ("Tessa Quill", "/p/{slug}/contracts/{contract}", HEAVIEST),
    ("Tessa Quill", "/p/{slug}/price", HEAVIEST),
    ("Tessa Quill", "/p/{slug}/enquiries", HEAVIEST),
    ("Tessa Quill", "/p/{slug}/proof", HEAVIEST),
    ("Bram Oosterling", "/my/{slug}/", HEAVIEST),
    ("nobody", "/at/{slug}/wall", HEAVIEST),
    ("nobody", "/at/{slug}/offers/{handle}", HEAVIEST),
    ("nobody", "/at/{slug}", LIGHTEST),
]


@pytest.mark.parametrize(("who", "place", "most"), WEIGHED)
def test_a_first_visit_is_light(demo: demo_people.Demo, enter: Enter, who: str, place: str, most: int) -> None:
    """All that crosses the wire for somebody who has nothing of it yet: page, style, scripts, fonts."""
    visitor = enter(who)
    asked: list[Request] = []
    visitor.page.on("requestfinished", lambda request: asked.append(request))
    visitor.page.goto(visitor.url + demo.place(place), wait_until="networkidle")
    sizes = {
        request.url.removeprefix(visitor.url): sum(request.sizes()[part] for part in ("responseBodySize", "responseHeadersSize"))
        for request in asked
    }
    assert any(name.endswith(".woff2") for name in sizes)
    assert sum(sizes.values()) <= most, sizes


PRIMARY = [
    ("nobody", "/sign-in"),
    ("Tessa Quill", "/p/{slug}/clients/new"),
    ("Tessa Quill", "/p/{slug}/calendar"),
    ("Bram Oosterling", "/my/{slug}/goals/{goal}"),
]


@pytest.mark.parametrize(("who", "place"), PRIMARY)
def test_the_primary_act_is_reached_by_keyboard(demo: demo_people.Demo, enter: Enter, who: str, place: str) -> None:
    visitor = enter(who)
    visitor.go(demo.place(place))
    assert visitor.page.locator(".button.primary").count()
    unseen = []
    for _ in range(STOPS):
        visitor.page.keyboard.press("Tab")
        stop = visitor.page.evaluate(FOCUSED)
        if not stop["ring"]:
            unseen.append(stop["words"])
        if stop["primary"]:
            break
    else:
        pytest.fail("Tab never came to the primary act")
    assert unseen == []


def test_a_goal_is_saved_without_script(demo: demo_people.Demo, enter: Enter) -> None:
    tessa = enter("Tessa Quill", script=False)
    tessa.go(demo.place("/p/{slug}/contracts/{written}/edit"))
    form = tessa.page.locator("form:has([name='behaviour'])").first
    form.locator("[name='situation']").fill("On the first working day of the month, in the finance meeting")
    form.get_by_role("button", name="Save", exact=True).click()
    assert re.search(r"/edit(#.*)?$", tessa.page.url)
    saved = tessa.page.locator("[name='situation']").first
    assert saved.input_value() == "On the first working day of the month, in the finance meeting"


def test_with_script_the_remarks_follow_what_is_typed(demo: demo_people.Demo, enter: Enter) -> None:
    tessa = enter("Tessa Quill")
    tessa.go(demo.place("/p/{slug}/contracts/{written}/edit"))
    form = tessa.page.locator("form:has([name='behaviour'])").first
    behaviour, remark = form.locator("[name='behaviour']"), form.locator("[data-find='behaviour']")
    vague, said = behaviour.input_value(), remark.get_by_text("Nobody could say on a given day")
    assert said.is_visible() and behaviour.get_attribute("aria-invalid") == "true"
    behaviour.fill("Dov sends the finance team his rough forecast on the third working day of each month.")
    said.wait_for(state="detached")
    assert behaviour.get_attribute("aria-invalid") == "false"
    behaviour.fill(vague)
    said.wait_for()
    assert behaviour.get_attribute("aria-invalid") == "true"
    assert "-find" in (behaviour.get_attribute("aria-describedby") or "")


@pytest.mark.parametrize("place", ["/p/{slug}/contracts/{contract}", "/p/{slug}/goals/{goal}", "/p/{slug}/invoices/{invoice}"])
def test_on_paper_stands_what_is_read_and_nothing_to_press(demo: demo_people.Demo, enter: Enter, place: str) -> None:
    tessa = enter("Tessa Quill")
    tessa.go(demo.place(place))
    pressed = tessa.page.locator(".button:visible, .rail:visible, .desk-bar:visible")
    assert pressed.count()
    tessa.page.emulate_media(media="print")
    assert pressed.count() == 0
    assert tessa.page.locator("h1:visible").count() == 1


def test_nothing_moves_for_whoever_asked_that_nothing_moves(demo: demo_people.Demo, enter: Enter) -> None:
    tessa = enter("Tessa Quill")
    tessa.go(demo.place("/p/{slug}/"))
    lasts = "() => getComputedStyle(document.querySelector('.button')).transitionDuration"
    assert tessa.page.evaluate(lasts) == "0s"
    tessa.page.emulate_media(reduced_motion="no-preference")
    assert tessa.page.evaluate(lasts) != "0s"


PICTURES = Path(__file__).parent / "pictures"
SHOWN = [
    ("today", "Tessa Quill", "/p/{slug}/", WIDE),
    ("goal", "Tessa Quill", "/p/{slug}/goals/{goal}", WIDE),
    ("portal", "Bram Oosterling", "/my/{slug}/", NARROW),
]


@pytest.mark.skipif("PICTURES" not in os.environ, reason="PICTURES=1 takes the README's pictures anew")
@pytest.mark.parametrize(("name", "who", "place", "width"), SHOWN)
def test_the_pictures_of_the_readme(demo: demo_people.Demo, enter: Enter, name: str, who: str, place: str, width: int) -> None:
    visitor = enter(who, width)
    visitor.go(demo.place(place))
    assert visitor.portrait(PICTURES / f"{name}.png").stat().st_size < 200_000


def test_an_entry_is_made_without_script(demo_live: Live, demo: demo_people.Demo, enter: Enter) -> None:
    demo_live.move(days=7)  # so that a week is open
    bram = enter("Bram Oosterling", NARROW, script=False)
    bram.go(demo.place("/my/{slug}/measures/{measure}/entry"))
    bram.page.locator("[name='value']").first.fill("66")
    bram.page.get_by_role("button", name="Save", exact=True).click()
    bram.reads("Is it changing")
    assert bram.page.locator("figure.chart svg").count()
    bram.reads(r"66\D*%")
