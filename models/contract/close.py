"""Closing an agreement: begun by the coach, signed by both over the same text, and then what follows from it. Run by the worker."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session, object_session

from models.contract import report
from models.contract.closing import Closing
from models.contract.contract import Contract
from models.due import Due
from models.errors import ChangeUnderWay, NotClosing
from models.message import Message
from models.share import Share


def begin(contract: Contract, lessons: Mapping[str, str], comments: Mapping[str, str], *, by: UUID, now: datetime) -> Closing:
    """From here on nothing of it is changed any more. The client is asked to read it over; raises NotInForce, ChangeUnderWay."""
    contract.require_active()
    if any(part.open_id for part in contract.parts):
        raise ChangeUnderWay("A change waits for signatures. Let it be signed, or withdraw it, before the agreement is closed.")
    contract.closing_at = now
    return write(contract, lessons, comments, by=by, now=now)


def write(contract: Contract, lessons: Mapping[str, str], comments: Mapping[str, str], *, by: UUID, now: datetime) -> Closing:
    """What the coach proposes, again: the client reads the newest."""
    made = Closing.write(contract, lessons, comments, by=by, now=now)
    Message.plan(contract.client, "closing_ready", subject=contract, occasion=str(made.id), at=now)
    return made


def resume(contract: Contract) -> None:
    """Not yet: it goes on as before. What was signed of the closing counts no more, because a next one is another text."""
    if contract.state != "closing":
        raise NotClosing
    contract.closing_at = None


def settle(closing: Closing, now: datetime) -> None:
    """Close it once both have signed the newest text, and the entries still bear it; else tell whoever is missing. Safe to run twice."""
    contract = closing.contract
    contract.lock()
    if contract.state != "closing" or Closing.newest(_session(contract), contract.id) is not closing:
        return
    if not closing.is_signed_by_both:
        if closing.signature("client"):
            Message.plan(contract.client.coach, "closing_back", subject=contract, occasion=str(closing.id), at=now)
    elif _moved(closing, now):
        again = Closing.write(contract, closing.body["lessons"], closing.body["comments"], by=closing.by_id, now=now)
        Message.plan(contract.client, "closing_ready", subject=contract, occasion=str(again.id), at=now)
        Message.plan(contract.client.coach, "closing_back", subject=contract, occasion=str(again.id), at=now)
    else:
        contract.close(now)
        _report(closing, now)
        Due.plan(contract, "after_closing", at=now)


def _moved(closing: Closing, now: datetime) -> bool:
    """An entry that was corrected between the signatures, or a look held: what was signed is not what the numbers say now."""
    return report.outcomes(report.as_of(closing.contract, now)) != report.outcomes(closing.body)


def _report(closing: Closing, now: datetime) -> None:
    """In the client's version, and in the boss's if the client said yes. A no is never told."""
    contract, session = closing.contract, _session(closing.contract)
    client, boss = contract.client, contract.client.boss
    versions = [("client", [client.id], [client.name])]
    if boss and closing.shares_report:
        versions.append(("boss", [client.id, boss.id], [boss.name]))
    for whom, readers, names in versions:
        share = Share(
            what="report",
            client_id=client.id,
            body=report.body(closing, whom, now),
            readers=readers,
            shown_to=names,
            by_id=client.id,
            at=now,
        )
        session.add(share)
        Due.plan(share, "make_report_pdf", at=now)


def _session(contract: Contract) -> Session:
    session = object_session(contract)
    assert session is not None
    return session
