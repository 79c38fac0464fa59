"""What happened between a payer and the practice, on a page and on paper."""

from typing import Any
from uuid import UUID

from flask import flash, g, redirect, render_template, url_for
from sqlalchemy import select

from app import auth, db
from app.clock import now
from app.tenancy import find
from billing.statement import Account, Statement, kept, statement
from blueprints.invoices import bp
from models import Client, Due, File, Organisation


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


def _accounts(whose: dict[str, UUID]) -> list[Account]:
    return statement(db.session(), g.practice.zone, **whose)


def _page(who: Client | Organisation, **whose: UUID) -> str:
    papers = select(Statement.on, File.id).join(File, File.subject_id == Statement.id).filter_by(**whose)
    return render_template(
        "invoices/statement.html",
        who=who,
        accounts=_accounts(whose),
        papers=db.session().execute(papers.order_by(Statement.at.desc()).limit(12)).all(),
        print_url=url_for(".print_for_client" if isinstance(who, Client) else ".print_for_company", **whose),
    )


def _print(who: Client | Organisation, **whose: UUID) -> Any:
    """As it stands now; the paper is made by a worker."""
    practice, moment = g.practice, now()
    seller = {"name": practice.legal_name or practice.name, "address": practice.legal_address, "practice": practice.name}
    snapshot = {"who": who.name, "seller": seller, "accounts": kept(_accounts(whose))}
    asked = Statement(snapshot=snapshot, on=practice.today(moment), at=moment, by_id=g.membership.id, **whose)
    db.session().add(asked)
    Due.plan(asked, "make_statement_pdf", at=moment)
    auth.audit("statement.print", asked.id)
    flash("The statement is being made. In a moment it stands below, under Papers.")
    return redirect(url_for(".statement_of_client" if isinstance(who, Client) else ".statement_of_company", **whose), 303)
