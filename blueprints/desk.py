"""An agreement on a reader's desk: the sheets that are theirs, and what each asks of them. For the client's pages and the company's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from flask import abort, flash, g, redirect, render_template, url_for

from app import auth
from app.clock import now
from blueprints.forms.answer import AskForm, CommitForm, EndForm, SignForm
from blueprints.reading import part_of, parts_of, signer
from blueprints.seeing import seen_outside
from models import Part, Version
from models.contract import answer
from models.seen import SeenBy


@dataclass(frozen=True)
class Signed:
    name: str
    role: str
    at: datetime


@dataclass(frozen=True)
class Sheet:
    """One part as it lies there. `asks`: add | sign | "" """

    part: Part
    asks: str
    form: Any = None

    @property
    def kind(self) -> str:
        return self.part.kind

    @property
    def text(self) -> dict[str, Any] | None:
        return self.part.text

    @property
    def version(self) -> Version | None:
        return self.part.shown

    @property
    def signatures(self) -> list[Signed]:
        roles = {seat.id: seat.role for seat in self.part.seats}
        return [Signed(s.name, roles[s.seat_id], s.at) for s in self.version.signatures] if self.version else []

    @property
    def missing(self) -> list[Any]:
        return self.version.missing if self.version and self.part.open_id else []

    @property
    def may_change(self) -> bool:
        """They added something to it, and nobody has signed yet."""
        seat = self.part.seat_of(g.reader.id)
        return bool(seat and seat.contributes and self.part.open and not self.part.open.signatures and self.asks == "sign")

    @property
    def is_change(self) -> bool:
        return bool(self.part.open and self.part.open.kind != "version")


def lay(
    id: UUID, *, door: str, viewer: str = "", status: int = 200, forms: dict[str, Any] | None = None, parts: dict[str, Part] | None = None
) -> Any:
    """The page; `viewer` "" is somebody at the company. `forms` are those that were refused, by kind of part, or "ask" and "end"."""
    parts, given = parts or parts_of(id), forms or {}
    sheets = [Sheet(part, part.asks(g.reader.id), given.get(kind) or _form(part)) for kind, part in parts.items()]
    viewer = viewer or ("boss" if "goals" in parts else "payer")
    for sheet in sheets:
        if sheet.form:
            sheet.form.tell(_seen("commitment" if sheet.asks == "add" else sheet.kind, sheet.part, viewer), f"seen-{sheet.kind}")
    page = render_template(
        "reading/agreement.html",
        id=id,
        door=door,
        viewer=viewer,
        sheets=sheets,
        ended_at=next((sheet.part.ended_at for sheet in sheets), None),
        in_force=all(sheet.part.in_force_id for sheet in sheets),
        replies=[
            reply
            for sheet in sheets
            for reply in sheet.part.replies
            if reply.who_id == g.reader.id and reply.kind in ("asks", "ends", "suggests")
        ],
        ask=(given.get("ask") or AskForm(prefix="ask-")).tell(_seen(_answer(viewer), sheets[0].part, viewer), "seen-ask"),
        end=(given.get("end") or EndForm(prefix="end-")).tell(_seen("reason of the end", sheets[0].part, viewer), "seen-end"),
    )
    return (page, status) if status != 200 else page


def _answer(viewer: str) -> str:
    return "answer on terms" if viewer == "payer" else "answer"


def _seen(thing: str, part: Part, viewer: str) -> SeenBy:
    """By the names in the text of that part. Whoever pays the terms stands there as the payer, a boss too."""
    text = part.text or {}
    names = {role: str(text.get(role) or "") for role in ("client", "coach", "boss", "payer")}
    if names["payer"] == names["client"]:
        names["payer"] = ""
    first = {role: name.split()[0] if name.strip() else "" for role, name in names.items()}
    return seen_outside(thing, "finance" if viewer == "payer" or (viewer == "boss" and part.kind == "terms") else viewer, **first)


def _form(part: Part) -> Any:
    match part.asks(g.reader.id):
        case "add" if part.kind == "annex":
            return CommitForm()
        case "sign":
            return SignForm(sha256=part.open.sha256 if part.open else "", prefix=f"{part.kind}-")
    return None


def sign(id: UUID, kind: str, *, door: str, viewer: str = "") -> Any:
    part = part_of(id, kind)
    form = SignForm(prefix=f"{kind}-")
    if not form.validate():
        return lay(id, door=door, viewer=viewer, status=422, forms={kind: form})
    answer.sign(part, signer(form.name.data), form.sha256.data, now=now())
    auth.audit("part.sign", part.id)
    flash(f"You signed: {part.name.lower()}.")
    return redirect(url_for(f"{door}.agreement", id=id), 303)


def reply(id: UUID, kind: str, *, door: str, viewer: str = "") -> Any:
    """kind: asks | ends. Under the goals if they read them, else under what they read."""
    form = AskForm(prefix="ask-") if kind == "asks" else EndForm(prefix="end-")
    part = next(iter(parts_of(id).values()))
    if part.ended_at:
        abort(404)
    if not form.validate():
        return lay(id, door=door, viewer=viewer, status=422, forms={"ask" if kind == "asks" else "end": form})
    form.spend()
    said = answer.reply(part, signer(g.reader.name), kind, form.words.data, now=now())
    auth.audit("agreement.ask" if kind == "asks" else "agreement.end", said.id)
    return redirect(url_for(f"{door}.answered", id=id), 303)


def paper_of(id: UUID, version_id: UUID) -> UUID:
    """The id of a version that this reader may read, in this agreement; else 404."""
    if not any(version.id == version_id for part in parts_of(id).values() for version in part.versions):
        abort(404)
    return version_id
