"""Real people in a real browser: an installed Chromium or Chrome, else the one Playwright brought."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from app import demo as the_demo
from app.local.browser import find
from app.local.cluster import Cluster
from tests.browser import demo_people
from tests.browser.live import Live, plumbline
from tests.browser.visitor import WIDE, Visitor

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    installed = find()
    return {**browser_type_launch_args, "args": ARGUMENTS, **({"executable_path": installed} if installed else {})}


@pytest.fixture
def live(cluster: Cluster, stripe_server: str, scratch: Path) -> Iterator[Live]:
    """Nobody has signed up yet."""
    with plumbline(cluster, stripe_server, scratch) as running:
        yield running


@pytest.fixture(scope="module")
def demo_live(cluster: Cluster, stripe_server: str, scratch: Path) -> Iterator[Live]:
    """With the demo practice in it."""
    with plumbline(cluster, stripe_server, scratch, lambda _: the_demo.fill()) as running:
        yield running


@pytest.fixture
def visit(browser: Browser) -> Iterator[Callable[..., Visitor]]:
    """Opens browsers for a test: visit(url, width, dark=, script=). What went wrong in any of them fails it."""
    opened: list[Visitor] = []

    def open_one(url: str, width: int = WIDE, **how: bool) -> Visitor:
        opened.append(Visitor(browser, url, width, **how))
        return opened[-1]

    yield open_one
    for number, visitor in enumerate(opened):
        visitor.picture(f"last-{number}")
        visitor.context.close()
    for visitor in opened:
        visitor.fine()


@pytest.fixture(scope="module")
def demo(demo_live: Live) -> demo_people.Demo:
    return demo_people.of(demo_live.app)


@pytest.fixture
def enter(demo_live: Live, demo: demo_people.Demo, visit: Callable[..., Visitor]) -> Callable[..., Visitor]:
    """A browser in which somebody of the demo has signed in: enter("Tessa Quill", width, dark=, script=)."""

    def open_one(who: str, width: int = WIDE, **how: bool) -> Visitor:
        visitor = visit(demo_live.url, width, **how)
        if who in demo_people.SIGNED_IN:
            visitor.context.add_cookies([{**demo_people.cookie(demo_live.app, demo, who), "url": demo_live.url}])  # type: ignore[typeddict-item]
        return visitor

    return open_one
