"""How an agreement came about, as lines of a timeline: only of the parts that whoever asks may read."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from flask import url_for

from models import Contract, Part, Version

LONGEST = 40


@dataclass(frozen=True)
class Event:
    """at: when, a moment or a day; kind: seal for what put something in force, else empty."""

    at: datetime | date
    words: str
    kind: str = ""
    url: str = ""


def history(contract: Contract, kinds: Sequence[str]) -> list[Event]:
    """Oldest first, the newest forty."""
    events = list(_steps(contract, reads_why="goals" in kinds))
    for part in contract.parts:
        if part.kind in kinds:
            events += _of(part, contract)
    return sorted(events, key=lambda event: event.at)[-LONGEST:]


def ahead(contract: Contract, today: date) -> list[Event]:
    """The review dates that lie ahead."""
    return [] if contract.is_over else [Event(on, "A day on which the numbers are judged") for on in contract.look_dates if on >= today]


def _steps(contract: Contract, *, reads_why: bool) -> Iterator[Event]:
    """Why it ended is for who reads the goals: an assistant learns only that it did."""
    client, boss = contract.client, contract.client.boss
    yield Event(contract.created_at, "Drafted")
    if contract.with_boss_at:
        yield Event(contract.with_boss_at, f"Sent to {boss.name if boss else 'the boss'}")
    if contract.offered_at:
        yield Event(contract.offered_at, f"Offered to {client.name}")
    if contract.activated_at:
        yield Event(contract.activated_at, "All signed. It is in force", "seal")
    if contract.ended_at:
        why = f": “{contract.ended_reason}”" if reads_why else ""
        yield Event(contract.ended_at, f"Ended early by {contract.ended_by_name}{why}")
    if contract.closed_at:
        yield Event(contract.closed_at, "Closed")


SAID = {
    "agrees": "agreed to goal {place}",
    "suggests": "suggested something for goal {place}: “{words}”",
    "asks": "asked for a change: “{words}”",
    "ends": "ended it",
}


def _of(part: Part, contract: Contract) -> Iterator[Event]:
    for version in part.versions:
        if version.kind != "version":
            yield Event(
                version.frozen_at, f"{part.name}, version {version.n}, proposed: “{version.reason}”", "", _changes(contract, version)
            )
        elif version.id not in (part.open_id, part.in_force_id):
            yield Event(
                version.frozen_at,
                f"{part.name}, version {version.n}",
                "",
                url_for("contracts.version", id=contract.id, version_id=version.id),
            )
        for signature in version.signatures:
            yield Event(signature.at, f"{signature.name} signed {_called(part, version)}")
    for reply in part.replies:
        if reply.kind != "ends":
            yield Event(reply.at, f"{reply.who_name} {SAID[reply.kind].format(place=reply.goal_place or 1, words=reply.words)}")


def _called(part: Part, version: Version) -> str:
    return f"the {part.name[0].lower()}{part.name[1:]}" + (f", version {version.n}" if version.n > 1 else "")


def _changes(contract: Contract, version: Version) -> str:
    return url_for("contracts.changes", id=contract.id, version_id=version.id)
