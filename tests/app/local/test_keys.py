import base64
import json
import stat
from pathlib import Path

from app.local.keys import read_or_make, write_private


def test_made_once_and_private(tmp_path: Path):
    file = tmp_path / "secrets.json"
    first = read_or_make(file)
    assert read_or_make(file) == first
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert len(base64.b64decode(first["VAULT_KEY"])) == 32
    assert len(first["SECRET_KEY"]) >= 32


def test_a_key_that_came_later_is_added_and_the_others_stay(tmp_path: Path):
    file = tmp_path / "secrets.json"
    file.write_text(json.dumps({"VAULT_KEY": "kept"}))
    assert read_or_make(file)["VAULT_KEY"] == "kept"
    assert read_or_make(file)["SECRET_KEY"] == json.loads(file.read_text())["SECRET_KEY"]


def test_a_half_written_file_of_a_killed_run_is_no_hindrance(tmp_path: Path):
    (tmp_path / "run.json.part").write_text("{")
    write_private(tmp_path / "run.json", {"url": "x"})
    assert json.loads((tmp_path / "run.json").read_text()) == {"url": "x"}
    assert [each.name for each in tmp_path.iterdir()] == ["run.json"]
