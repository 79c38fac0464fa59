"""The closing of an agreement on the client's page: read over, the lessons changed, signed; then the report, and taking back what the boss got of it."""

from typing import Any
from uuid import UUID

from flask import abort, flash, redirect, render_template, url_for
from sqlalchemy import select

from app import auth, db
from app.clock import now
from app.tenancy import find
from blueprints.forms.base import Form
from blueprints.forms.closing import LessonsForm, SignClosingForm
from blueprints.portal import bp
from blueprints.portal.frame import who_sees
from blueprints.reading import me_as_client, signer
from blueprints.reporting import Report
from models import Closing, Contract, File, Part, Seat, Share
from models.errors import NotAsked


def _newest(contract: Contract) -> Closing:
    """404 before it was begun, and once it was taken back."""
    found = Closing.newest(db.session(), contract.id) if contract.closing_at else None
    if found is None:
        abort(404)
    return found


def _page(contract: Contract, status: int = 200, **typed: Form) -> Any:
    newest = _newest(contract)
    lessons = LessonsForm(formdata=None, data={**newest.body["lessons"], "version": newest.n + 1})
    boss = boss_of(contract)
    sign = typed.get("sign") or SignClosingForm(formdata=None, sha256=newest.sha256)
    page = render_template(
        "portal/closing.html",
        contract=contract,
        closing=newest,
        text=newest.body,
        boss=boss,
        form=(typed.get("form") or lessons).tell(who_sees("lessons"), "seen-lessons"),
        sign=sign.tell(who_sees("report", boss), "seen-sign"),
    )
    return page, status


def boss_of(contract: Contract) -> str:
    """The name of whoever sits as boss in this agreement; "" where there is none."""
    asked = select(Seat.name).join(Part, Part.id == Seat.part_id).where(Part.contract_id == contract.id, Seat.role == "boss", Seat.signs)
    return db.session().scalar(asked.limit(1)) or ""


@bp.get("/agreements/<uuid:id>/closing")
def closing(id: UUID) -> Any:
    contract = find(Contract, id)
    if contract.closed_at:
        return redirect(url_for("portal.report", id=id), 303)
    return _page(contract)


@bp.post("/agreements/<uuid:id>/closing")
def reword(id: UUID) -> Any:
    """Other lessons: the next text, over the same evidence."""
    contract, form = find(Contract, id), LessonsForm()
    newest = _newest(contract)
    if not form.validate():
        return _page(contract, 422, form=form)
    if form.version.data != newest.n + 1:
        form.overtaken(newest.n + 1)
        return _page(contract, 409, form=form)
    made = newest.reword(contract, form.lessons, by=me_as_client().id, now=now())
    auth.audit("closing.write", made.id)
    flash("Saved. Both of you sign this text.")
    return redirect(url_for("portal.closing", id=id, _anchor="sign"), 303)


@bp.post("/agreements/<uuid:id>/closing/signature")
def sign_closing(id: UUID) -> Any:
    contract, form = find(Contract, id), SignClosingForm()
    newest = _newest(contract)
    if not contract.is_closing:
        raise NotAsked
    if not form.validate():
        return _page(contract, 422, sign=form)
    shares = bool(form.shares_report.data) and bool(boss_of(contract))
    newest.sign("client", signer(form.name.data), form.sha256.data, shares_report=shares, now=now())
    auth.audit("closing.sign", newest.id)
    flash("Signed. Your report comes once both have signed.")
    return redirect(url_for("portal.closing", id=id), 303)


@bp.get("/agreements/<uuid:id>/report")
def report(id: UUID) -> Any:
    """Her own version, and whether the boss has one; before both have signed there is none."""
    contract = find(Contract, id)
    shares = _reports(contract)
    if "client" not in shares:
        abort(404)
    files = select(File.id).where(File.subject_id == shares["client"].id, File.kind == "report")
    return render_template(
        "portal/report.html",
        contract=contract,
        report=Report.of(shares["client"]),
        boss=shares.get("boss"),
        file=db.session().scalar(files),
    )


def _reports(contract: Contract) -> dict[str, Share]:
    asked = select(Share).where(Share.what == "report", Share.body["contract"].astext == str(contract.id)).order_by(Share.id)
    return {share.body["for"]: share for share in db.session().scalars(asked)}


@bp.post("/agreements/<uuid:id>/report/removal")
def take_back_report(id: UUID) -> Any:
    """Out of the boss's sight, the paper too."""
    contract = find(Contract, id)
    share = _reports(contract).get("boss")
    if share is None:
        abort(404)
    if share.stands:
        share.take_back(me_as_client().id, now())
        for file in db.session().scalars(select(File).where(File.subject_id == share.id)):
            file.readers = [me_as_client().id]
        auth.audit("share.take_back", share.id)
    flash("Taken back. It is no longer on anybody else's page.")
    return redirect(url_for("portal.report", id=id), 303)
