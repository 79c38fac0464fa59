"""What the first page says beside the goals, in one statement: what waits, the next session, actions, the newest note, open invoices."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import DateTime, Select, Uuid, bindparam, func, select
from sqlalchemy.orm import Session

from billing.invoice import Invoice
from blueprints.portal.loading import boss_of
from models import Action, Client, Closing, ClosingSignature, CoachingSession, Contract, Ladder, Part, Record, SharedNote

SHOWN_FOR = timedelta(days=7)
"""So long an action that is done stays on the page, so that it can be taken back."""
CLIENT: Any = bindparam("client_id", type_=Uuid())
NOW = bindparam("now", type_=DateTime(timezone=True))


@dataclass(frozen=True)
class NextSession:
    start: datetime
    end: datetime
    place: str


@dataclass(frozen=True)
class ToDo:
    id: UUID
    who: str
    text: str
    due: date | None
    done: bool


@dataclass(frozen=True)
class Summary:
    waiting: UUID | None  # the agreement that asks for something
    closing: UUID | None  # the agreement whose end waits for the client's name
    session: NextSession | None
    actions: tuple[ToDo, ...]
    note: str
    note_at: datetime | None
    invoices: int  # still to pay
    sentence: bool  # one waits for a yes
    record: UUID | None  # the goal beside which one of their organisation waits for a yes or no
    boss: str  # a first name; "" when there is none

    @property
    def own(self) -> tuple[ToDo, ...]:
        return tuple(action for action in self.actions if action.who == "client")

    @property
    def coachs(self) -> tuple[ToDo, ...]:
        return tuple(action for action in self.actions if action.who == "coach" and not action.done)

    @property
    def done(self) -> int:
        return sum(action.done for action in self.own)


def summary(session: Session, client: Client, now: datetime) -> Summary:
    row = session.execute(_asked(), {"client_id": client.id, "now": now, "shown_since": now - SHOWN_FOR}).one()
    waiting, closing, planned, actions, note, note_at, invoices, sentence, record, boss = row
    return Summary(
        waiting=waiting,
        closing=closing,
        session=NextSession(datetime.fromisoformat(planned["start"]), datetime.fromisoformat(planned["end"]), planned["place"])
        if planned
        else None,
        actions=tuple(
            ToDo(UUID(a["id"]), a["who"], a["text"], date.fromisoformat(a["due"]) if a["due"] else None, a["done"]) for a in actions or []
        ),
        note=note or "",
        note_at=note_at,
        invoices=invoices or 0,
        sentence=sentence is not None,
        record=record,
        boss=(boss or "").partition(" ")[0],
    )


@cache
def _asked() -> Select[Any]:
    """Built once: that takes longer than to send it."""
    return select(
        Part.waiting(CLIENT).limit(1).scalar_subquery(),
        _closing(),
        _next_session(),
        _actions(),
        _note(SharedNote.text),
        _note(SharedNote.at),
        _open_invoices(),
        _unapproved(),
        Record.waiting(CLIENT).limit(1).scalar_subquery(),
        boss_of().scalar_subquery(),
    )


def _closing() -> Any:
    """The newest text counts: what was signed of an older one does not."""
    newest = select(Closing.id).where(Closing.contract_id == Contract.id).order_by(Closing.n.desc()).limit(1).scalar_subquery()
    signed = select(ClosingSignature.id).where(ClosingSignature.closing_id == newest, ClosingSignature.role == "client").exists()
    open_ = Contract.closing_at.is_not(None) & Contract.closed_at.is_(None) & Contract.ended_at.is_(None)
    return select(Contract.id).where(Contract.client_id == CLIENT, open_, ~signed).limit(1).scalar_subquery()


def _next_session() -> Any:
    one = CoachingSession
    found = select(func.jsonb_build_object("start", one.begins_at, "end", one.ends_at, "place", one.place))
    return found.where(one.client_id == CLIENT, one.has_no_end(), one.ends_at > NOW).order_by(one.begins_at).limit(1).scalar_subquery()


def _actions() -> Any:
    shown = Action.done_at.is_(None) | (Action.done_at > bindparam("shown_since", type_=DateTime(timezone=True)))
    done = Action.done_at.is_not(None)
    rows = (
        select(Action.id, Action.who, Action.text, Action.due, done.label("done"))
        .where(Action.client_id == CLIENT, Action.dropped_at.is_(None), shown)
        .order_by(done, Action.due.nulls_last(), Action.id)
        .limit(20)
        .subquery()
    )
    one = func.jsonb_build_object("id", rows.c.id, "who", rows.c.who, "text", rows.c.text, "due", rows.c.due, "done", rows.c.done)
    return select(func.jsonb_agg(one)).scalar_subquery()


def _note(column: Any) -> Any:
    newest = select(column).where(SharedNote.client_id == CLIENT, SharedNote.withdrawn_at.is_(None))
    return newest.order_by(SharedNote.at.desc()).limit(1).scalar_subquery()


def _open_invoices() -> Any:
    return select(func.count()).select_from(Invoice).where(Invoice.payer_id == CLIENT, Invoice.left_minor > 0).scalar_subquery()


def _unapproved() -> Any:
    """The approval is over exact words: a sentence that was changed since waits again."""
    words = func.encode(func.sha256(func.convert_to(Ladder.sentence, "UTF8")), "hex")
    waits = func.coalesce(Ladder.approved_sha256, "") != words
    return select(Ladder.id).where(Ladder.client_id == CLIENT, Ladder.sentence != "", waits).scalar_subquery()
