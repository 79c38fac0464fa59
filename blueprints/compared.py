"""What the daily comparing with Stripe found, in a sentence."""

from flask import g
from sqlalchemy import select

from app import db, formats
from billing import Reconciliation


def compared() -> str:
    """Of the newest; "" before the first, and where no card is taken."""
    newest = db.session().scalar(select(Reconciliation).order_by(Reconciliation.day.desc()).limit(1))
    if newest is None or not newest.compared:
        return ""
    said = f"Compared with Stripe on {formats.day(newest.at.astimezone(g.practice.tz).date(), g.practice.locale, 'short')}:"
    if newest.unknown:
        said = f"{said} {_n(newest.unknown)} paid there that nobody here knows. Look at Stripe’s own list."
    elif newest.mended:
        said = f"{said} {_n(newest.mended)} missing here; that is being mended."
    else:
        said = f"{said} everything there stands here too."
    return said


def _n(count: int) -> str:
    return "one thing was" if count == 1 else f"{count} things were"
