"""Making a client, and changing what is kept about one."""

from typing import Any
from uuid import UUID

from flask import abort, flash, g, redirect, render_template, url_for
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app import db
from app.auth import audit
from app.clock import now
from app.tenancy import find
from blueprints.clients import bp
from blueprints.forms.client import ClientFields, ClientForm, NewClientForm
from blueprints.saving import stale
from blueprints.seeing import seen, seen_in_words
from models import Client, Membership, Organisation, Sponsorship
from models.errors import DomainError, Stale
from models.handover import hand_over
from models.sponsors import change_sponsor


def coaches() -> list[tuple[str, str]]:
    """Who can coach a client here: (id, name), whoever asks first."""
    asked = (
        select(Membership)
        .options(joinedload(Membership.person))
        .where(Membership.practice_id == g.practice.id, Membership.ended_at.is_(None), Membership.role.in_(("owner", "coach")))
        .order_by(Membership.created_at)
        .limit(200)
    )
    found = sorted(db.session().scalars(asked), key=lambda member: member.id != g.membership.id)
    return [(str(member.id), member.name) for member in found]


def new_form() -> NewClientForm:
    """The welcome page sends a name and an address only: zone and coach are then the practice's and whoever asks."""
    form = NewClientForm()
    form.fit(coaches(), has_sponsors=g.practice.has_sponsors)
    form.zone.data = form.zone.data or g.practice.zone
    form.coach.data = form.coach.data or form.coach.choices[0].value
    return form


@bp.get("/new")
def new() -> Any:
    return _new_page(new_form())


@bp.post("")
def create() -> Any:
    form = new_form()
    if not form.validate():
        return _new_page(form), 422
    form.spend()
    client = Client(
        name=form.name.data,
        address=form.address.data,
        zone=form.zone.data,
        coach_id=UUID(form.coach.data),
        locale=g.practice.locale,
        created_at=now(),
    )
    db.session().add(client)
    _write_people(client, form)
    audit("client.create", client.id)
    return redirect(url_for(".show", id=client.id), 303)


def _new_page(form: NewClientForm) -> str:
    return render_template("clients/new.html", form=form.tell(seen_in_words("client", client="your client")))


@bp.get("/<uuid:id>/edit")
def edit(id: UUID) -> Any:
    client = _own(id)
    return _edit_page(client, _form(client, data={**ClientForm.standing(client), "version": client.version}))


@bp.post("/<uuid:id>/edit")
def update(id: UUID) -> Any:
    client = _own(id)
    form = _form(client)
    if not form.validate():
        return _edit_page(client, form), 422
    try:
        with db.session().begin_nested():
            client.write(
                form.version.data,
                by=g.membership,
                name=form.name.data,
                address=form.address.data,
                zone=form.zone.data,
            )
            asks = hand_over(client, UUID(form.coach.data), by=g.membership, now=now())
            _write_people(client, form)
    except Stale:
        return _stale(client, form)
    except DomainError as refused:
        form.form_errors.append(refused.sentence)
        return _edit_page(_client(id), form), 422
    audit("client.update", id)
    if asks:
        audit("client.ask_for_another_coach_for", id)
    flash(f"Saved. {client.first_name} is asked by mail, and nothing passes before the yes." if asks else "Saved.")
    return redirect(url_for(".show", id=id), 303)


def _own(id: UUID) -> Client:
    """For who coaches here: an assistant could else send a client's mail elsewhere."""
    client = _client(id)
    if not g.membership.coaches:
        abort(403)
    return client


def _client(id: UUID) -> Client:
    return find(
        Client,
        id,
        joinedload(Client.organisation),
        joinedload(Client.coach).joinedload(Membership.person),
        joinedload(Client.next_coach).joinedload(Membership.person),
        joinedload(Client.sponsorships).joinedload(Sponsorship.contact),
    )


def _form(client: Client, **typed: Any) -> ClientForm:
    """Coach, and who is asked to be, stay choices after leaving the team; where the page did not ask, in a practice of one, nothing changes."""
    form = ClientForm(**typed)
    known = coaches()
    theirs = [(str(member.id), member.name) for member in (client.coach, client.next_coach) if member]
    form.fit([*(one for one in theirs if one not in known), *known], has_sponsors=g.practice.has_sponsors)
    form.coach.data = form.coach.data or theirs[-1][0]
    return form


def _edit_page(client: Client, form: ClientForm) -> str:
    return render_template("clients/edit.html", client=client, form=form.tell(seen("client", client)))


def _write_people(client: Client, form: ClientFields) -> None:
    """Company, boss, HR and finance, where this practice asks for them."""
    session = db.session()
    session.flush()
    if not g.practice.has_sponsors:
        return
    company = Organisation.called(session, form.organisation.data) if form.organisation.data else None
    client.organisation_id = company.id if company else None
    for role, name, address in form.people:
        change_sponsor(client, role, name.data or "", address.data or "", client.zone, now=now())


def _stale(client: Client, form: ClientForm) -> Any:
    standing = {name: value for name, value in ClientForm.standing(client).items() if name in form}
    return stale(form, standing, version=client.version, what=client.name, who="The other", address=url_for(".edit", id=client.id))
