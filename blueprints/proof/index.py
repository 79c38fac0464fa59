"""Everybody who was asked or can be: state, next step, and the line of HTML that embeds the wall."""

from dataclasses import dataclass
from typing import Any

from flask import flash, g, redirect, render_template, url_for
from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload
from wtforms import SelectChoice

from app import db, formats
from app.addresses import address
from app.auth import audit
from app.clock import now
from blueprints.forms.words import AskByHandForm, OldForm
from blueprints.proof import bp
from models import Client, PublicPage, Testimonial, WallCard
from models.face import Face
from models.folding import fold_address
from models.measured import best_goal, remeasure
from models.seen import seen_here

MOST = 200


@dataclass(frozen=True)
class Line:
    """One person on the list. kind: waits | live | done | late, as a badge is drawn."""

    said: Testimonial
    card: WallCard | None
    kind: str
    state: str
    step: str

    @property
    def waits_for_you(self) -> bool:
        """Its page has something for the coach to do or to look at."""
        return self.step not in ("", "Wait", "Nothing to do")

    @property
    def is_shown(self) -> bool:
        return self.card is not None


def line_of(said: Testimonial, card: WallCard | None) -> Line:
    today, consent = g.practice.today(now()), said.consent
    if said.proposal and consent:
        return Line(said, card, "waits", "Other words wait for a yes", "Nothing to do")
    if card:
        return Line(said, card, "live", f"Shown until {formats.day(card.expires_on, g.practice.locale)}", "Look at it")
    if consent and consent.is_withdrawal:
        return Line(said, card, "done", "Taken back", "")
    if consent and not consent.holds(today):
        return Line(said, card, "done", "Its time has ended", "")
    if consent:
        return Line(said, card, "done", "Answered, not for the page", "Look at it")
    if said.declined_at:
        return Line(said, card, "done", "Would rather not", "")
    if said.asked_at:
        return Line(said, card, "waits", "Asked twice" if said.reminded_at else "Asked", "Wait")
    return Line(said, card, "waits", "Not asked yet", "Ask" if said.recipient.address else "Add an address")


@bp.get("")
def show_all() -> Any:
    return _page(AskByHandForm(formdata=None))


def _page(form: AskByHandForm, status: int = 200) -> Any:
    session = db.session()
    asked = select(Testimonial, WallCard).outerjoin(WallCard, WallCard.testimonial_id == Testimonial.id)
    asked = asked.options(joinedload(Testimonial.client), selectinload(Testimonial.texts), selectinload(Testimonial.consents))
    rows = session.execute(asked.order_by(Testimonial.created_at.desc(), Testimonial.id).limit(MOST)).all()
    known = {said.client_id for said, _card in rows}
    free = session.execute(select(Client.id, Client.name).where(Client.archived_at.is_(None)).order_by(Client.folded).limit(500)).all()
    form.client.choices = [SelectChoice(str(id), name) for id, name in free if id not in known]
    page = session.scalar(select(PublicPage))
    page_html = render_template(
        "proof/index.html",
        lines=[line_of(said, card) for said, card in rows],
        typical=Face.read(page.face if page else {}),
        shown=sum(card is not None for _said, card in rows),
        form=form.tell(seen_here("list of words")),
        widget=address("wall.widget", slug=g.practice.slug),
        wall=address("wall.show", slug=g.practice.slug),
    )
    return page_html, status


@bp.post("/people")
def ask_by_hand() -> Any:
    """A row, and nothing is mailed: the request leaves when the coach presses send on its page."""
    session, form = db.session(), AskByHandForm()
    client = next((one for one in session.scalars(select(Client)) if str(one.id) == form.client.data), None)
    form.client.choices = [SelectChoice(str(client.id), client.name)] if client else []
    if client is None or not form.validate():
        return _page(AskByHandForm(formdata=None), 422)
    form.spend()
    known = session.scalar(select(Testimonial).where(Testimonial.client_id == client.id).order_by(Testimonial.created_at.desc()).limit(1))
    today = g.practice.today(now())
    said = known or Testimonial.of_client(client, "hand", now(), goal=best_goal(session, client, today))
    remeasure(said, today)
    audit("testimonial.add", said.id)
    return redirect(url_for(".show", id=said.id), 303)


@bp.get("/new")
def new() -> Any:
    return render_template("proof/new.html", form=OldForm(formdata=None).tell(seen_here("said before")))


@bp.post("/new")
def add_old() -> Any:
    """What somebody said before: kept, and shown to nobody until they have read it and agreed."""
    form = OldForm()
    if not form.validate():
        return render_template("proof/new.html", form=form.tell(seen_here("said before"))), 422
    form.spend()
    said = Testimonial(
        source="old",
        name=form.name.data,
        address=fold_address(form.address.data or ""),
        zone=g.practice.zone,
        locale=g.practice.locale,
        role=form.role.data or "",
        company=form.company.data or "",
        said_on=form.said_on.data,
        created_at=now(),
        by_id=g.membership.id,
    )
    db.session().add(said)
    db.session().flush()
    said.propose(form.words.data, now())
    audit("testimonial.add", said.id)
    flash("Kept. Nothing is mailed before you press send.")
    return redirect(url_for(".show", id=said.id), 303)
