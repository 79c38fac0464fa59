"""CPU and memory of processes, as the kernel counts them. CPU is in seconds."""

import os
import time
from dataclasses import dataclass
from pathlib import Path

PROC = Path("/proc")
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Process:
    """A line of /proc/…/stat. `reaped`: the CPU of children that have ended."""

    id: int
    parent: int
    reaped: float
    command: str


def processes() -> list[Process]:
    found = []
    for folder in PROC.glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
            command = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:  # it has just ended
            continue
        found.append(Process(int(folder.name), int(fields[1]), (int(fields[13]) + int(fields[14])) / TICKS, command))
    return found


def tree(root: int) -> list[Process]:
    """A process and all that descend from it."""
    everybody, ids, grown = processes(), {root}, True
    while grown:
        more = {one.id for one in everybody if one.parent in ids} - ids
        grown = bool(more)
        ids |= more
    return [one for one in everybody if one.id in ids]


def cpu(family: list[Process]) -> float:
    """What each spent, and what its ended children left to it."""
    return sum(_own(one.id) + one.reaped for one in family)


def _own(id: int) -> float:
    """The process's CPU clock, which counts its threads to the nanosecond: clock_getcpuclockid(3) builds its number so."""
    try:
        return time.clock_gettime(~id << 3 | 2)
    except OSError:  # it has just ended
        return 0


def resident_mb(id: int) -> float:
    """RSS in MB (10^6 bytes)."""
    return int((PROC / str(id) / "statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


def backends(postmaster: int) -> list[Process]:
    """What serves the app role, without PostgreSQL's own housekeeping."""
    return [one for one in tree(postmaster) if "plumbline_app" in one.command]
