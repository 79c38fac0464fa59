"""Everything that was made for somebody at the company: what waits, what was shared, their promises, invoices, and for HR that an agreement exists."""

from typing import Any
from uuid import UUID

from flask import render_template

from app import db
from app.tenancy import find
from billing.invoice import Invoice
from blueprints.boss_sees import agreements, boss_sees, standing_shares
from blueprints.reading import me_as_contact, today
from blueprints.serving import serve
from blueprints.sponsor import bp
from blueprints.standing import listed
from models import File


@bp.get("/")
def show() -> Any:
    session, me = db.session(), me_as_contact()
    found = agreements(session, me.id)
    shares = list(session.scalars(standing_shares(me.id)))
    invoices = session.execute(Invoice.listed().where(Invoice.payer_id == me.id).limit(50)).all()
    return render_template(
        "sponsor/home.html",
        me=me,
        waiting=list({one.contract_id: one for one in found if one.waits and not one.ended_at}.values()),
        seen=[one for one in boss_sees(found, shares) if one.agreement.signed_by_all],
        terms=[one for one in found if one.kind == "terms"],
        out=[one for one in found if one.kind == "goals" and not one.signed_by_all and not one.waits],
        reports=[share for share in shares if share.what == "report"],
        exists=[share for share in shares if share.what == "exists"],
        invoices=listed(invoices, today=today(), locale=me.locale),
    )


@bp.get("/files/<uuid:id>")
def file(id: UUID) -> Any:
    return serve(find(File, id))
