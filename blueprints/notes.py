"""Notes: one's own, encrypted and for nobody else; and those that the client reads too. Below a client or below a session."""

from typing import Any
from uuid import UUID

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from sqlalchemy import select

from app import db
from app.auth import audit
from app.clock import now
from app.markdown import render
from app.tenancy import find
from blueprints import private_notes
from blueprints.coaching_sessions.loading import a_client
from blueprints.coaching_sessions.page import session_page
from blueprints.forms import apart
from blueprints.forms.notes import NewNoteForm, NoteForm, PrivateNoteForm
from blueprints.paging import page_asked, pager
from blueprints.saving import first_error, refused, saved, saves_itself, stale
from blueprints.seeing import seen
from models import Client, CoachingSession, PrivateNote, SharedNote
from models.errors import Stale

bp = Blueprint("notes", __name__, url_prefix="/p/<slug>")
MANY = 20


@bp.get("/clients/<uuid:id>/notes")
def index(id: UUID) -> Any:
    return _page(a_client(id))


@bp.post("/clients/<uuid:id>/notes")
def create(id: UUID) -> Any:
    """A note for both, outside of any session."""
    client, form = a_client(id), NewNoteForm()
    if not form.validate():
        return _page(client, new_form=form), 422
    form.spend()
    _share(form, client.id)
    flash(f"Saved. {client.first_name} can read it.")
    return redirect(url_for(".index", id=id), 303)


@bp.post("/clients/<uuid:id>/private-note")
def keep(id: UUID) -> Any:
    find(Client, id, lock=True)
    form = PrivateNoteForm()
    if not form.validate():
        return refused(first_error(form), 422) if saves_itself() else (_page(a_client(id), private_form=form), 422)
    mine = select(PrivateNote).where(
        PrivateNote.client_id == id, PrivateNote.session_id.is_(None), PrivateNote.author_id == g.membership.id
    )
    return _keep(form, db.session().scalar(mine.order_by(PrivateNote.id).limit(1)), id, None, url_for(".index", id=id))


@bp.post("/sessions/<uuid:id>/private-note")
def keep_in_session(id: UUID) -> Any:
    planned, form = find(CoachingSession, id, lock=True), PrivateNoteForm()
    if not form.validate():
        return refused(first_error(form), 422) if saves_itself() else (session_page(id, private_form=form), 422)
    mine = select(PrivateNote).where(PrivateNote.session_id == id, PrivateNote.author_id == g.membership.id)
    return _keep(form, db.session().scalar(mine), planned.client_id, id, url_for("coaching_sessions.show", id=id, _anchor="private"))


@bp.post("/sessions/<uuid:id>/note")
def share_in_session(id: UUID) -> Any:
    """Write or change the one note for both of a session."""
    planned = find(CoachingSession, id, lock=True)
    standing = db.session().scalar(select(SharedNote).where(SharedNote.session_id == id, SharedNote.withdrawn_at.is_(None)).limit(1))
    form = NoteForm() if standing else NewNoteForm()
    if not form.validate():
        return session_page(id, shared_form=form), 422
    where = url_for("coaching_sessions.show", id=id, _anchor="shared")
    if standing is None:
        form.spend()
        _share(form, planned.client_id, id)
    elif "version" not in request.form or form.version.data != standing.draft_no:
        return _both(form, standing, where)
    else:
        standing.write(form.version.data, form.text.data, now())
        audit("note.change", standing.id)
    flash("Saved. Both can read it.")
    return redirect(where, 303)


@bp.get("/notes/<uuid:id>/edit")
def edit(id: UUID) -> Any:
    note = _mine(id)
    return _edit_page(note, NoteForm(version=note.draft_no, text=note.text))


@bp.post("/notes/<uuid:id>/edit")
def update(id: UUID) -> Any:
    note, form = _mine(id, lock=True), NoteForm()
    if not form.validate():
        return _edit_page(note, form), 422
    try:
        note.write(form.version.data, form.text.data, now())
    except Stale:
        return _both(form, note, request.path)
    audit("note.change", id)
    flash("Saved.")
    return redirect(url_for(".index", id=note.client_id), 303)


@bp.post("/notes/<uuid:id>/withdrawal")
def withdraw(id: UUID) -> Any:
    note = _mine(id, lock=True)
    note.withdraw(now())
    audit("note.withdraw", id)
    flash({"words": "Taken back: only the practice keeps it.", "undo": url_for(".restore", id=id)}, "undo")
    return redirect(url_for(".index", id=note.client_id), 303)


@bp.post("/notes/<uuid:id>/return")
def restore(id: UUID) -> Any:
    note = _mine(id, lock=True)
    note.restore()
    audit("note.restore", id)
    flash("Shared again.")
    return redirect(url_for(".index", id=note.client_id), 303)


def _keep(form: PrivateNoteForm, note: PrivateNote | None, client_id: UUID, session_id: UUID | None, where: str) -> Any:
    text = form.text.data or ""
    try:
        if note is None:
            note = private_notes.begun(client_id, text, now(), session_id=session_id)
            db.session().add(note)
        else:
            private_notes.write(note, form.version.data, text, now())
    except Stale:
        standing = {"text": private_notes.text_of(note)}
        return stale(form, standing, version=note.draft_no, what="your own note", who="The other window", address=request.path, back=where)
    audit("note.keep", note.id)
    return saved(note.draft_no) if saves_itself() else redirect(where, 303)


def _share(form: NewNoteForm, client_id: UUID, session_id: UUID | None = None) -> None:
    note = SharedNote(client_id=client_id, session_id=session_id, author_id=g.membership.id, text=form.text.data, at=now())
    db.session().add(note)
    db.session().flush()
    audit("note.share", note.id)


def _mine(id: UUID, *, lock: bool = False) -> SharedNote:
    """For its author, the client's coach, and the owner; others of the practice read it and leave it as it is."""
    note = find(SharedNote, id, lock=lock)
    if not (note.author_id == g.membership.id or note.client.coach_id == g.membership.id or g.membership.owns):
        abort(403)
    return note


def _both(form: NoteForm | NewNoteForm, note: SharedNote, back: str) -> Any:
    words = {"what": "the note for both", "who": "The other version"}
    return stale(form, {"text": note.text}, version=note.draft_no, address=request.path, back=back, **words)


def _edit_page(note: SharedNote, form: NoteForm) -> str:
    client = a_client(note.client_id)
    return render_template("notes/edit.html", note=note, client=client, form=form, seen=seen("shared note", client))


def _page(client: Client, *, new_form: NewNoteForm | None = None, private_form: PrivateNoteForm | None = None) -> str:
    page = page_asked(request.args.get("page"))
    mine = select(PrivateNote).where(
        PrivateNote.client_id == client.id, PrivateNote.session_id.is_(None), PrivateNote.author_id == g.membership.id
    )
    private = db.session().scalar(mine.order_by(PrivateNote.id).limit(1))
    text = private_notes.text_or_none(private)
    ours = select(SharedNote).where(SharedNote.client_id == client.id).order_by(SharedNote.at.desc(), SharedNote.id.desc())
    notes = db.session().scalars(ours.limit(MANY + 1).offset((page - 1) * MANY)).all()
    kept = private_form or PrivateNoteForm(formdata=None, version=private.draft_no if private else 1, text=text)
    return render_template(
        "notes/index.html",
        client=client, unopened=text is None, private_form=apart(kept, "private"),
        new_form=apart(new_form or NewNoteForm(formdata=None), "shared").tell(seen("shared note", client)),
        notes=[(note, render(note.text), _author(note, client), note.author_id == g.membership.id) for note in notes[:MANY]],
        pages=pager(page, more=len(notes) > MANY, address=lambda n: url_for("notes.index", id=client.id, page=n)),
        seen_private=seen("private note", client),
    )  # fmt: skip


def _author(note: SharedNote, client: Client) -> str:
    if note.author_id == g.membership.id:
        return "you"
    return client.coach.first_name if note.author_id == client.coach_id else "a colleague"
