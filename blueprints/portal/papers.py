"""Agreements, invoices and the files that belong to the client."""

from typing import Any
from uuid import UUID

from flask import render_template
from sqlalchemy import select

from app import db
from app.tenancy import find
from billing.invoice import Invoice
from blueprints.portal import bp
from blueprints.reading import me_as_client, today
from blueprints.serving import serve
from blueprints.standing import listed
from models import Contract, File, Part


@bp.get("/papers")
def papers() -> Any:
    mine = me_as_client()
    readable = select(Part.contract_id).where(Part.contract_id == Contract.id, Part.readers.contains([mine.id]))
    contracts = select(Contract).where(Contract.client_id == mine.id, readable.exists()).order_by(Contract.created_at.desc()).limit(20)
    session = db.session()
    invoices = session.execute(Invoice.listed().where(Invoice.payer_id == mine.id).limit(50)).all()
    files = session.scalars(select(File).order_by(File.made_at.desc()).limit(50)).all()
    return render_template(
        "portal/papers.html",
        contracts=list(session.scalars(contracts)),
        invoices=listed(invoices, today=today(), locale=mine.locale),
        files=files,
    )


@bp.get("/files/<uuid:id>")
def file(id: UUID) -> Any:
    return serve(find(File, id))
