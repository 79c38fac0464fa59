"""One person's words: what was said, what was agreed to and when, what was measured, and what the coach may do about it."""

from typing import Any
from uuid import UUID

from flask import abort, g, render_template
from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app import db
from blueprints.forms.base import Form
from blueprints.forms.words import PlaceForm, ProposeForm, RecordForm
from blueprints.proof import bp
from blueprints.proof.index import line_of
from blueprints.showing import Card
from models import Confirmation, File, Goal, Testimonial, WallCard
from models.evidence import RECORD
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
    papers = select(File).where(File.subject_id.in_([said.goal_id, *(consent.id for consent in said.consents)]))
    files = {file.subject_id: file for file in session.scalars(papers.where(File.kind.in_((RECORD, "consent"))))}
    asked = list(session.scalars(select(Confirmation).where(Confirmation.goal_id == said.goal_id))) if said.goal_id else []
    source = said.goal.measure.source if said.goal and said.goal.measure else ""
    edit = typed.get("edit") or ProposeForm(formdata=None, words=said.newest.text if said.newest else "")
    rank = str(card.rank) if card else "0"
    placing = typed.get("placing") or PlaceForm(formdata=None, on_page=bool(card and card.on_page), rank=rank)
    answer = render_template(
        "proof/show.html",
        said=said,
        line=line_of(said, card),
        card=Card.of(card) if card else None,
        consents=[(one, files.get(one.id)) for one in reversed(said.consents)],
        record=files.get(said.goal_id) if said.goal_id else None,
        confirmations=asked,
        names=NAMES,
        places=PLACES,
        wants_measured=bool(said.consent and "measured" in said.consent.items),
        edit=edit.tell(seen_here("other words"), "seen-edit"),
        placing=placing.tell(seen_here("public"), "seen-placing"),
        paper=(typed.get("paper") or RecordForm(formdata=None, source=source)).tell(seen_here("record"), "seen-record"),
        typical=None,
        locale=g.practice.locale,
    )
    return answer, status


@bp.get("/<uuid:id>")
def show(id: UUID) -> Any:
    return page(*load(id))
