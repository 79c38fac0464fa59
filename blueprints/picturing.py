"""The picture that was shared, as its readers see it: drawn from its body alone, and no signal in it is coloured or named."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from markupsafe import Markup

from app.charts import PORTAL, shared_chart
from blueprints.drawing import drawn
from models import Share
from models.picture import shown


@dataclass(frozen=True)
class Picture:
    """`body` has the keys of models/picture.py; `at` is when it was shared, None in a preview."""

    body: dict[str, Any]
    chart: Markup
    made_on: date
    uid: str
    at: datetime | None = None

    @classmethod
    def of_body(cls, body: dict[str, Any], *, uid: str, at: datetime | None = None) -> Picture:
        found = shown(body)
        chart = shared_chart(found, title=body["goal"], uid=uid, widths=PORTAL)
        return cls(body, drawn(chart), found.today, uid, at)

    @classmethod
    def of(cls, share: Share) -> Picture:
        return cls.of_body(share.body, uid=f"share-{share.id.hex[-8:]}", at=share.at)
