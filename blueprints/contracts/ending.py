"""Ending early, with a reason. Its goals free their places, and everything stays readable."""

from typing import Any
from uuid import UUID

from flask import flash, g, redirect, render_template, url_for

from app.auth import audit
from app.clock import now
from blueprints.contracts import bp
from blueprints.contracts.loading import load_own
from blueprints.forms.agreement import EndForm
from blueprints.seeing import seen
from models import Contract
from models.contract import settle


@bp.get("/contracts/<uuid:id>/ending")
def ending(id: UUID) -> Any:
    contract = load_own(id)
    if contract.is_over:
        return redirect(url_for(".show", id=id), 303)
    return _page(contract, EndForm(formdata=None))


@bp.post("/contracts/<uuid:id>/ending")
def end(id: UUID) -> Any:
    contract, form = load_own(id), EndForm()
    if not form.validate():
        return _page(contract, form), 422
    form.spend()
    settle.end(contract, by=g.membership.id, name=g.membership.name, reason=form.reason.data, now=now())
    audit("contract.end", contract.id)
    flash("It has ended.")
    return redirect(url_for(".show", id=id), 303)


def _page(contract: Contract, form: EndForm) -> str:
    form.tell(seen("reason of the end", contract.client))
    return render_template("contracts/ending.html", contract=contract, client=contract.client, form=form)
