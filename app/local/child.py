"""One process of ours: it dies with us, and when we were killed the next start finds it by its pid file."""

import json
import os
import pwd
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO


class DidNotStart(RuntimeError):
    """A server ended before it answered; the message says where its log is."""


class Child:
    def __init__(
        self,
        name: str,
        command: Sequence[str | Path],
        folder: Path,
        *,
        stop_with: signal.Signals = signal.SIGTERM,
        environment: Mapping[str, str] | None = None,
        as_nobody: bool = False,
        pass_fds: Sequence[int] = (),
        output: IO[bytes] | None = None,
    ) -> None:
        """`folder` keeps `<name>.pid` and `<name>.log`; what it prints goes to the log too, or to `output`.

        A session of its own, so that Ctrl-C reaches us first.
        """
        self.name, self.stop_with = name, stop_with
        self.log, self._pid_file = folder / f"{name}.log", folder / f"{name}.pid"
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [*tied(stop_with, as_nobody), *map(str, command)],
                stdin=subprocess.DEVNULL,
                stdout=output or log,
                stderr=log,
                env=environment,
                start_new_session=True,
                pass_fds=pass_fds,
            )
        remember(self._pid_file, self._process.pid, stop_with)

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def ended(self) -> int | None:
        """The exit code (negative: the signal), or None while it lives."""
        return self._process.poll()

    def must_live(self) -> None:
        if self.ended is not None:
            raise DidNotStart(f"{self.name} did not start. Its last words, from {self.log}:\n{self.last_words()}")

    def ask(self) -> None:
        if self.ended is None:
            self._process.send_signal(self.stop_with)

    def stop(self, patience: float = 20) -> None:
        """Ask, wait at most `patience` seconds, then kill. Whatever it forked shares its session and goes with it."""
        self.ask()
        try:
            self._process.wait(patience)
        except subprocess.TimeoutExpired:
            os.killpg(self.pid, signal.SIGKILL)
            self._process.wait()
        self._pid_file.unlink(missing_ok=True)

    def kill(self) -> None:
        """As a power cut would: no signal handler, no goodbye."""
        os.killpg(self.pid, signal.SIGKILL)
        self._process.wait()
        self._pid_file.unlink(missing_ok=True)

    def last_words(self, lines: int = 15) -> str:
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:])


def tied(goodbye: signal.Signals, as_nobody: bool = False) -> list[str]:
    """The words before a command that tie it to our life (Linux), and, for root, make it nobody.

    PostgreSQL refuses to be root: it becomes nobody, yet keeps root's way through closed folders, so that no permission is opened.
    """
    setpriv = shutil.which("setpriv") if sys.platform == "linux" else None
    drop: list[str] = []
    if as_nobody and os.geteuid() == 0:
        if not setpriv:
            raise DidNotStart(
                "As root this needs `setpriv` (package util-linux) to run PostgreSQL as an unprivileged user. Or start it as an ordinary user."
            )
        nobody = pwd.getpwnam("nobody")
        drop = [
            f"--reuid={nobody.pw_uid}",
            f"--regid={nobody.pw_gid}",
            "--clear-groups",
            "--inh-caps=+dac_override",
            "--ambient-caps=+dac_override",
        ]
    return [setpriv, f"--pdeathsig={goodbye.name.removeprefix('SIG')}", *drop] if setpriv else []


def remember(pid_file: Path, pid: int, stop_with: signal.Signals = signal.SIGTERM) -> None:
    pid_file.write_text(json.dumps({"pid": pid, "birth": birth(pid), "stop_with": int(stop_with)}))


def birth(pid: int) -> str | None:
    """When the process with this id was started, in the system's own words; None when there is none. Tells a process from a later one of the same id."""
    if Path("/proc/self/stat").exists():
        try:
            state, *fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            return None
        return None if state == "Z" else fields[18]
    return subprocess.run(["ps", "-o", "lstart=", "-p", str(pid)], capture_output=True, text=True, check=False).stdout.strip() or None


def stop_leftovers(folder: Path, patience: float = 10) -> list[str]:
    """Stop what the pid files of a killed run name, when it is still the process they mean. Returns the names of what was stopped."""
    stopped = []
    for pid_file in sorted(folder.glob("*.pid")):
        try:
            left = json.loads(pid_file.read_text())
            pid, born, goodbye = int(left["pid"]), left["birth"], int(left["stop_with"])
        except (ValueError, KeyError, TypeError):
            pid_file.unlink()  # cut off while it was written: the kernel has told such a child already
            continue
        if born and birth(pid) == born:
            stopped.append(pid_file.stem)
            _end(pid, born, goodbye, patience)
        pid_file.unlink()
    return stopped


def _end(pid: int, born: str, goodbye: int, patience: float) -> None:
    deadline = time.monotonic() + patience
    try:
        os.kill(pid, goodbye)
        while birth(pid) == born:
            if time.monotonic() > deadline:
                os.kill(pid, signal.SIGKILL)
                deadline += patience
            time.sleep(0.05)
    except ProcessLookupError:
        return
