"""Offering an agreement: what goes to the boss, to the client and to whoever pays, and what each of them adds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, object_session

from models import seen
from models.client import Client
from models.contract.compose import Names, annex_text, goals_text, terms_text
from models.contract.contract import Contract
from models.contract.part import Part
from models.contract.sharpness import Finding, Wording, findings
from models.contract.text import canonical
from models.contract.version import Version
from models.contract.wording import GoalWording
from models.errors import AlreadyOffered, ChangeUnderWay, NotAsked, NotReady
from models.membership import Membership
from models.message import Message
from models.organisation import Contact
from models.why import Ladder


@dataclass(frozen=True)
class Signer:
    """Who presses the button: name as typed, and from where."""

    id: UUID
    name: str
    ip: str
    browser: str
    address: str


def names(contract: Contract) -> Names:
    client = contract.client
    payer = client.payer
    return Names(
        client=client.name,
        coach=client.coach.name,
        practice=client.coach.practice.name,
        boss=client.boss.name if client.boss else "",
        payer=payer.name,
        organisation=client.organisation.name if client.organisation else "",
    )


def wordings(contract: Contract, today: date) -> list[GoalWording]:
    return [goal.wording(today, contract.place_of(goal)) for goal in contract.current_goals]


def sharpness(contract: Contract, wording: GoalWording, today: date) -> Sequence[Finding]:
    """What could be sharper in one goal, beside its fields."""
    return findings(
        Wording(
            first_name=contract.client.first_name,
            today=today,
            behaviour=wording.behaviour,
            situation=wording.situation,
            why=wording.why,
            measure=wording.measure,
            kind=wording.kind,
            direction=wording.direction,
            unit=wording.unit,
            cadence=wording.cadence,
            target=wording.target,
            due=wording.due,
            evidence=wording.evidence,
            start_mean=wording.start_mean,
            start_gathered=not wording.is_from_history,
            scale_min=wording.scale_min,
            scale_max=wording.scale_max,
            low=wording.low,
            high=wording.high,
            has_others=contract.client.boss is not None,
        )
    )


def to_mend(contract: Contract, today: date) -> list[str]:
    """What stops an offer, in sentences."""
    goals = wordings(contract, today)
    found = [] if goals else ["There is no goal yet."]
    for goal in goals:
        label = "first goal" if goal.place == 1 else "second goal"
        if not goal.title:
            found.append(f"The {label} has no name.")
        found += [f"The {label}: {sentence}" for sentence in goal.problems.values()]
        found += [f"The {label}: {finding.words}" for finding in sharpness(contract, goal, today) if finding.severity == "must"]
    if not contract.looks:
        found.append("Say on which date the numbers are judged: one to three review dates.")
    if not str(contract.part("terms").draft.get("fee") or "").strip():
        found.append("The terms do not say what it costs.")
    return found


def _compose_goals(contract: Contract, today: date, promises: list[dict[str, Any]], worth_it: str) -> dict[str, Any]:
    ladder = _session(contract).scalar(select(Ladder).where(Ladder.client_id == contract.client_id))
    return goals_text(
        names(contract),
        wordings(contract, today),
        parked=[goal.called for goal in contract.parked_goals],
        looks=contract.look_dates,
        shares_progress=contract.shares_progress,
        cause_sentence=ladder.approved_sentence if ladder else "",
        promises=promises,
        worth_it=worth_it,
    )


def _compose_annex(contract: Contract) -> dict[str, Any]:
    ladder = _session(contract).scalar(select(Ladder).where(Ladder.client_id == contract.client_id))
    return annex_text(
        names(contract), contract.part("annex").draft, cause=ladder.cause if ladder else "", commitment=0, commitment_reason=""
    )


def _seat_people(contract: Contract, part: Part, *, first: str) -> None:
    """Who signs a part: whoever is boss, coach and payer now. `first` is the role that adds to it, and so signs before the others."""
    client, coach = contract.client, contract.client.coach
    boss = [(client.boss, "boss")] if client.boss else []
    people: dict[str, list[tuple[Client | Contact | Membership, str]]] = {
        "goals": [*boss, (client, "client"), (coach, "coach")],
        "annex": [(client, "client"), (coach, "coach")],
        "terms": [(coach, "coach"), (client.payer, "payer")],
    }
    part.unseat_all()
    for place, (who, role) in enumerate(people[part.kind], 1):
        part.seat(who.id, who.name, role, contributes=role == first, place=place)


def _seat_all(contract: Contract) -> None:
    """Goals: the boss adds, else the coach; annex: the client; terms: the coach."""
    adds = {"goals": "boss" if contract.client.boss else "coach", "annex": "client", "terms": "coach"}
    for part in contract.parts:
        _seat_people(contract, part, first=adds[part.kind])


def _require_mended(contract: Contract, today: date) -> None:
    if contract.state not in ("draft", "with boss"):
        raise AlreadyOffered
    if missing := to_mend(contract, today):
        raise NotReady(" ".join(missing[:3]))


def send_to_boss(contract: Contract, *, now: datetime, today: date) -> None:
    """The boss reads the goals, promises something, and signs first: what they add belongs to the text."""
    if contract.is_out:
        raise AlreadyOffered
    _require_mended(contract, today)
    boss = contract.client.boss
    if boss is None:
        raise NotReady("There is no boss here. Offer it to the client straight away.")
    _seat_all(contract)
    goals = contract.part("goals")
    goals.propose(_compose_goals(contract, today, [], ""))
    goals.readers = [boss.id]
    contract.with_boss_at = now
    _session(contract).flush()
    Message.plan(boss, "agreement_boss", subject=contract, occasion=f"{goals.id}:{goals.draft_no}:{now.isoformat()}", at=now)


def offer(contract: Contract, signer: Signer, *, now: datetime, today: date, read: str = "") -> None:
    """To the client, and the terms to whoever pays. The coach signs what only the coach adds to, and goals that the boss has signed, if they
    were read: `read` is the hash of the text that was on the page. The annex comes after its client's signature. Raises NotAsked."""
    if contract.state == "offered":
        raise AlreadyOffered
    client, goals = contract.client, contract.part("goals")
    if client.boss:
        if not (goals.open and goals.contributor and goals.contributor.signature_of(goals.open)):
            raise NotReady(f"{client.boss.first_name} reads it first: what the boss promises belongs to the text.")
        if read and read != goals.open.sha256:
            raise NotAsked
        if read:
            _sign(goals.open, signer, now)
    else:
        _require_mended(contract, today)
        _seat_all(contract)
        goals.propose(_compose_goals(contract, today, [], ""))
        _sign(goals.freeze({}, by=signer.id, now=now), signer, now)
    contract.part("annex").propose(_compose_annex(contract))
    terms = contract.part("terms")
    terms.propose(terms_text(names(contract), terms.draft))
    _sign(terms.freeze({}, by=signer.id, now=now), signer, now)
    for part in contract.parts:
        part.readers = seen.readers(part.kind, client)
    contract.offered_at, contract.offered_by = now, signer.id
    _session(contract).flush()
    Message.plan(client, "agreement_client", subject=contract, occasion=f"{contract.id}:{terms.open_id}", at=now)
    if client.payer.id != client.id:
        Message.plan(client.payer, "agreement_terms", subject=contract, occasion=str(terms.open_id), at=now)


def propose_change(
    contract: Contract, kind: str, signer: Signer, reason: str, *, now: datetime, today: date, slip: bool = False
) -> Version:
    """Version n + 1 of one part, after activation: its signers are asked again, and until all have signed the old one holds.

    `slip`: only a typing error. Client and coach sign, the others are told and may object for seven days; until then the old text holds.
    """
    contract.require_active()
    part = contract.part(kind)
    if part.open_id:
        raise ChangeUnderWay
    if kind == "goals":
        if missing := to_mend(contract, today):
            raise NotReady(" ".join(missing[:3]))
        _refuse_other_measure(contract, today)
    text = next_text(contract, kind, today)
    assert part.in_force is not None
    if canonical(text) == part.in_force.text:
        raise NotReady("Nothing differs from what is in force. Write the change first.")
    part.propose(text)
    _seat_people(contract, part, first="coach")
    version = part.freeze({}, by=signer.id, now=now, reason=reason, kind="slip" if slip else "change")
    part.readers = seen.readers(kind, contract.client)
    _sign(version, signer, now)
    told = {seat.who_id for seat in version.told}
    for person in signers(contract, part):
        Message.plan(
            person, "agreement_slip" if person.id in told else "agreement_change", subject=contract, occasion=str(version.id), at=now
        )
    return version


def next_text(contract: Contract, kind: str, today: date) -> dict[str, Any]:
    """What a part would say after the change that is being written. What its signers added stays as they wrote it."""
    part = contract.part(kind)
    assert part.in_force is not None
    old = part.in_force.content
    kept = {"goals": ("promises", "worth_it"), "annex": ("commitment", "commitment_reason"), "terms": ()}[kind]
    return {**draft_text(contract, kind, today), **{name: old[name] for name in kept}}


def draft_text(contract: Contract, kind: str, today: date) -> dict[str, Any]:
    """A part as it is written now, without what its signers will add."""
    if kind == "goals":
        return _compose_goals(contract, today, [], "")
    return _compose_annex(contract) if kind == "annex" else terms_text(names(contract), contract.part("terms").draft)


def withdraw_change(part: Part) -> None:
    """The coach takes a proposed change back; the version in force holds, as it did all along."""
    part.close_open()
    part.proposed = None


def signers(contract: Contract, part: Part) -> list[Any]:
    """The client and sponsors who are to sign a part (the coach signs when proposing)."""
    people = {contract.client.id: contract.client, contract.client.payer.id: contract.client.payer}
    if contract.client.boss:
        people[contract.client.boss.id] = contract.client.boss
    return [people[seat.who_id] for seat in part.seats if seat.signs and seat.who_id in people]


def _refuse_other_measure(contract: Contract, today: date) -> None:
    """A start that is fixed belongs to its measure: another kind, unit or direction is another goal."""
    for goal in contract.current_goals:
        measure, wording = goal.measure, goal.wording(today, contract.place_of(goal))
        if (
            measure
            and goal.is_live
            and (measure.kind, measure.unit, measure.direction, measure.cadence)
            != (wording.kind, wording.unit, wording.direction, wording.cadence)
        ):
            raise NotReady(f"“{goal.name}” is measured in another way now, so where it started no longer fits. Replace the goal instead.")


def _sign(version: Version, signer: Signer, now: datetime) -> None:
    version.sign(signer.id, signer.name, now=now, ip=signer.ip, browser=signer.browser, address=signer.address)


def _session(contract: Contract) -> Session:
    session = object_session(contract)
    assert session is not None
    return session
