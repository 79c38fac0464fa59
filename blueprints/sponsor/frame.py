"""What every page of the company's people names."""

from flask import g

from app.tenancy import path
from blueprints.sponsor import bp


@bp.context_processor
def named() -> dict[str, object]:
    if not g.get("reader"):
        return {}
    return {
        "home_url": path("sponsor.show"),
        "places": [("Your page", path("sponsor.show")), ("What we send you", path("sponsor.messages"))],
        "zone": g.reader.zone,
        "locale": g.reader.locale,
    }
