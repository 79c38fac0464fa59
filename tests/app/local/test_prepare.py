import ast
import subprocess
from pathlib import Path

import pytest

from app.local import browser, prepare


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    """A repository with nothing prepared, on a machine where only `has` is installed."""
    monkeypatch.setattr(prepare, "ROOT", tmp_path)
    monkeypatch.setattr(prepare, "VAR", tmp_path / "var")
    monkeypatch.setattr(prepare, "VENV", tmp_path / "var" / "venv")
    monkeypatch.setattr(prepare, "PYTHON", tmp_path / "var" / "venv" / "bin" / "python")
    monkeypatch.setattr(prepare.os, "geteuid", lambda: 1000)

    def has(*names: str) -> None:
        monkeypatch.setattr(prepare.shutil, "which", lambda name: f"/usr/bin/{name}" if name in names else None)

    return has


def fails(*_args, **_more) -> subprocess.CompletedProcess:
    return subprocess.CompletedProcess([], 1, "", "OSError: cannot load library 'libpango-1.0-0'")


def test_an_old_python_is_told_what_to_install(machine, monkeypatch, tmp_path):
    machine("apt-get")
    monkeypatch.setattr(prepare.sys, "version_info", (3, 9, 6))
    with pytest.raises(SystemExit, match=r"needs Python 3.11 or later; this one is 3.9.\nInstall one: sudo apt-get install -y python3.11"):
        prepare.make_venv(tmp_path / "venv")


def test_a_newer_python_beside_an_old_one_is_found(machine, monkeypatch):
    machine("python3.12", "python3.11")
    monkeypatch.setattr(prepare.sys, "version_info", (3, 9, 6))
    assert prepare.suitable_python() == "/usr/bin/python3.12"


def test_a_missing_venv_is_named_with_its_command(machine, monkeypatch, tmp_path):
    machine("apt-get")
    monkeypatch.setattr(prepare.subprocess, "run", fails)
    with pytest.raises(SystemExit, match="Install it: sudo apt-get install -y python3-venv"):
        prepare.make_venv(tmp_path / "venv")


@pytest.mark.parametrize(
    ("manager", "command"),
    [
        ("apt-get", "sudo apt-get install -y libpango-1.0-0"),
        ("brew", "Install it: brew install pango"),
        ("dnf", "sudo dnf install -y pango"),
    ],
)
def test_missing_pango_is_named_with_the_command_of_this_machine(machine, monkeypatch, manager, command):
    machine(manager)
    monkeypatch.setattr(prepare.subprocess, "run", fails)
    with pytest.raises(SystemExit, match=command):
        prepare.check_libraries()


def test_an_unknown_machine_is_told_all_the_names(machine):
    machine()
    assert "brew install pango" in prepare.for_this_machine(prepare.PANGO)


def test_a_changed_lock_is_installed_again(machine, tmp_path):
    lock = tmp_path / prepare.LOCKS["run"]
    lock.write_text("flask==3.1.3")
    prepare.PYTHON.parent.mkdir(parents=True)
    prepare.PYTHON.touch()
    assert not prepare.ready("run")
    prepare.stamp("run").write_text(prepare.fingerprint("run"))
    assert prepare.ready("run")
    lock.write_text("flask==3.1.4")
    assert not prepare.ready("run")


def test_a_browser_that_does_not_start_is_passed_over(monkeypatch, tmp_path):
    shop, real = tmp_path / "chromium", tmp_path / "google-chrome"
    shop.write_text("#!/bin/sh\nexit 1\n")
    real.write_text("#!/bin/sh\necho 140\n")
    for script in (shop, real):
        script.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(browser, "APPLICATIONS", ())
    assert browser.find() == str(real)
    real.unlink()
    assert browser.find() is None


@pytest.mark.parametrize("module", [prepare, browser])
def test_an_old_python_can_read_what_prepares_it(module):
    assert ast.parse(Path(module.__file__).read_text(), feature_version=(3, 9)).body
