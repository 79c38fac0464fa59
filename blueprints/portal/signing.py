"""What the client adds and signs, asks for, or ends."""

from typing import Any
from uuid import UUID

from flask import redirect, url_for

from app import auth
from app.clock import now
from blueprints import desk
from blueprints.forms.answer import CommitForm
from blueprints.portal import bp
from blueprints.portal.agreement import DESK
from blueprints.reading import me_as_client, part_of, signer
from models.contract import answer
from models.errors import NotYours


@bp.post("/agreements/<uuid:id>/commitment")
def commit(id: UUID) -> Any:
    """It belongs to the annex, so it is frozen with it and read over before signing."""
    annex, form = part_of(id, "annex"), CommitForm()
    if not form.validate():
        return desk.lay(id, **DESK, status=422, forms={"annex": form})
    seat = annex.seat_of(me_as_client().id)
    if seat is None:
        raise NotYours
    form.spend()
    seat.add(commitment=int(form.commitment.data), commitment_reason=form.reason.data or "")
    answer.read_over(annex, signer(me_as_client().name), now=now())
    auth.audit("annex.commit", annex.id)
    return redirect(url_for("portal.agreement", id=id, _anchor="annex"), 303)


@bp.post("/agreements/<uuid:id>/commitment/removal")
def commit_again(id: UUID) -> Any:
    """Before signing, another number."""
    annex = part_of(id, "annex")
    answer.read_again(annex, signer(me_as_client().name))
    auth.audit("annex.reconsider", annex.id)
    return redirect(url_for("portal.agreement", id=id, _anchor="annex"), 303)


@bp.post("/agreements/<uuid:id>/parts/<any(goals, annex, terms):kind>/signature")
def sign(id: UUID, kind: str) -> Any:
    return desk.sign(id, kind, **DESK)


@bp.post("/agreements/<uuid:id>/requests")
def ask(id: UUID) -> Any:
    return desk.reply(id, "asks", **DESK)


@bp.post("/agreements/<uuid:id>/ending")
def end(id: UUID) -> Any:
    return desk.reply(id, "ends", **DESK)
