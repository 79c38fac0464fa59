"""Invoices, on the practice's side: drafts, issued ones, and what was paid of them."""

from flask import Blueprint

bp = Blueprint("invoices", __name__, url_prefix="/p/<slug>/invoices")

from blueprints.invoices import drafts, index, issued, payments  # noqa: E402  they add their views to it

__all__ = ["bp", "drafts", "index", "issued", "payments"]
