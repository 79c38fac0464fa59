"""The final report as its readers see it, drawn from its body alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from blueprints.picturing import Picture
from models import Share


@dataclass(frozen=True)
class Told:
    """One goal of it; `picture` is None when nothing was entered."""

    body: dict[str, Any]
    picture: Picture | None


@dataclass(frozen=True)
class Report:
    """`body` has the keys of models/contract/report.py."""

    share: Share
    body: dict[str, Any]
    goals: tuple[Told, ...]
    at: datetime

    @classmethod
    def of(cls, share: Share) -> Report:
        goals = tuple(
            Told(goal, Picture.of_body(goal["picture"], uid=f"report-{n}") if goal["picture"] else None)
            for n, goal in enumerate(share.body["goals"], 1)
        )
        return cls(share, share.body, goals, share.at)
