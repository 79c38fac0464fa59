"""The practice's settings, as everybody who works there may read them. Changing them is the owner's (blueprints/practice.py)."""

from typing import Any

from flask import Blueprint, g, render_template

from blueprints.forms.practice import MoneyForm, PracticeForm

bp = Blueprint("settings", __name__, url_prefix="/p/<slug>/settings")


@bp.get("")
def show() -> Any:
    return render_template("settings/show.html", form=PracticeForm(obj=g.practice))


@bp.get("/money")
def money() -> Any:
    return render_template("settings/money.html", form=MoneyForm.of(g.practice))
