"""What happened between a payer and the practice, on a page, on paper and by mail."""

from typing import Any
from uuid import UUID

from flask import abort, flash, g, redirect, render_template, url_for
from sqlalchemy import select

from app import auth, db, formats
from app.clock import now
from app.tenancy import find
from billing.statement import Statement, payers, statement
from blueprints.invoices import bp
from models import Client, File, Organisation


@bp.get("/statements/clients/<uuid:client_id>")
def statement_of_client(client_id: UUID) -> Any:
    return _page(find(Client, client_id), client_id=client_id)


@bp.get("/statements/companies/<uuid:organisation_id>")
def statement_of_company(organisation_id: UUID) -> Any:
    return _page(find(Organisation, organisation_id), organisation_id=organisation_id)


@bp.post("/statements/clients/<uuid:client_id>")
def print_for_client(client_id: UUID) -> Any:
    return _print(find(Client, client_id), client_id=client_id)


@bp.post("/statements/companies/<uuid:organisation_id>")
def print_for_company(organisation_id: UUID) -> Any:
    return _print(find(Organisation, organisation_id), organisation_id=organisation_id)


@bp.post("/statements/clients/<uuid:client_id>/to/<uuid:payer_id>")
def send_for_client(client_id: UUID, payer_id: UUID) -> Any:
    return _send(find(Client, client_id), payer_id, client_id=client_id)


@bp.post("/statements/companies/<uuid:organisation_id>/to/<uuid:payer_id>")
def send_for_company(organisation_id: UUID, payer_id: UUID) -> Any:
    return _send(find(Organisation, organisation_id), payer_id, organisation_id=organisation_id)


def _page(who: Client | Organisation, **whose: UUID) -> str:
    kind, session = "client" if isinstance(who, Client) else "company", db.session()
    mine = (Statement.client_id if isinstance(who, Client) else Statement.organisation_id) == who.id
    papers = select(Statement.on, Statement.snapshot["payer"]["name"].astext, File.id).join(File, File.subject_id == Statement.id)
    return render_template(
        "invoices/statement.html",
        who=who,
        accounts=statement(session, g.practice.zone, **whose),
        payers=[(one, url_for(f".send_for_{kind}", payer_id=one.id, **whose)) for one in payers(session, **whose)],
        papers=session.execute(papers.where(mine).order_by(Statement.at.desc()).limit(12)).all(),
        print_url=url_for(f".print_for_{kind}", **whose),
    )


def _print(who: Client | Organisation, **whose: UUID) -> Any:
    """As it stands now; the paper is made by a worker."""
    asked = Statement.ask(who, g.practice, by=g.membership.id, now=now())
    auth.audit("statement.print", asked.id)
    flash("The statement is being made. In a moment it stands below, under Papers.")
    return _back(**whose)


def _send(who: Client | Organisation, payer_id: UUID, **whose: UUID) -> Any:
    """To one of those who pay, with what they pay; the same twice on one day is one mail."""
    payer = next((one for one in payers(db.session(), **whose) if one.id == payer_id), None) or abort(404)
    asked = Statement.ask(who, g.practice, payer=payer, by=g.membership.id, now=now())
    auth.audit("statement.send", asked.id)
    flash(f"The statement of {formats.day(asked.on, g.practice.locale)} goes to {payer.address}, once.")
    return _back(**whose)


def _back(**whose: UUID) -> Any:
    return redirect(url_for(".statement_of_client" if "client_id" in whose else ".statement_of_company", **whose), 303)
