"""One person's words: what was said, what was agreed to and when, what was measured, and what the coach may do about it."""

from typing import Any
from uuid import UUID

from flask import abort, g, render_template
from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload, selectinload

from app import db
from blueprints.forms.base import Form
from blueprints.forms.words import PlaceForm, ProposeForm, RecordForm
from blueprints.proof import bp
from blueprints.proof.index import line_of
from blueprints.showing import Card
from models import Confirmation, File, Goal, Membership, Person, Record, Testimonial, WallCard
from models.seen import seen_here

NAMES = {"text": "words", "name": "name", "role": "role", "company": "company", "photo": "photograph", "measured": "measured result"}
PLACES = {"page": "your page", "proposal": "a proposal to one person", "post": "a post under your name"}


def load(id: UUID) -> tuple[Testimonial, WallCard | None]:
    asked = select(Testimonial, WallCard).outerjoin(WallCard, WallCard.testimonial_id == Testimonial.id).where(Testimonial.id == id)
    several = (selectinload(Testimonial.texts), selectinload(Testimonial.consents))
    row = (
        db.session()
        .execute(asked.options(joinedload(Testimonial.client), joinedload(Testimonial.goal).joinedload(Goal.measures), *several))
        .unique()
        .first()
    )
    if row is None:
        abort(404)
    return row[0], row[1]


def page(said: Testimonial, card: WallCard | None, status: int = 200, **typed: Form) -> Any:
    session = db.session()
    papers = _papers(said)
    asked = list(session.scalars(select(Confirmation).where(Confirmation.goal_id == said.goal_id))) if said.goal_id else []
    edit = typed.get("edit") or ProposeForm(formdata=None, words=said.newest.text if said.newest else "")
    rank = str(card.rank) if card else "0"
    placing = typed.get("placing") or PlaceForm(formdata=None, on_page=bool(card and card.on_page), rank=rank)
    answer = render_template(
        "proof/show.html",
        said=said,
        line=line_of(said, card),
        card=Card.of(card) if card else None,
        consents=[(one, papers[one.id][0] if one.id in papers else None) for one in reversed(said.consents)],
        records=[(record, by, file) for file, record, by in papers.values() if record],
        confirmations=asked,
        names=NAMES,
        places=PLACES,
        wants_measured=bool(said.consent and "measured" in said.consent.items),
        edit=edit.tell(seen_here("other words"), "seen-edit"),
        placing=placing.tell(seen_here("public"), "seen-placing"),
        paper=(typed.get("paper") or RecordForm(formdata=None)).tell(seen_here("record"), "seen-record"),
        typical=None,
        locale=g.practice.locale,
    )
    return answer, status


def _papers(said: Testimonial) -> dict[UUID, tuple[File, Record | None, str | None]]:
    """By what they are the paper of: what was agreed to, and the organisation's records, newest first, with the name of whoever laid them there."""
    records = select(Record.id).where(Record.goal_id == said.goal_id)
    mine = or_(File.subject_id.in_([one.id for one in said.consents]), File.subject_id.in_(records))
    asked = select(File, Record, Person.name).outerjoin(Record, Record.id == File.subject_id)
    asked = asked.outerjoin(Membership, Membership.id == Record.by_id).outerjoin(Person, Person.id == Membership.person_id)
    found = db.session().execute(asked.where(mine).order_by(Record.n.desc()))
    return {file.subject_id: (file, record, by) for file, record, by in found}


@bp.get("/<uuid:id>")
def show(id: UUID) -> Any:
    return page(*load(id))
