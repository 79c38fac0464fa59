"""The browser of the tests: an installed Chromium or Chrome, else the platform's package, else Playwright's own. Standard library only."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
APPLICATIONS = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
OWN = Path(__file__).resolve().parents[2] / "var" / "browsers"  # where Playwright keeps its own: PLAYWRIGHT_BROWSERS_PATH


def find() -> str | None:
    """The path of an installed browser that starts. None: leave it to Playwright."""
    for found in [shutil.which(name) for name in NAMES] + list(APPLICATIONS):
        if found and Path(found).exists() and _starts(found):
            return found
    return None


def prepare(python: Path, say: Callable[[str], None]) -> None:
    """See that there is one. `python`: that of the virtual environment, which has Playwright."""
    if any(OWN.glob("chromium*")) or find():
        return
    apt = shutil.which("apt-get")
    sudo = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if apt and (not sudo or (shutil.which("sudo") and _succeeds([*sudo, "true"]))):
        say("No Chromium here: installing the system's package for the browser tests.")
        _succeeds([*sudo, apt, "update", "-qq"])
        if _succeeds([*sudo, apt, "install", "-y", "-qq", "chromium"]) and find():
            return
    say("No Chromium here: fetching Playwright's own into var/browsers for the browser tests.")
    done = subprocess.run(
        [str(python), "-m", "playwright", "install", "chromium"], check=False, env={**os.environ, "PLAYWRIGHT_BROWSERS_PATH": str(OWN)}
    )
    if done.returncode:
        raise SystemExit(
            "The browser tests need Chromium or Chrome. Install one (Debian: apt-get install chromium; macOS: brew install --cask chromium) and start again."
        )


def _starts(path: str) -> bool:
    """A name may stand for a package that only points to another shop."""
    return _succeeds([path, "--version"])


def _succeeds(command: list[str]) -> bool:
    try:
        return subprocess.run(command, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=900).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False
