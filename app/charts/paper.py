"""A shared picture on paper: drawn from its body alone, no signal coloured or named."""

from typing import Any

from markupsafe import Markup

from app.charts.frame import PAPER
from app.charts.goal import shared_chart
from models.picture import shown


def on_paper(body: dict[str, Any], uid: str) -> Markup:
    """`body` has the keys of models/picture.py. The chart escapes what came from people."""
    return Markup(shared_chart(shown(body), title=body["measure"], uid=uid, widths=PAPER))
