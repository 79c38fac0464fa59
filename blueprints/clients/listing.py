"""The list of clients, with the state of each."""

from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from flask import g, render_template, request, url_for

from app import db
from app.clock import now
from blueprints.clients import bp
from blueprints.drawing import thumbnail
from blueprints.paging import page_asked, pager
from models import roster
from models.folding import clean_line

A_PAGE = 25
SEARCHED_FROM = 10


class Row(NamedTuple):
    id: UUID
    name: str
    organisation: str | None
    next_at: datetime | None
    archived_at: datetime | None
    standing: roster.Standing

    @property
    def initials(self) -> str:
        parts = self.name.split()
        return (parts[0][:1] + (parts[-1][:1] if len(parts) > 1 else "")).upper()


@bp.get("")
def index() -> Any:
    words, archived = clean_line(request.args.get("q", ""))[:100], request.args.get("show") == "archived"
    page = page_asked(request.args.get("page"))
    session, moment = db.session(), now()
    found = roster.listed(session, archived=archived, words=words, now=moment, count=A_PAGE + 1, after=(page - 1) * A_PAGE)
    content = g.membership.reads_content
    standings = roster.standings(session, [row.id for row in found[:A_PAGE]]) if content and found else {}
    rows = [Row(*row, standings.get(row.id, roster.Standing())) for row in found[:A_PAGE]]
    live, gone = roster.count(session)

    def address(number: int) -> str:
        return url_for(".index", page=number, q=words or None, show="archived" if archived else None)

    earlier, later = pager(page, more=len(found) > A_PAGE, address=address)
    return render_template(
        "clients/index.html", rows=rows, words=words, archived=archived, live=live, gone=gone, searched=live + gone > SEARCHED_FROM,
        earlier=earlier, later=later, content=content, thumbnail=thumbnail,
    )  # fmt: skip
