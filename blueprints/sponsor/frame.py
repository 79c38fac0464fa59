"""What every page of the company's people names."""

from flask import g, url_for

from blueprints.sponsor import bp


@bp.context_processor
def named() -> dict[str, object]:
    if not g.get("reader"):
        return {}
    return {
        "home_url": url_for("sponsor.show"),
        "places": [("Your page", url_for("sponsor.show")), ("What we send you", url_for("sponsor.messages"))],
        "zone": g.reader.zone,
        "locale": g.reader.locale,
    }
