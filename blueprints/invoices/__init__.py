"""Invoices, on the practice's side: drafts, issued ones, what was paid, credited and is owed of them."""

from flask import Blueprint

bp = Blueprint("invoices", __name__, url_prefix="/p/<slug>/invoices")

from blueprints.invoices import (  # noqa: E402  they add their views to it
    ageing,
    books,
    companies,
    credits,
    drafts,
    given_back,
    index,
    issued,
    payments,
    refunds,
    reminders,
    statements,
)

__all__ = [
    "ageing",
    "books",
    "bp",
    "companies",
    "credits",
    "drafts",
    "given_back",
    "index",
    "issued",
    "payments",
    "refunds",
    "reminders",
    "statements",
]
