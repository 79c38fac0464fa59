"""The agreement's story as verbs, for tests that begin somewhere in the middle of it."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.storage import Storage
from app.vault import Place
from billing.credit_note import CreditNote
from billing.draft import InvoiceDraft
from billing.instalments import usual
from billing.statement import Statement
from billing.tax import Line
from models import (
    Action,
    Client,
    CoachingSession,
    Contract,
    File,
    Goal,
    Ladder,
    Measure,
    Membership,
    Message,
    Part,
    PrivateNote,
    Record,
    Rung,
    SharedNote,
    Testimonial,
    WallCard,
)
from models.base import uuid7
from models.contract import answer, offer, settle
from tests.cast import NOW, House
from tests.sale import sell

MINUTES = b"%PDF-1.7\nminutes\n%%EOF"
"""What somebody at the organisation wrote down."""
TODAY = date(2026, 11, 17)
HISTORY = "\n".join(
    f"{(date(2026, 8, 28) + timedelta(days=7 * i)).isoformat()} {value}"
    for i, value in enumerate((38, 44, 31, 47, 40, 35, 49, 42, 36, 45, 33, 41))
)
GOAL: dict[str, Any] = {
    "title": "Decisions are closed in the meeting", "behaviour": "Cleo closes each decision aloud: what was decided, who owns it, by when.",
    "situation": "In the Monday operations meeting", "why": "A waiting decision costs two trucks a week.", "gain": "faster",
    "measure": "Share of the agenda's decisions that the minutes show as closed", "kind": "percentage", "direction": "higher", "unit": "%",
    "cadence": "weekly", "target": "70", "due": "2027-03-31", "evidence": "The minutes of the meeting, which Bruno also reads", "recorded_by": "Cleo",
    "cue": "after the minutes are out", "start_from": "history", "history": HISTORY, "source": "Minutes of the operations meeting",
}  # fmt: skip


def signer(id: UUID, name: str) -> offer.Signer:
    return offer.Signer(id, name, "127.0.0.1", "a browser", f"{name.split()[0].lower()}@example.org")


def begin(session: Session, house: House, who: str = "cleo", coach: str = "alice") -> Contract:
    """A draft that could be offered."""
    client = session.get(Client, (house.practice_id, house.clients[who]))
    assert client is not None
    contract = Contract.begin(session, client, by=house.members[coach], now=NOW)
    contract.goals[0].write(1, GOAL)
    contract.set_looks([date(2027, 1, 29), date(2027, 3, 31)], shares_progress=True)
    contract.part("annex").write(1, {"boundaries": "Dates only.", "private_goals": ""})
    contract.part("terms").write(1, {"work": "Ten sessions of ninety minutes.", "fee": "EUR 4,800 net, in three instalments."})
    session.flush()
    return contract


def parts_for(session: Session, contract_id: UUID) -> dict[str, Part]:
    return {part.kind: part for part in session.scalars(select(Part).where(Part.contract_id == contract_id))}


Enter = Callable[..., Session]


def sign_all(enter: Enter, house: House, marks: dict[str, str] | None = None) -> UUID:
    marks = marks or {}
    with enter(house) as session:
        contract = begin(session, house)
        contract.part("annex").write(2, {"boundaries": marks.get("annex", "Dates only."), "private_goals": ""})
        ladder = Ladder(
            client_id=contract.client_id,
            request="Negotiation training",
            answers={"better": marks.get("why", "")},
            cause=marks.get("cause", "One cause."),
        )
        session.add(ladder)
        session.flush()
        session.add_all([Rung(ladder_id=ladder.id, text=f"{marks.get('why', 'Because')} {n}") for n in range(3)])
        id = contract.id
        offer.send_to_boss(contract, now=NOW, today=TODAY)
        session.commit()
    with enter(house, house.contacts["bruno"]) as session:
        goals = parts_for(session, id)["goals"]
        bruno = signer(house.contacts["bruno"], "Bruno Vale")
        goals.seat_of(bruno.id).add(
            promises=[["I do not reopen a decision outside the meeting", "2026-12-31"], ["Agenda by Thursday", ""]],
            worth_it="No Thursday questions",
        )
        version = answer.read_over(goals, bruno, now=NOW)
        answer.sign(goals, bruno, version.sha256, now=NOW)
        session.commit()
    with enter(house) as session:
        contract = session.get(Contract, (house.practice_id, id))
        settle.settle_part(contract.part("goals"), NOW)
        offer.offer(contract, signer(house.members["alice"], "Alice Harbour"), now=NOW, today=TODAY)
        session.commit()
    with enter(house, house.clients["cleo"]) as session:
        parts = parts_for(session, id)
        cleo = signer(house.clients["cleo"], "Cleo Marsh")
        answer.sign(parts["goals"], cleo, parts["goals"].open.sha256, now=NOW)
        parts["annex"].seat_of(cleo.id).add(commitment=9, commitment_reason=marks.get("commitment", "I am tired of my own evenings."))
        annex = answer.read_over(parts["annex"], cleo, now=NOW)
        answer.sign(parts["annex"], cleo, annex.sha256, now=NOW)
        session.commit()
    with enter(house, house.contacts["fritz"]) as session:
        terms = parts_for(session, id)["terms"]
        answer.sign(terms, signer(house.contacts["fritz"], "Fritz Vale"), terms.open.sha256, now=NOW)
        session.commit()
    with enter(house) as session:
        contract = session.get(Contract, (house.practice_id, id))
        alice = signer(house.members["alice"], "Alice Harbour")
        for kind in ("goals", "annex"):
            part = contract.part(kind)
            part.open.sign(alice.id, alice.name, now=NOW, ip=alice.ip, browser=alice.browser, address=alice.address)
            settle.settle_part(part, NOW)
        session.commit()
    return id


MARKS = {
    "annex": "mark-annex-boundaries", "cause": "mark-cause", "why": "mark-why", "commitment": "mark-commitment-reason", "private note": "mark-private-note",
    "entry": "mark-entry-comment",
}  # fmt: skip
"""Private words: what no boss, HR, finance, assistant, other client or other practice may ever be sent."""


def furnish(enter: Enter, house: House, app: Flask) -> dict[str, UUID]:
    """An agreement in force, and one of everything around it, with a mark in every private text. The ids of what pages show."""
    ids = {"contract": sign_all(enter, house, MARKS)}
    now = datetime.now(UTC)
    with enter(house) as session:
        practice = session.get_one(Membership, (house.practice_id, house.members["alice"])).practice
        cleo = session.get_one(Client, (house.practice_id, house.clients["cleo"]))
        contract = session.get_one(Contract, (house.practice_id, ids["contract"]))
        goal = contract.live_goals[0]
        assert goal.measure is not None
        planned = CoachingSession.plan(cleo, now + timedelta(days=2), 60, place="video", now=now)
        held = CoachingSession.plan(cleo, now - timedelta(days=2), 60, place="video", now=now - timedelta(days=9))
        held.hold(60, now)
        shared = SharedNote(
            client_id=cleo.id, session_id=held.id, author_id=house.members["alice"], text="We looked at **two** weeks.", at=now
        )
        action = Action(client_id=cleo.id, text="Try the three sentences", due=now.date(), created_at=now)
        session.add_all([shared, action])
        session.flush()
        note = PrivateNote(
            id=uuid7(),
            client_id=cleo.id,
            session_id=held.id,
            author_id=house.members["alice"],
            body=b"-",
            draft_no=1,
            created_at=now,
            at=now,
        )
        place = Place(practice=house.practice_id, table="private_note", row=note.id, version=1, author=house.members["alice"])
        note.body = app.extensions["vault"].seal(practice.vault_key, MARKS["private note"], place)
        session.add(note)
        draft = InvoiceDraft(
            client_id=cleo.id,
            client=cleo,
            lines=[Line("Coaching package, autumn", unit_minor=480000, tax_percent=Decimal(21)).kept],
            instalments=[share.kept for share in usual("two", 14)],
            currency="EUR",
            created_at=now,
        )
        lines = [Line("Not issued yet", unit_minor=1000).kept]
        other = InvoiceDraft(client_id=cleo.id, client=cleo, lines=lines, currency="EUR", created_at=now)
        shared_line = Line("Workshop", unit_minor=90000, tax_percent=Decimal(9), client_id=cleo.id).kept
        payer = cleo.sponsors("finance")[0]
        company = InvoiceDraft(
            organisation_id=cleo.organisation_id,
            payer_id=payer.id,
            organisation=cleo.organisation,
            contact=payer,
            lines=[shared_line],
            currency="EUR",
            created_at=now,
        )
        session.add_all([draft, other, company])
        session.flush()
        invoice = draft.issue(practice, by=house.members["alice"], now=now)
        company.issue(practice, by=house.members["alice"], now=now)
        CreditNote.issue(invoice, amount_minor=1000, reason="A little less", by=house.members["alice"], now=now)
        ids["statement"] = Statement.ask(cleo, practice, payer=payer, by=house.members["alice"], now=now).id
        assert cleo.organisation_id is not None
        ids["organisation"] = cleo.organisation_id
        ids["offer"] = sell(session, house).id
        message = session.scalars(select(Message.id).where(Message.recipient_id == cleo.id).limit(1)).one()
        ids |= {"goal": goal.id, "measure": goal.measure.id, "session": planned.id, "held": held.id, "shared_note": shared.id, "note": note.id, "action": action.id,
                "invoice": invoice.id, "draft": other.id, "message": message, "version": contract.part("goals").in_force_id, "client": cleo.id}  # fmt: skip
        session.commit()
    with enter(house, house.clients["cleo"]) as session:
        measure = session.scalars(select(Measure)).one()
        period = measure.open_periods(practice.today(now))[0]
        ids["reading"] = measure.enter(
            Decimal(61), period, by=house.clients["cleo"], now=now, today=practice.today(now), comment=MARKS["entry"]
        ).id
        session.commit()
    ids |= spoken(enter, house, app.extensions["storage"], now)
    return ids


def spoken(enter: Enter, house: House, storage: Storage, now: datetime) -> dict[str, UUID]:
    """What Cleo said of the work, agreed to and standing on the wall; and a record of her organisation that she has not looked at."""
    with enter(house) as session:
        cleo = session.get_one(Client, (house.practice_id, house.clients["cleo"]))
        goal = session.scalars(select(Goal).where(Goal.client_id == cleo.id)).first()
        said = Testimonial.of_client(cleo, "hand", now, goal=goal)
        said.asked_at = now
        assert goal is not None
        laid = Record.lay(session, goal, MINUTES, "Minutes, kept by the office", by=house.members["alice"], now=now)
        path = storage.put(house.practice_id, MINUTES, ".jpg")
        File.keep(session, laid.id, Record.FILE, "Record of the organisation.jpg", "image/jpeg", path, MINUTES, [cleo.id], now)
        text = said.say("It goes out on the third now.", now)
        said.agree(["text", "name"], ["page"], text.sha256, 1, ip="127.0.0.1", browser="a browser", now=now, today=now.date())
        session.commit()
        return {"testimonial": said.id, "card": session.scalars(select(WallCard.id)).one()}
