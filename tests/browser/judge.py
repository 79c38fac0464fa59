"""What axe says of a page as it stands, of what unfolds on it, and of what floats over it."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page

AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text("utf-8")
RULES = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}
AFLOAT = {"resultTypes": ["violations"]}  # axe knows no top layer, and would measure a menu by what lies under it
JUDGE = """async ([place, options]) => {
  const found = await axe.run(place ? `#${place}` : document, options);
  const named = (one) => one.nodes.slice(0, 4).map((node) => node.target.join(" ")).join(" | ");
  return found.violations.map((one) => `${place ? `in #${place}: ` : ""}${one.id}: ${one.help}: ${named(one)}`);
}"""
LOW = """() => {
  if (!matchMedia("(width < 56rem)").matches) return [];
  const pressed = [...document.querySelectorAll(".button, .tabs a, .field select, .field input:not([type=checkbox], [type=radio])")];
  const low = pressed.filter((one) => one.checkVisibility() && one.getBoundingClientRect().height < 43.5);
  return low.map((one) => `too low for a thumb: ${one.name || one.innerText} is ${one.getBoundingClientRect().height} px high`);
}"""
UNFOLD = """() => { for (const one of document.querySelectorAll("details:not([open])")) { one.open = true; one.dataset.unfolded = ""; } }"""
FOLD = """() => { for (const one of document.querySelectorAll("[data-unfolded]")) { one.open = false; delete one.dataset.unfolded; } }"""
FLOATING = """() => {
  const closed = [...document.querySelectorAll("dialog[id]:not([open]), [popover][id]:not(:popover-open)")];
  const opens = (one) => !one.popover || document.querySelector(`[popovertarget="${one.id}"]`)?.checkVisibility();
  return closed.filter(opens).map((one) => one.id);
}"""
FLOAT = """(id) => { const one = document.getElementById(id); one.popover ? one.showPopover() : one.showModal(); }"""
SINK = """(id) => { const one = document.getElementById(id); one.popover ? one.hidePopover() : one.close(); }"""


def judged(page: Page, known: set[str]) -> list[str]:
    """What is wrong. `known` are the names of dialogs and menus judged before: those stand on every page and need it once."""
    page.evaluate(AXE)
    page.evaluate(UNFOLD)
    found: list[str] = page.evaluate(JUDGE, ["", RULES]) + page.evaluate(LOW)
    page.evaluate(FOLD)
    for name in page.evaluate(FLOATING):
        if name not in known:
            known.add(name)
            page.evaluate(FLOAT, name)
            if name == "palette":
                page.locator("#palette input").fill("a")
                page.locator("#palette-found a").first.wait_for()
            found += page.evaluate(JUDGE, [name, AFLOAT])
            page.evaluate(SINK, name)
    return found
