"""Beginning an agreement and writing it: review dates and sharing, the private annex, the terms."""

from typing import Any
from uuid import UUID

from flask import g, redirect, request, url_for

from app import db
from app.auth import audit
from app.clock import now
from app.tenancy import find
from blueprints.contracts import bp
from blueprints.contracts.desk import annex_form, edit_page, looks_form, terms_form
from blueprints.contracts.loading import load_draft, load_own
from blueprints.contracts.saving import save
from blueprints.forms.agreement import AnnexForm, LooksForm, NewForm, TermsForm
from models import Client, Contract
from models.errors import NotYours


@bp.post("/clients/<uuid:id>/contracts")
def create(id: UUID) -> Any:
    client = find(Client, id)
    if client.coach_id != g.membership.id or not g.membership.coaches:
        raise NotYours("Only the client's own coach begins an agreement.")
    form = NewForm()
    if form.validate():
        form.spend()
        contract = Contract.begin(db.session(), client, by=g.membership.id, now=now())
        audit("contract.create", contract.id)
        return redirect(url_for(".edit", id=contract.id), 303)
    return redirect(url_for("clients.show", id=id), 303)


@bp.get("/contracts/<uuid:id>/edit")
def edit(id: UUID) -> Any:
    contract = load_own(id)
    if contract.is_out or contract.is_over or contract.is_closing:
        return redirect(url_for(".show", id=id), 303)
    return edit_page(contract)


@bp.get("/contracts/<uuid:id>/looks", endpoint="looks")
@bp.get("/contracts/<uuid:id>/annex", endpoint="annex")
@bp.get("/contracts/<uuid:id>/terms", endpoint="terms")
def block(id: UUID) -> Any:
    """The address of a block leads to its place on the page."""
    find(Contract, id)
    return redirect(url_for(".edit", id=id, _anchor=request.path.rpartition("/")[2]), 303)


@bp.post("/contracts/<uuid:id>/looks")
def write_looks(id: UUID) -> Any:
    contract, form = load_draft(id), LooksForm()
    return save(
        contract,
        form,
        lambda version: contract.write_looks(version, form.dates, shares_progress=form.shares_progress.data),
        block="looks",
        act="contract.looks",
        what="the review dates",
        object_id=contract.id,
        standing=lambda: (contract.looks_no, looks_form(contract).typed),
    )


@bp.post("/contracts/<uuid:id>/annex")
def write_annex(id: UUID) -> Any:
    contract, form = load_draft(id), AnnexForm()
    part = contract.part("annex")
    return save(
        contract,
        form,
        lambda version: part.write(version, form.typed),
        block="annex",
        act="annex.write",
        what="the private annex",
        object_id=part.id,
        standing=lambda: (part.draft_no, annex_form(contract).typed),
    )


@bp.post("/contracts/<uuid:id>/terms")
def write_terms(id: UUID) -> Any:
    contract, form = load_draft(id), TermsForm()
    part = contract.part("terms")
    return save(
        contract,
        form,
        lambda version: part.write(version, form.words),
        block="terms",
        act="terms.write",
        what="the terms",
        object_id=part.id,
        standing=lambda: (part.draft_no, terms_form(contract).typed),
    )
