"""The agreement's story as verbs, for tests that begin somewhere in the middle of it."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Client, Contract, Part
from models.contract import offer
from tests.cast import NOW, House

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
