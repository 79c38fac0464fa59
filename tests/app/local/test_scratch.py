import subprocess
import sys
from pathlib import Path

import pytest

from app.local.child import birth
from app.local.scratch import Busy, Lock, Scratch

HOLD = """
import sys, time
from pathlib import Path
from app.local.child import remember
from app.local.scratch import Scratch
from app.local.sockets import SocketFolder
scratch = Scratch(Path(sys.argv[1]))
sockets = SocketFolder(scratch.folder, "server")
print(scratch.folder, sockets.path, flush=True)
time.sleep(60)
"""


def test_gone_afterwards(tmp_path: Path):
    with Scratch(tmp_path) as folder:
        (folder / "file").write_text("x")
    assert not folder.exists()


def test_a_living_run_is_left_alone_and_a_killed_one_swept(tmp_path: Path):
    other = subprocess.Popen([sys.executable, "-c", HOLD, str(tmp_path)], stdout=subprocess.PIPE, text=True)
    theirs, sockets = map(Path, other.stdout.readline().split())
    other.stdout.close()
    with Scratch(tmp_path):
        assert theirs.exists()
    other.kill()
    other.wait()
    assert birth(other.pid) is None
    assert sockets.exists()
    with Scratch(tmp_path):
        assert not theirs.exists()
        assert not sockets.exists()


def test_a_lock_is_held_once(tmp_path: Path):
    first = Lock(tmp_path / "lock")
    with pytest.raises(Busy):
        Lock(tmp_path / "lock")
    first.release()
    Lock(tmp_path / "lock").release()
