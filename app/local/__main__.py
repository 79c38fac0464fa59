"""`make run`: a whole Plumbline on this machine, in the foreground. Ctrl-C stops all of it."""

import argparse
import json
import os
import sys
import time
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from app.local.child import DidNotStart, stop_leftovers
from app.local.scratch import Busy, Lock
from app.local.stopping import Stopped, Stopping
from app.local.tree import Tree, say

ROOT = Path(__file__).resolve().parents[2]
LARGE_LOG = 5_000_000  # bytes


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m app.local", description=__doc__)
    parser.add_argument("--with-parent", action="store_true", help="end when the process that started this one ends")
    parser.add_argument(
        "--var", type=Path, default=ROOT / "var", metavar="FOLDER", help="where data, logs and keys are kept (default: var)"
    )
    parser.add_argument("--without-demo", action="store_true", help="make no demo practice")
    wishes = parser.parse_args()
    os.umask(0o077)  # what stands in var/ is this user's: mails, keys, sign-ins
    os.chdir(ROOT)
    var: Path = wishes.var.resolve()
    stopping = Stopping(with_parent=wishes.with_parent)
    print("Plumbline", flush=True)
    try:
        with ExitStack() as stack:
            run(stack, stopping, var, with_demo=not wishes.without_demo)
    except Stopped:
        print("Stopped.", flush=True)
        return 0
    except DidNotStart as error:
        print(f"\n{error}\n\nEverything is stopped again.", file=sys.stderr, flush=True)
        return 1
    except Busy:
        print(busy(var / "run.json"), file=sys.stderr, flush=True)
        return 1
    except PermissionError as error:
        print(
            f"\n{error.filename} belongs to another user. Was Plumbline once started as root here? Then start it as root, or give it another --var folder.",
            file=sys.stderr,
            flush=True,
        )
        return 1
    return 0


def run(stack: ExitStack, stopping: Stopping, var: Path, *, with_demo: bool) -> None:
    var.mkdir(exist_ok=True, parents=True)
    stack.callback(hold(var / "run.lock", stopping).release)
    stack.callback((var / "run.json").unlink, missing_ok=True)
    (var / "run.json").unlink(missing_ok=True)
    if left := stop_leftovers(var):
        say(f"The last run was killed; what it left is stopped now: {', '.join(left)}.")
    put_old_logs_aside(var)
    stack.callback(say, "Stopping.")
    tree = Tree(ROOT, var, stopping, stack)
    tree.start(with_demo=with_demo)
    print(welcome(tree.addresses()), flush=True)
    tree.tend()


def hold(path: Path, stopping: Stopping) -> Lock:
    """One run per folder. A run that is just ending gets a few seconds for it."""
    deadline = time.monotonic() + 5
    while True:
        try:
            return Lock(path)
        except Busy:
            if time.monotonic() > deadline:
                raise
            stopping.check()
            time.sleep(0.2)


def busy(run_file: Path) -> str:
    try:
        where = f" at {json.loads(run_file.read_text())['url']}"
    except (OSError, ValueError, KeyError):
        where = ""
    return f"Plumbline of this folder is already running{where}. Stop that one first (Ctrl-C in its terminal)."


def put_old_logs_aside(var: Path) -> None:
    for log in var.glob("*.log"):
        if log.stat().st_size > LARGE_LOG:
            log.replace(log.with_suffix(".log.old"))


def welcome(addresses: dict[str, Any]) -> str:
    people: Sequence[dict[str, Any]] = addresses["sign_ins"]
    lines = [
        "",
        f"  Plumbline    {addresses['url']}",
        f"  Mail inbox   {addresses['inbox_url']}",
        "",
        *(["  Sign in as"] if people else []),
        *(
            f"    {each['role']:<10} {each['name']:<22} {each['email']}  {each.get('password') or each.get('link') or ''}"
            for each in people
        ),
        "",
        "  The same stands in run.json of the folder var, beside the logs. Links live until the next start. Ctrl-C stops everything.",
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
