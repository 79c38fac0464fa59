"""What was found, beside what was aimed at."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

MOST_STATEMENTS, MOST_GROWTH, MOST_MB = 8, 1.15, 150


@dataclass(frozen=True)
class Line:
    """`spent`: CPU seconds a time, one number a round. `grown`: the same with ten times the history."""

    name: str
    aim: float | None
    spent: Sequence[float]
    pace: float | None = None
    statements: int | None = None
    size: int | None = None
    grown: Sequence[float] = ()
    grown_statements: int | None = None


def table(lines: Iterable[Line], hello: Sequence[float]) -> str:
    """Each ratio is taken within its round, and of the rounds the middle one."""
    head = ("", "CPU ms", "x hello", "aim", "", "a second", "statements", "bytes", "10 x history", "")
    rows = [head, *(_row(line, hello) for line in lines)]
    widths = [max(len(row[n]) for row in rows) for n in range(len(head))]
    return "\n".join(
        "  ".join([row[0].ljust(widths[0]), *(cell.rjust(w) for cell, w in zip(row[1:], widths[1:], strict=True))]) for row in rows
    )


def _row(line: Line, hello: Sequence[float]) -> tuple[str, ...]:
    times = _ratio(line.spent, hello)
    growth = _ratio(line.grown, line.spent) if line.grown else None
    counts = "" if line.statements is None else str(line.statements)
    if line.grown_statements not in (None, line.statements):
        counts += f" -> {line.grown_statements}"
    most = max(line.statements or 0, line.grown_statements or 0)
    return (
        line.name,
        f"{median(line.spent) * 1000:.2f}",
        f"{times:.1f}",
        "" if line.aim is None else f"{line.aim:g}",
        "" if line.aim is None else _word(times <= line.aim),
        "" if line.pace is None else f"{line.pace:.0f}",
        counts + (" (!)" if most > MOST_STATEMENTS else ""),
        "" if line.size is None else f"{line.size:,}",
        "" if growth is None else f"{growth:.2f}",
        "" if growth is None else _word(growth <= MOST_GROWTH),
    )


def _ratio(those: Sequence[float], these: Sequence[float]) -> float:
    return median(a / b for a, b in zip(those, these, strict=True))


def _word(holds: bool) -> str:
    return "holds" if holds else "MISSED"


def memory(sizes: dict[str, float]) -> str:
    said = [f"{name} {size:.0f} MB" + ("" if name == "hello" else f" ({_word(size <= MOST_MB)})") for name, size in sizes.items()]
    return f"memory of a worker (aim {MOST_MB} MB): " + ", ".join(said)
