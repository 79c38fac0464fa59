import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from app.local.child import Child, DidNotStart, birth, remember, stop_leftovers, tied

SLEEPS = [sys.executable, "-c", "import time; time.sleep(60)"]


@pytest.fixture
def sleeper():
    process = subprocess.Popen(SLEEPS)
    yield process
    process.kill()
    process.wait()


def test_a_stopped_child_leaves_no_pid_file(tmp_path: Path):
    child = Child("sleeper", SLEEPS, tmp_path)
    assert json.loads((tmp_path / "sleeper.pid").read_text())["pid"] == child.pid
    child.stop()
    assert child.ended is not None
    assert not (tmp_path / "sleeper.pid").exists()


def test_a_deaf_child_is_killed_in_the_end(tmp_path: Path):
    deaf = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('ready', flush=True); time.sleep(60)"
    child = Child("deaf", [sys.executable, "-c", deaf], tmp_path)
    while "ready" not in child.last_words():
        assert child.ended is None
    child.stop(patience=0.1)
    assert child.ended == -signal.SIGKILL


def test_last_words_say_why_it_did_not_start(tmp_path: Path):
    child = Child("failing", [sys.executable, "-c", "raise SystemExit('no such setting')"], tmp_path)
    while child.ended is None:
        pass
    with pytest.raises(DidNotStart, match="no such setting"):
        child.must_live()
    child.stop()


def test_what_a_killed_run_left_is_stopped(tmp_path: Path, sleeper):
    remember(tmp_path / "web.pid", sleeper.pid)
    assert stop_leftovers(tmp_path) == ["web"]
    assert sleeper.wait(5) == -signal.SIGTERM
    assert list(tmp_path.iterdir()) == []


def test_a_later_process_with_the_same_id_is_left_alone(tmp_path: Path, sleeper):
    (tmp_path / "web.pid").write_text(json.dumps({"pid": sleeper.pid, "birth": "long ago", "stop_with": int(signal.SIGTERM)}))
    assert stop_leftovers(tmp_path) == []
    assert sleeper.poll() is None
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("content", ["", "{", "{}", "12", "null"])
def test_a_torn_pid_file_is_thrown_away(tmp_path: Path, content: str):
    (tmp_path / "web.pid").write_text(content)
    assert stop_leftovers(tmp_path) == []
    assert list(tmp_path.iterdir()) == []


def test_birth_tells_the_living_from_the_dead(sleeper):
    assert birth(sleeper.pid) == birth(sleeper.pid) is not None
    assert birth(sleeper.pid) != birth(os.getppid())
    sleeper.kill()
    sleeper.wait()
    assert birth(sleeper.pid) is None


@pytest.mark.skipif(not tied(signal.SIGTERM), reason="only Linux tells children of their parent's death")
def test_it_dies_with_us_even_when_we_are_killed(tmp_path: Path):
    parent = f"""
import time
from pathlib import Path
from app.local.child import Child
child = Child('sleeper', [{sys.executable!r}, '-c', "import time; print('ready', flush=True); time.sleep(60)"], Path({str(tmp_path)!r}))
while 'ready' not in child.last_words():
    time.sleep(0.01)
print(child.pid, flush=True)
time.sleep(60)
"""
    process = subprocess.Popen([sys.executable, "-c", parent], stdout=subprocess.PIPE, text=True)
    pid = int(process.stdout.readline())
    born = birth(pid)
    assert born
    process.kill()
    process.wait()
    process.stdout.close()
    deadline = time.monotonic() + 20
    while birth(pid) == born:
        assert time.monotonic() < deadline
        time.sleep(0.02)
