"""On the way to a signature: to the boss, to the client and whoever pays, the coach's own signatures, and back to draft."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, url_for

from app.auth import audit
from app.clock import now
from blueprints.contracts import bp
from blueprints.contracts.desk import edit_page
from blueprints.contracts.document import document_page
from blueprints.contracts.loading import load_own, part_of, signer, today_of
from blueprints.forms.agreement import SignForm
from models.contract import offer as offering
from models.contract import settle
from models.errors import NotAsked


@bp.post("/contracts/<uuid:id>/reading")
def send(id: UUID) -> Any:
    """To the boss, who reads the goals first."""
    contract = load_own(id)
    offering.send_to_boss(contract, now=now(), today=today_of(contract))
    audit("contract.send", contract.id)
    flash(f"On its way to {contract.client.boss.first_name if contract.client.boss else 'the boss'}.")
    return redirect(url_for(".show", id=id), 303)


@bp.post("/contracts/<uuid:id>/offer")
def offer(id: UUID) -> Any:
    contract, form = load_own(id), SignForm()
    page = document_page if contract.is_out else edit_page
    if not form.validate():
        return page(contract, 422, sign=form)
    offering.offer(contract, signer(form.name.data), now=now(), today=today_of(contract), read=form.sha256.data or "")
    audit("contract.offer", contract.id)
    flash(f"Offered to {contract.client.first_name}.")
    return redirect(url_for(".show", id=id), 303)


@bp.post("/contracts/<uuid:id>/offer/removal")
def take_back(id: UUID) -> Any:
    contract = load_own(id)
    contract.take_back()
    audit("contract.take_back", contract.id)
    return redirect(url_for(".edit", id=id), 303)


@bp.post("/contracts/<uuid:id>/parts/<kind>/signature")
def sign(id: UUID, kind: str) -> Any:
    """The coach's own. Whoever signs last puts it in force, in the same transaction."""
    contract, form = load_own(id), SignForm()
    part = part_of(contract, kind)
    if not form.validate():
        return document_page(contract, 422, **{f"sign_{kind}": form})
    if part.open is None or part.open.sha256 != form.sha256.data:
        raise NotAsked
    who = signer(form.name.data)
    part.open.sign(who.id, who.name, now=now(), ip=who.ip, browser=who.browser, address=who.address)
    settle.settle_part(part, now())
    audit(f"{kind}.sign", part.id)
    flash("Signed. The agreement is in force." if contract.is_active else "Signed.")
    return redirect(url_for(".show", id=id, _anchor=kind), 303)
