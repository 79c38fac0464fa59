"""A change after activation: a reason, what differs, who is asked. Until all have signed, what is in force holds."""

from typing import Any
from uuid import UUID

from flask import flash, g, redirect, render_template, url_for

from app.auth import audit
from app.clock import now
from blueprints.contracts import bp
from blueprints.contracts.loading import load, load_own, part_of, signer, today_of, version_of
from blueprints.forms.agreement import ChangeForm
from blueprints.seeing import seen
from models import Contract, DomainError, Part
from models.contract import offer
from models.contract.clauses import clauses
from models.contract.diff import changes, unchanged
from models.contract.text import canonical, parse

CALM_DAYS = 14  # a goal that keeps changing cannot be measured (product.md)


def _page(contract: Contract, part: Part, form: ChangeForm, status: int = 200) -> Any:
    assert part.in_force is not None
    before, today = clauses(part.in_force.content), today_of(contract)
    after = clauses(parse(canonical(offer.next_text(contract, part.kind, today))))
    days = part.days_since_change(now())
    form.tell(seen(part.kind, contract.client))
    page = render_template(
        "contracts/change.html",
        contract=contract,
        part=part,
        form=form,
        changes=changes(before, after),
        same=unchanged(before, after),
        mend=offer.to_mend(contract, today) if part.kind == "goals" else [],
        days=days,
        is_soon=days is not None and days < CALM_DAYS and len(part.versions) > 1,
        coach_id=g.membership.id,
    )
    return page, status


@bp.get("/contracts/<uuid:id>/parts/<kind>/change")
def change(id: UUID, kind: str) -> Any:
    contract = load_own(id)
    part = part_of(contract, kind)
    contract.require_active()
    if part.open:
        return redirect(url_for(".changes", id=id, version_id=part.open_id), 303)
    return _page(contract, part, ChangeForm(formdata=None, name=contract.client.coach.name))


@bp.post("/contracts/<uuid:id>/parts/<kind>/change")
def propose(id: UUID, kind: str) -> Any:
    contract, form = load_own(id), ChangeForm()
    part = part_of(contract, kind)
    contract.require_active()
    if not form.validate():
        return _page(contract, part, form, 422)
    try:
        version = offer.propose_change(
            contract, kind, signer(form.name.data), form.reason.data, now=now(), today=today_of(contract), slip=bool(form.slip.data)
        )
    except DomainError as refusal:
        form.form_errors.append(refusal.sentence)
        return _page(contract, part, form, 409)
    audit(f"{kind}.change", version.id)
    flash({"words": "Everybody whose signature it needs is asked.", "undo": url_for(".withdraw", id=id, kind=kind)}, "undo")
    return redirect(url_for(".changes", id=id, version_id=version.id), 303)


@bp.post("/contracts/<uuid:id>/parts/<kind>/change/removal")
def withdraw(id: UUID, kind: str) -> Any:
    contract = load_own(id)
    part = part_of(contract, kind)
    contract.require_active()
    offer.withdraw_change(part)
    audit(f"{kind}.withdraw", part.id)
    flash("The change is withdrawn. What is in force holds, as it did all along.")
    return redirect(url_for(".show", id=id), 303)


@bp.get("/contracts/<uuid:id>/versions/<uuid:version_id>/changes", endpoint="changes")
def changes_of(id: UUID, version_id: UUID) -> Any:
    """What one version changed against the one before it."""
    contract = load(id)
    version = version_of(contract, version_id)
    older = [each for each in version.part.versions if each.n < version.n]
    before = clauses(older[-1].content) if older else []
    after = clauses(version.content)
    return render_template(
        "contracts/changes.html",
        contract=contract,
        part=version.part,
        version=version,
        older=older[-1] if older else None,
        changes=changes(before, after),
        same=unchanged(before, after),
        is_mine=contract.client.coach_id == g.membership.id,
    )
