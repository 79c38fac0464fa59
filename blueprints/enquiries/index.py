"""The list: open, won, lost; and adding one by hand."""

from datetime import datetime, time
from typing import Any

from flask import abort, flash, g, redirect, render_template, request, url_for
from sqlalchemy import func, select

from app import auth, db
from app.clock import now
from billing.pricing.wilson import wilson
from blueprints.enquiries import bp
from blueprints.forms.enquiry import SOURCES, STAGES, AddForm
from models import Colleague, Enquiry, PublicPage
from models.seen import seen_here

PAGE, MOST_PAGES = 50, 1000
FEWEST = 5  # talks, from which on a share says anything


@bp.get("")
def index() -> Any:
    part, words, page = request.args.get("show", "open"), request.args.get("q", "")[:100], request.args.get("page", 1, int)
    if part not in ("open", "won", "lost") or not 1 <= page <= MOST_PAGES:
        abort(404)
    session = db.session()
    rows = session.scalars(Enquiry.listed(part, words).limit(PAGE + 1).offset((page - 1) * PAGE)).all()
    counts = Enquiry.counts(session)
    return render_template(
        "enquiries/index.html",
        rows=rows[:PAGE],
        more=len(rows) > PAGE,
        page=page,
        part=part,
        words=words,
        counts=counts,
        share=_share(counts),
        why=_why_lost(),
        colleagues=Colleague.of_today(session, g.membership.id, _midnight()) if g.membership.coaches else [],
        has_page=session.scalar(select(PublicPage.shown_at)) is not None if not any(counts.values()) else True,
        stages=STAGES,
        sources=SOURCES,
        today=g.practice.today(now()),
    )


@bp.get("/new")
def new() -> Any:
    return render_template("enquiries/new.html", form=AddForm(formdata=None).tell(seen_here("enquiry words")))


@bp.post("")
def create() -> Any:
    form = AddForm()
    if not form.validate():
        return render_template("enquiries/new.html", form=form.tell(seen_here("enquiry words"))), 422
    form.spend()
    said = {name: form[name].data or "" for name in ("name", "address", "about", "behaviour", "gap", "tried", "source", "source_note")}
    where = {"zone": g.practice.zone, "locale": g.practice.locale, "currency": g.practice.currency}
    made = Enquiry.add(db.session(), now=now(), value_minor=form.value_minor, **said, **where)
    auth.audit("enquiry.add", made.id)
    flash("Added. Say what comes next, and by when.")
    return redirect(url_for(".show", id=made.id), 303)


def _midnight() -> datetime:
    return datetime.combine(g.practice.today(now()), time(), g.practice.tz)


def _share(counts: dict[str, int]) -> dict[str, int] | None:
    """How many of those that ended became clients, as a range; None while there are too few to say."""
    ended = counts["won"] + counts["lost"]
    if ended < FEWEST:
        return None
    range_ = wilson(counts["won"], ended)
    return {"won": counts["won"], "of": ended, "low": round(range_.low * 100), "high": round(range_.high * 100)}


def _why_lost() -> list[tuple[str, int]]:
    """Of the last twelve."""
    last = select(Enquiry.lost_reason).where(Enquiry.stage == "lost").order_by(Enquiry.closed_at.desc()).limit(12).subquery()
    rows = db.session().execute(select(last.c.lost_reason, func.count()).group_by(last.c.lost_reason).order_by(func.count().desc()))
    return [(Enquiry.REASONS.get(reason, "Not said"), number) for reason, number in rows]
