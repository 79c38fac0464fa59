"""The list: open, won, lost; and adding one by hand."""

from datetime import datetime, time, timedelta
from typing import Any

from flask import abort, flash, g, redirect, render_template, request, url_for
from sqlalchemy import Select, func, select

from app import auth, db
from app.clock import now
from billing.pricing.wilson import Share, wilson
from blueprints.enquiries import bp
from blueprints.forms.enquiry import SOURCES, STAGES, AddForm
from models import Colleague, Enquiry, PublicPage, Work
from models.enquiry import Tally
from models.seen import seen_here

PAGE, MOST_PAGES = 50, 1000
YEAR = timedelta(days=365)
FEWEST = 5  # talks, from which on a share says anything


@bp.get("")
def index() -> Any:
    part, words, page = request.args.get("show", "open"), request.args.get("q", "")[:100], request.args.get("page", 1, int)
    if part not in ("open", "won", "lost") or not 1 <= page <= MOST_PAGES:
        abort(404)
    session = db.session()
    rows = session.scalars(Enquiry.listed(part, words).limit(PAGE + 1).offset((page - 1) * PAGE)).all()
    tally = Enquiry.tally(session, now() - YEAR)
    return render_template(
        "enquiries/index.html",
        rows=rows[:PAGE],
        more=len(rows) > PAGE,
        page=page,
        part=part,
        words=words,
        tally=tally,
        share=_share(tally),
        reasons=Enquiry.REASONS,
        colleagues=Colleague.of_today(session, g.membership.id, _midnight()) if g.membership.coaches else [],
        spent=session.scalar(_finding_clients()) if tally.sources and g.membership.coaches else None,
        has_page=not tally.is_empty or session.scalar(select(PublicPage.shown_at)) is not None,
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


def _share(tally: Tally) -> Share | None:
    """How many of those that ended became clients; None while there are too few to say."""
    return wilson(tally.won, tally.ended) if tally.ended >= FEWEST else None


def _finding_clients() -> Select[int]:
    """Minutes of finding clients in a year, from one's own work log."""
    found = Work.kind == "marketing", Work.member_id == g.membership.id, Work.on >= (now() - YEAR).date(), Work.stands()
    return select(func.coalesce(func.sum(Work.minutes), 0)).where(*found)
