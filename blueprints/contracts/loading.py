"""Finding an agreement for somebody of the practice, and which of its parts they may read."""

from collections.abc import Callable
from datetime import date
from uuid import UUID

from flask import abort, g, request
from sqlalchemy import Select, select

from app import auth, db
from app.clock import now
from models import Contract, Goal, Ladder, Part, Version
from models.contract.offer import Signer
from models.contract.whole import whole
from models.seen import may_read


def load(id: UUID, how: Callable[[UUID], Select[Contract]] = whole) -> Contract:
    """The agreement with all of it, or 404; 403 for who may read none of its parts."""
    contract = db.session().scalars(how(id)).unique().one_or_none()
    if contract is None:
        abort(404)
    if not readable(contract):
        abort(403)
    return contract


def load_own(id: UUID) -> Contract:
    """The same, for acts that only the client's own coach does. Two that post at once come one after the other."""
    if request.method == "POST":
        db.session().execute(select(Contract.id).where(Contract.id == id).with_for_update())
    contract = load(id)
    if not is_their_coach(contract):
        abort(403)
    return contract


def load_draft(id: UUID) -> Contract:
    """The same, for writing: not while it lies with its readers, nor after its end."""
    contract = load_own(id)
    contract.require_writable()
    return contract


def is_their_coach(contract: Contract) -> bool:
    """Somebody who no longer coaches here is nobody's coach, although clients still name them."""
    return bool(g.membership.coaches and contract.client.coach_id == g.membership.id)


def readable(contract: Contract) -> list[str]:
    """The kinds of its parts that whoever asks may read, in their order."""
    theirs = is_their_coach(contract)
    return [kind for kind in ("goals", "annex", "terms") if may_read(g.membership.role, kind, is_their_coach=theirs)]


def part_of(contract: Contract, kind: str) -> Part:
    """One part, if they may read it; a part that does not exist is a 404, one they may not read a 403."""
    if kind not in Part.KINDS:
        abort(404)
    if kind not in readable(contract):
        abort(403)
    return contract.part(kind)


def goal_of(contract: Contract, id: UUID) -> Goal:
    goal = next((goal for goal in contract.goals if goal.id == id), None)
    if goal is None:
        abort(404)
    return goal


def version_of(contract: Contract, id: UUID) -> Version:
    version = next((version for part in contract.parts for version in part.versions if version.id == id), None)
    if version is None:
        abort(404)
    part_of(contract, version.part.kind)
    return version


def ladder_of(contract: Contract) -> Ladder | None:
    """What is behind it: its client and their own coach only."""
    if not is_their_coach(contract):
        return None
    return db.session().scalar(select(Ladder).where(Ladder.client_id == contract.client_id))


def signer(name: str) -> Signer:
    """Whoever presses the button, as the signature will say it."""
    return Signer(g.membership.id, name, auth.ip(), request.user_agent.string[:300], auth.me().person.address)


def today_of(contract: Contract) -> date:
    return contract.client.coach.practice.today(now())
