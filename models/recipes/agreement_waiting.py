"""An agreement, or a change of one, lies with its readers and is not signed by all of them. One reminder a person, however many parts wait."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import any_, case, func, or_, select
from sqlalchemy.orm import Session

from models.client import Client
from models.contract.contract import Contract
from models.contract.part import Part
from models.contract.version import Seat, Version
from models.organisation import Contact
from models.recipes.hours import PARTS, days_after
from models.recipes.people import living
from models.recipes.rule import Asked, Blank, Number, Rule, Wish, Words


def find(session: Session, asked: Asked) -> list[Wish]:
    longest = timedelta(days=int(asked.blanks["days"]) * int(asked.blanks["often"]) + 7)
    came = case((Seat.role == "boss", func.coalesce(Contract.with_boss_at, Contract.offered_at)), else_=Contract.offered_at)
    since = func.greatest(came, Version.frozen_at)  # the boss's text is frozen only when the boss adds to it, and goes to others later
    rows = (
        select(Contract, Client, Contact, Seat.who_id, since)
        .join(Client, Client.id == Contract.client_id)
        .join(Part, Part.contract_id == Contract.id)
        .join(Seat, Seat.part_id == Part.id)
        .outerjoin(Version, Version.id == Part.open_id)
        .outerjoin(Contact, Contact.id == Seat.who_id)
        .where(Contract.ended_at.is_(None), Contract.closed_at.is_(None))
        .where(Part.asking(), Seat.who_id == any_(Part.readers))
        .where(or_(Contact.id.is_not(None), Seat.who_id == Client.id), since > asked.begin - longest, since < asked.end)
        .order_by(since.desc())
    )
    newest: dict[tuple[UUID, UUID], tuple[Contract, Client, Client | Contact, datetime]] = {}
    for contract, client, contact, who_id, waits_since in session.execute(living(rows, asked, Contract)):
        if contact is None or asked.blanks["whom"] == "all":
            newest.setdefault((contract.id, who_id), (contract, client, contact or client, waits_since))
    return [wish for one in newest.values() for wish in _reminders(*one, asked)]


def _reminders(contract: Contract, client: Client, to: Client | Contact, since: datetime, asked: Asked) -> list[Wish]:
    days, clock = int(asked.blanks["days"]), PARTS[asked.blanks["part"]]
    return [
        Wish(
            to,
            contract,
            f"{contract.id} {since.isoformat()} {n}",
            days_after(since, days * n, clock, to.zone),
            since,
            client.coach.name,
            {"days": str(days * n), "client": client.name},
        )
        for n in range(1, int(asked.blanks["often"]) + 1)
    ]


RULE = Rule(
    name="agreement_waiting",
    title="Agreement waits",
    sentence="When an agreement has waited {days} for a signature, remind {whom} {often} on a {part} of theirs.",
    kind="agreement_waiting",
    stops="Stops when they sign, write back, pause, or when you take the offer back",
    done="it was signed, or taken back",
    words=Words(
        "An agreement waits for your answer",
        "{first_name},\n\nthe agreement about the work with {client} has waited for your answer for {days} days. "
        "It takes three minutes and no account.\n\nIf something in it is not right, say so on the page, or answer this mail.\n\n{coach}",
    ),
    variables=("client", "days"),
    blanks=(
        Number("days", "How long", "3", "day", most=30, least=2),
        Blank("whom", "Whom", {"all": "whoever has not signed", "client": "the client only"}),
        Blank("often", "How often", {"1": "once", "2": "twice"}),
        Blank("part", "When", {"morning": "weekday morning", "afternoon": "weekday afternoon"}),
    ),
    find=find,
)
