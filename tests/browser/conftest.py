"""Real people in a real browser: an installed Chromium or Chrome, else the one Playwright brought."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from app import demo
from app.local.browser import find
from app.local.cluster import Cluster
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


@pytest.fixture(scope="module")
def live(cluster: Cluster, stripe_server: str, scratch: Path) -> Iterator[Live]:
    """Nobody has signed up yet."""
    with plumbline(cluster, stripe_server, scratch) as running:
        yield running


@pytest.fixture(scope="module")
def demo_live(cluster: Cluster, stripe_server: str, scratch: Path) -> Iterator[Live]:
    """With the demo practice in it."""
    with plumbline(cluster, stripe_server, scratch, lambda _: demo.fill()) as running:
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
