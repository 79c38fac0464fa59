"""What a client has left: each package with everything that happened to it. Giving sessions, and changing what was bought once the client agrees."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, g, redirect, render_template, url_for
from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app import auth, db
from app.clock import now
from app.tenancy import find
from billing import Package
from blueprints.forms.package import ChangeForm, GiveForm
from blueprints.portal.subscriptions import monthly
from blueprints.seeing import seen
from models import Client, Membership, Sponsorship

bp = Blueprint("packages", __name__, url_prefix="/p/<slug>/packages")
MOST = 50
WORDS = {
    "bought": "bought",
    "given": "given",
    "third_party": "paid by a company",
    "used": "used",
    "returned": "given back",
    "expired": "not used in time",
    "refunded": "taken back with the money",
    "changed": "changed, as agreed",
}


@bp.get("/<uuid:id>")
def show(id: UUID) -> Any:
    return _page(id)


@bp.post("/<uuid:id>")
def give(id: UUID) -> Any:
    form = GiveForm()
    if not form.validate():
        return _page(id, give=form), 422
    form.spend()
    values = {name: form[name].data for name in ("name", "sessions", "minutes", "expires_on")}
    given = Package.give(find(Client, id), **values, why=form.why.data or "", by=g.membership.id, now=now())
    auth.audit("package.give", given.id)
    flash("Given. They can be booked from now on.")
    return redirect(url_for(".show", id=id), 303)


@bp.post("/<uuid:id>/changes/<uuid:package_id>")
def propose(id: UUID, package_id: UUID) -> Any:
    package, form = find(Package, package_id, joinedload(Package.client)), ChangeForm()
    if package.client_id != id:
        return _page(id), 404
    if not form.validate():
        return _page(id, change=form, changed=package_id), 422
    form.spend()
    package.propose(form.sessions.data or 0, form.expires_on.data, form.reason.data, by=g.membership.id, now=now())
    auth.audit("package.propose", package_id)
    flash(f"{package.client.first_name} is asked. Nothing changes before a yes.")
    return redirect(url_for(".show", id=id), 303)


def _page(id: UUID, give: GiveForm | None = None, change: ChangeForm | None = None, changed: UUID | None = None) -> str:
    client = find(
        Client, id, joinedload(Client.coach).joinedload(Membership.person), joinedload(Client.sponsorships).joinedload(Sponsorship.contact)
    )
    sees = seen("package", client)
    return render_template(
        "packages/show.html",
        client=client,
        packages=_packages(id),
        monthly=monthly(id),
        words=WORDS,
        today=g.practice.today(now()),
        give=(give or GiveForm(formdata=None)).tell(sees),
        change=change.tell(sees) if change else None,
        changed=changed,
        fresh=lambda: ChangeForm(formdata=None).tell(sees),
    )


def _packages(client_id: UUID) -> Sequence[Package]:
    theirs = select(Package).where(Package.client_id == client_id).order_by(Package.created_at.desc(), Package.id).limit(MOST)
    return db.session().scalars(theirs.options(selectinload(Package.credits), selectinload(Package.changes))).all()
