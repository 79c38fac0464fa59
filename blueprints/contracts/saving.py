"""Saving a block of an agreement as it is typed: for the page that saves by itself in JSON, else by a redirect; both versions when two wrote."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from flask import redirect, request, url_for
from sqlalchemy import select

from app import db
from app.auth import audit
from blueprints import saving
from blueprints.contracts.desk import edit_page, way
from blueprints.forms.base import StaleForm
from models import Audit, Contract, Membership
from models.errors import Stale


def save(
    contract: Contract,
    form: StaleForm,
    write: Callable[[int], None],
    *,
    block: str,
    act: str,
    what: str,
    object_id: UUID,
    standing: Callable[[], tuple[int, Mapping[str, Any]]],
    found: Callable[[], Mapping[str, str]] | None = None,
) -> Any:
    """Validate, write, answer. `standing` gives the newest version and its words; `block` is the anchor on the page; `found` what to say beside
    each field now, for a page that saved by itself."""
    if not form.validate():
        return saving.refused(saving.first_error(form), 422) if saving.saves_itself() else edit_page(contract, 422, **{block: form})
    try:
        write(form.version.data)
    except Stale:
        version, words = standing()
        return saving.stale(form, words, version=version, what=what, who=_who_saved(object_id), address=request.path)
    audit(act, object_id)
    if saving.saves_itself():
        return saving.saved(standing()[0], found=found() if found else {}, shown={} if contract.is_active else way(contract))
    return redirect(url_for(".edit", id=contract.id, _anchor=block), 303)


def _who_saved(object_id: UUID) -> str:
    """Who wrote last, by the audit: perhaps the same person in another window."""
    last = select(Membership).join(Audit, Audit.actor_id == Membership.id).where(Audit.object_id == object_id).order_by(Audit.at.desc())
    member = db.session().scalar(last.limit(1))
    return member.first_name if member else "The other window"
