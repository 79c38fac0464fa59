"""Whoever the client named looks at the figures and says by one button whether they are right. Opening the page changes nothing."""

from typing import Any

from flask import Blueprint, g, redirect, render_template, url_for

from app import auth
from app.clock import now
from blueprints.forms.open import carries_no_token
from blueprints.forms.words import ConfirmForm
from models import Confirmation
from models.seen import seen_here

bp = Blueprint("confirm", __name__, url_prefix="/confirm/<slug>/<token>")
bp.record_once(carries_no_token)


def _page(form: ConfirmForm, token: str, status: int = 200) -> Any:
    one: Confirmation = g.confirmation
    form.tell(seen_here("figures"))
    page = render_template("confirm/show.html", asked=one, body=one.body, form=form, token=token, zone=one.zone, locale=one.locale)
    return page, status


@bp.get("")
def show(token: str) -> Any:
    return _page(ConfirmForm(formdata=None, sha256=g.confirmation.sha256), token)


@bp.post("")
def answer(token: str) -> Any:
    form = ConfirmForm()
    if not form.validate():
        return _page(form, token, 422)
    one: Confirmation = g.confirmation
    one.answer(form.answer.data == "yes", form.words.data or "", form.sha256.data, now())
    auth.audit("confirmation.answer", one.id)
    return redirect(url_for(".show", token=token), 303)
