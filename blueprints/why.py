"""What is behind a request: the questions, the whys, the cause. For the client's own coach and nobody else of the practice."""

from typing import Any
from uuid import UUID, uuid4

from flask import Blueprint, abort, flash, g, redirect, render_template, url_for
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app import db
from app.auth import audit
from app.clock import now
from blueprints.coaching_sessions.loading import a_client
from blueprints.forms.agreement import NewForm
from blueprints.forms.why import WORDS, RungChangeForm, RungForm, WhyForm
from blueprints.saving import first_error, refused, saved, saves_itself, stale
from blueprints.seeing import seen
from models import Client, Contract, Ladder, Rung
from models.errors import DomainError, Stale
from models.seen import may_read
from models.why import QUESTIONS

bp = Blueprint("why", __name__, url_prefix="/p/<slug>/clients/<uuid:id>/why")


@bp.get("")
def show(id: UUID) -> Any:
    client = _theirs(id)
    return _page(client, _ladder(client))


@bp.post("")
def update(id: UUID) -> Any:
    client = _theirs(id, lock=True)
    ladder, form = _ladder(client), WhyForm()
    if not form.validate() and (form.version.errors or not saves_itself()):
        return refused(first_error(form), 422) if saves_itself() else (_page(client, ladder, form=form), 422)
    ladder = ladder or _begun(client)
    try:
        _write(ladder, form)
    except Stale:
        return stale(
            form, _words(ladder), version=ladder.draft_no, what="what is behind it", who="The other window", address=url_for(".show", id=id)
        )
    audit("why.write", ladder.id)
    words = first_error(form) if form.errors else ""
    return saved(ladder.draft_no, words) if saves_itself() else redirect(url_for(".show", id=id), 303)


@bp.post("/rungs")
def add(id: UUID) -> Any:
    """One more why, at the top or below another."""
    client = _theirs(id, lock=True)
    ladder, form = _ladder(client), RungForm()
    if not form.validate():
        return _page(client, ladder, typed=form, at=_place(ladder, form.below.data)), 422
    form.spend()
    ladder = ladder or _begun(client)
    try:
        rung = ladder.add(form.text.data, _uuid(form.below.data), hers_to_change=not form.not_theirs.data)
    except DomainError as no:
        form.refuse(form.text, no.sentence)
        return _page(client, ladder, typed=form, at=None), 422
    db.session().flush()
    audit("why.add", rung.id)
    return redirect(url_for(".show", id=id, _anchor=f"why-{rung.id}"), 303)


@bp.post("/rungs/<uuid:rung_id>")
def change(id: UUID, rung_id: UUID) -> Any:
    client = _theirs(id, lock=True)
    rung, form = _rung(client, rung_id), RungChangeForm()
    fine = form.validate()
    if rung not in rung.ladder.standing:
        form.refuse(form.text, "That why was taken away meanwhile. Your words stand here, as a new one that is not saved yet.")
        return _page(client, rung.ladder, typed=form, at=None), 422
    if not fine:
        return _page(client, rung.ladder, changed=form, at=rung.id), 422
    rung.text, rung.hers_to_change = form.text.data, not form.not_theirs.data
    audit("why.change", rung.id)
    return redirect(url_for(".show", id=id, _anchor=f"why-{rung.id}"), 303)


@bp.post("/rungs/<uuid:rung_id>/removal")
def remove(id: UUID, rung_id: UUID) -> Any:
    rung = _rung(_theirs(id, lock=True), rung_id)
    rung.removed_at = now()
    audit("why.remove", rung.id)
    flash({"words": "Taken away, with what hangs below it.", "undo": url_for(".restore", id=id, rung_id=rung_id)}, "undo")
    return redirect(url_for(".show", id=id, _anchor="ladder"), 303)


@bp.post("/rungs/<uuid:rung_id>/return")
def restore(id: UUID, rung_id: UUID) -> Any:
    rung = _rung(_theirs(id, lock=True), rung_id)
    rung.removed_at = None
    audit("why.restore", rung.id)
    flash("It is back.")
    return redirect(url_for(".show", id=id, _anchor="ladder"), 303)


def _theirs(id: UUID, *, lock: bool = False) -> Client:
    """A client whose coach is asking. The owner is not let in either."""
    if lock:
        db.session().execute(select(Client.id).where(Client.id == id).with_for_update())
    client = a_client(id)
    if not may_read(g.membership.role, "cause", is_their_coach=client.coach_id == g.membership.id):
        abort(403)
    return client


def _ladder(client: Client) -> Ladder | None:
    return db.session().scalar(select(Ladder).where(Ladder.client_id == client.id).options(selectinload(Ladder.rungs)))


def _goals_stand_in(client: Client) -> Contract | None:
    """The agreement that the page leads to; none, and it leads to a new one."""
    newest = db.session().scalars(select(Contract).where(Contract.client_id == client.id).order_by(Contract.id.desc()).limit(1)).first()
    return newest if newest and not newest.is_over else None


def _begun(client: Client) -> Ladder:
    ladder = Ladder(client_id=client.id, rungs=[])
    db.session().add(ladder)
    db.session().flush()
    return ladder


def _rung(client: Client, id: UUID) -> Rung:
    ladder = _ladder(client)
    rung = next((rung for rung in ladder.rungs if rung.id == id), None) if ladder else None
    return rung or abort(404)


def _write(ladder: Ladder, form: WhyForm) -> None:
    """All but what was refused, say a sentence that is too long: that stays as it was saved last, and as it is typed on the page."""
    fits = {name: form[name].data or "" for name in (*QUESTIONS, *WORDS) if not form[name].errors}
    answers = {**ladder.answers, **{name: fits[name] for name in QUESTIONS if name in fits}}
    ladder.write(form.version.data, answers=answers, **{name: fits[name] for name in WORDS if name in fits})


def _words(ladder: Ladder) -> dict[str, str]:
    answers = {name: str(ladder.answers.get(name, "")) for name in QUESTIONS}
    return {**answers, **{name: getattr(ladder, name) for name in WORDS}}


def _uuid(typed: str | None) -> UUID | None:
    try:
        return UUID(typed or "")
    except ValueError:
        return None


def _place(ladder: Ladder | None, below: str | None) -> UUID | None:
    """Which why a refused one comes back under; none, the top of the ladder, when that one is gone."""
    id = _uuid(below)
    return id if ladder and id in {rung.id for rung in ladder.standing} else None


def _page(client: Client, ladder: Ladder | None, **more: Any) -> str:
    """`more`: a form that was refused (form, typed, changed), and `at` which why it stands."""
    form = more.pop("form", None)
    if form is None:
        form = WhyForm(formdata=None, version=ladder.draft_no if ladder else 1, **(_words(ladder) if ladder else {}))
    form.tell(seen("cause", client))
    return render_template(
        "why/show.html",
        client=client, ladder=ladder, form=form, questions=[form[name] for name in QUESTIONS], strand=ladder.strand if ladder else None,
        rungs=ladder.standing if ladder else [], enough=Rung.ENOUGH, new_key=uuid4,
        contract=_goals_stand_in(client), begin=NewForm(formdata=None),
        seen_sentence=seen("cause sentence", client), **{"typed": None, "changed": None, "at": None, **more},
    )  # fmt: skip
