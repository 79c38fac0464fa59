"""`python3 -m app.local.prepare run|test`: the virtual environment in var/venv, from the hashed lock, and what else is missing, by name.

Started with whatever Python the machine has, before anything is installed: the standard library only, and a syntax that Python 3.9 reads
(macOS brings that one), so that it can say what to do instead of failing.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

from app.local import browser  # as free of other imports as this file

ROOT = Path(__file__).resolve().parents[2]
VAR = ROOT / "var"
VENV = VAR / "venv"
PYTHON = VENV / "bin" / "python"
LOCKS = {"run": "requirements.txt", "test": "requirements-dev.txt"}
PANGO = {
    "apt-get": "apt-get install -y libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0",
    "dnf": "dnf install -y pango",
    "brew": "brew install pango",
}
OLDEST = (3, 11)
VENV_PACKAGE = {"apt-get": "apt-get install -y python3-venv", "dnf": "dnf install -y python3", "brew": "brew install python"}

NEW_PYTHON = {**VENV_PACKAGE, "apt-get": "apt-get install -y python3.11 python3.11-venv"}


def main(level: str) -> None:
    if level == "run" and ready("test"):
        return
    if not ready(level):
        wanted = "test" if stamp("test").exists() else level  # never take away what the tests needed
        install(wanted)
        check_libraries()
        stamp(wanted).write_text(fingerprint(wanted))
    if level == "test":
        browser.prepare(PYTHON, say)


def stamp(level: str) -> Path:
    return VENV / ("ready-to-" + level)


def ready(level: str) -> bool:
    return PYTHON.exists() and stamp(level).exists() and stamp(level).read_text() == fingerprint(level)


def fingerprint(level: str) -> str:
    return hashlib.sha256((ROOT / LOCKS[level]).read_bytes()).hexdigest()


def install(level: str) -> None:
    VAR.mkdir(exist_ok=True)
    lock = str(ROOT / LOCKS[level])
    uv = find_uv()
    if uv:
        say(f"Installing the libraries of {LOCKS[level]} into var/venv with uv.")
        if not PYTHON.exists():
            run([uv, "venv", "--quiet", "--python", suitable_python() or "3.13", str(VENV)])
        run([uv, "pip", "sync", "--quiet", "--require-hashes", "--python", str(PYTHON), lock])
    else:
        say(f"Installing the libraries of {LOCKS[level]} into var/venv with pip (a minute or two).")
        if not PYTHON.exists():
            make_venv(VENV)
        run([str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes", "-r", lock])


def find_uv() -> str | None:
    """From PATH, else one of our own in var/uv, pinned by hash. None where that is not to be had: pip does the same, slower."""
    own = VAR / "uv" / "bin" / "uv"
    on_path = shutil.which("uv")
    if on_path or own.exists():
        return on_path or str(own)
    make_venv(VAR / "uv")
    pip = [str(VAR / "uv" / "bin" / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes"]
    done = subprocess.run([*pip, "-r", str(ROOT / "requirements-uv.txt")], check=False)
    return str(own) if done.returncode == 0 and own.exists() else None


def suitable_python() -> str | None:
    """This one when it is new enough, else a newer one under its own name."""
    if sys.version_info[:2] >= OLDEST:
        return sys.executable
    return next((path for minor in range(20, 10, -1) if (path := shutil.which(f"python3.{minor}"))), None)


def make_venv(folder: Path) -> None:
    python = suitable_python()
    if python is None:
        have, command = ".".join(map(str, sys.version_info[:2])), for_this_machine(NEW_PYTHON)
        raise SystemExit(
            f"Plumbline needs Python 3.11 or later; this one is {have}.\nInstall one: {command}\nOr install uv, which brings its own Python."
        )
    if subprocess.run([python, "-m", "venv", "--clear", str(folder)], check=False, capture_output=True).returncode:
        shutil.rmtree(folder, ignore_errors=True)
        raise SystemExit(f"Python's venv is missing on this machine.\nInstall it: {for_this_machine(VENV_PACKAGE)}\nThen start again.")


def check_libraries() -> None:
    """WeasyPrint draws PDFs with Pango, which no wheel brings."""
    tried = subprocess.run([str(PYTHON), "-c", "import weasyprint"], check=False, capture_output=True, text=True)
    if tried.returncode:
        why = (tried.stderr.strip().splitlines() or ["no message"])[-1]
        raise SystemExit(
            f"A system library is missing: Pango, which draws PDFs.\nInstall it: {for_this_machine(PANGO)}\nThen start again.\n({why})"
        )


def for_this_machine(commands: dict[str, str]) -> str:
    """The command of the package manager that is here, with sudo where it takes one."""
    for manager, command in commands.items():
        if shutil.which(manager):
            return command if manager == "brew" or os.geteuid() == 0 else "sudo " + command
    return " or: ".join(commands.values())


def run(command: list[str]) -> None:
    if subprocess.run(command, check=False, cwd=str(ROOT)).returncode:
        raise SystemExit("That failed; the lines above say why. Start again when it is mended.")


def say(words: str) -> None:
    print(words, flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
