"""Writing the page that strangers read, and showing it."""

from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, url_for

from app import auth, db
from app.addresses import address
from app.clock import now
from blueprints.forms.public import PublicForm
from models import PublicPage
from models.errors import Stale
from models.seen import seen_here

bp = Blueprint("public_page", __name__, url_prefix="/p/<slug>/public")


@bp.get("")
def edit() -> Any:
    page = PublicPage.of(db.session())
    return _page(page, PublicForm(formdata=None, obj=page))


@bp.post("")
def update() -> Any:
    page, form = PublicPage.of(db.session()), PublicForm()
    if not form.validate():
        return _page(page, form), 422
    try:
        page.write(
            form.version.data, **{name: value or "" if isinstance(value, str | None) else value for name, value in form.typed.items()}
        )
    except Stale:
        form.overtaken(page.version)
        return _page(page, form), 409
    db.session().add(page)
    auth.audit("public_page.update", g.practice.id)
    flash("Saved. Strangers read it within a minute." if page.is_shown else "Saved. Nobody sees it before you show it.")
    return redirect(url_for(".edit"), 303)


@bp.post("/showing")
def show() -> Any:
    page = PublicPage.of(db.session())
    page.show(now())
    db.session().add(page)
    auth.audit("public_page.show", g.practice.id)
    flash({"words": "It is shown to everybody who has its address.", "undo": url_for(".hide")}, "undo")
    return redirect(url_for(".edit"), 303)


@bp.post("/hiding")
def hide() -> Any:
    page = PublicPage.of(db.session())
    page.hide()
    auth.audit("public_page.hide", g.practice.id)
    flash({"words": "Nobody sees it any more, within a minute.", "undo": url_for(".show")}, "undo")
    return redirect(url_for(".edit"), 303)


def _page(page: PublicPage, form: PublicForm) -> str:
    form.tell(seen_here("public"))
    return render_template("public_page/edit.html", page=page, form=form, here=address("public.show", slug=g.practice.slug))
