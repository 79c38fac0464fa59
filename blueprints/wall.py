"""All that was said of a practice, for strangers; and the same, small, on anybody's page. Withdrawn words are gone within a minute: nothing is kept longer."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, abort, current_app, g, render_template, request
from sqlalchemy import select

from app import db
from app.addresses import address
from app.assets import STATIC
from app.clock import now
from app.storage import Storage
from app.tenancy import find
from blueprints.forms.open import carries_no_token
from blueprints.public.standing import standing
from blueprints.showing import Card, cards, ledger
from models import PublicPage, WallCard
from models.face import Face

bp = Blueprint("wall", __name__, url_prefix="/at/<slug>/wall")
bp.record_once(carries_no_token)

EMBEDDED = 8
POLICY = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors *"


def _cards() -> tuple[PublicPage, list[Card]]:
    """404 where nothing was ever shown to strangers."""
    session = db.session()
    page = session.scalar(select(PublicPage))
    found = cards(session.scalars(WallCard.standing(g.practice.today(now()))))
    if page is None or not (page.is_shown or found):
        abort(404)
    return page, found


@bp.get("")
def show() -> Any:
    return standing(_wall)


def _wall() -> str:
    page, found = _cards()
    face = Face.read(page.face)
    here = address("wall.show", slug=g.practice.slug)
    return render_template("proof/wall.html", page=page, cards=found, typical=face, dots=ledger(face), here=here)


@bp.get("/photos/<uuid:id>")
def photo(id: UUID) -> Any:
    """Only while the card stands that shows it."""
    card = find(WallCard, id)
    path = card.body.get("photo")
    if not path or card.expires_on <= g.practice.today(now()):
        abort(404)
    storage: Storage = current_app.extensions["storage"]
    answer = Response(storage.read(path), mimetype="image/jpeg")
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer.headers["Cache-Control"] = "public, max-age=60"
    return answer


@bp.get("/widget")
def widget() -> Any:
    """In a frame without scripts, without an origin, without a cookie; anybody may embed it, and nobody can reach into it."""
    return _for_others(standing(_small_wall))


def _small_wall() -> str:
    page, found = _cards()
    here = address("wall.show", slug=g.practice.slug)
    return render_template("proof/widget.html", cards=found[:EMBEDDED], typical=Face.read(page.face), here=here)


@bp.get("/widget.css")
def style() -> Any:
    answer = Response((STATIC / "widget" / "wall.css").read_bytes(), mimetype="text/css")
    answer.headers["Cache-Control"] = "public, max-age=3600"
    answer.add_etag()
    return _for_others(answer.make_conditional(request))


def _for_others(answer: Response) -> Response:
    answer.headers["Content-Security-Policy"] = POLICY
    answer.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return answer
