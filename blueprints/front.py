"""The first page: for whoever comes without an address of their own."""

from typing import Any

from flask import Blueprint, redirect, render_template, url_for
from flask_login import current_user

from app.addresses import settings

bp = Blueprint("front", __name__)


@bp.get("/")
def show() -> Any:
    if current_user.is_authenticated:
        return redirect(url_for("practices.index"), 303)
    return render_template("front/show.html", may_sign_up=settings().sign_up_open)
