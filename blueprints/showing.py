"""Cards and counts as strangers see them: from open rows alone, for the wall, the widget and the public page."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from flask import url_for
from markupsafe import Markup

from app.charts import Width, shared_chart
from app.charts.dots import dots
from blueprints.drawing import drawn
from models import WallCard
from models.face import Face
from models.picture import shown

WIDTHS = (Width(520, 230, "over-30"), Width(358, 230, "under-30"))
OUTCOMES = {"improved": "improved", "no_change": "no change found", "got_worse": "got worse"}
FELL = "a measured result stood here; what it rests on does not bear it any more"


@dataclass(frozen=True)
class Card:
    """What somebody said. `chart` and `outcome` only where its writer agreed to them."""

    body: dict[str, Any]
    uid: str
    photo_url: str
    said_on: date | None = None

    @classmethod
    def of(cls, row: WallCard) -> Card:
        photo = url_for("wall.photo", id=row.id) if row.body.get("photo") else ""
        return cls(row.body, f"card-{row.id.hex[-8:]}", photo, row.said_on)

    @property
    def measured(self) -> dict[str, Any] | None:
        """The measured result behind the badge; None without one."""
        found: dict[str, Any] | None = self.body.get("measured")
        return found if found and found["badge"] else None

    @property
    def outcome(self) -> str:
        """What was found, in a word beside the words of somebody, where it is not a badge; and that a badge fell."""
        found = self.body.get("measured")
        if found is None and self.body["chart_seen"] and "measured" in self.body["agreed"]:
            return FELL
        return OUTCOMES.get(found["outcome"], "") if found and not found["badge"] else ""

    @property
    def chart(self) -> Markup:
        return drawn(chart_of(self.measured, self.uid) if self.measured else "")

    @property
    def agreed(self) -> str:
        """What its writer agreed to, in words."""
        names = {"text": "words", "measured": "chart", "photo": "photograph"}
        said = [names.get(item, item) for item in ("text", "name", "role", "company", "photo", "measured") if item in self.body["agreed"]]
        return said[0] if len(said) == 1 else f"{', '.join(said[:-1])} and {said[-1]}"


def cards(rows: Iterable[WallCard]) -> list[Card]:
    return [Card.of(row) for row in rows]


def chart_of(measured: dict[str, Any], uid: str) -> str:
    """SVG of what would stand beside the words, without a colour for any signal."""
    return _chart(json.dumps(measured, sort_keys=True), uid)


@lru_cache(256)
def _chart(measured: str, uid: str) -> str:
    """The same picture for every stranger: drawn once a process and change."""
    body = json.loads(measured)
    return shared_chart(shown(body), title=body["measure"], uid=uid, widths=WIDTHS)


def ledger(face: Face) -> Markup:
    """Every goal ever closed as a dot; empty below five agreements."""
    if not face.typical.is_enough:
        return drawn("")
    many = len(face.typical.goals)
    since = f" since {face.since}" if face.since else ""
    found = [(face.improved, "improved"), (face.unchanged, "no change found"), (face.worse, "got worse"), (face.unsaid, "not measured")]
    desc = "; ".join(f"{n} {words}" for n, words in found if n)
    return drawn(dots(face.typical.goals, title=f"{many} goals closed{since}", desc=desc, uid="ledger"))
