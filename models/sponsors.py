"""Who is boss, HR or finance to a client, said anew: whoever is that no longer stops reading, with the same commit, what was made for them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, object_session, selectinload

from models import seen
from models.client import Client
from models.contract.contract import Contract
from models.contract.part import Part
from models.contract.version import Version
from models.errors import DomainError
from models.file import File
from models.folding import clean, fold_address
from models.promise import Promise
from models.share import Share


def change_sponsor(client: Client, role: str, name: str, address: str, zone: str, *, now: datetime) -> None:
    """`role` boss, hr or finance; an empty address says nobody. Raises DomainError while something waits for their signatures.

    Whoever is named instead reads nothing yet: the parts open to them with the next version, which the client signs too.
    """
    was = next(iter(client.sponsors(role)), None)
    if (was.name, was.address) == (clean(name), fold_address(address)) if was else not address:
        return
    _refuse_while_out(client)
    if was and was.address != fold_address(address):
        _drop(client, role, now)
    if address:
        client.name_sponsor(role, name=name, address=address, zone=zone).rename(name)


def _refuse_while_out(client: Client) -> None:
    if any(contract.is_out for contract in client.contracts):
        raise DomainError("An agreement is with its readers. Take it back to draft before changing who they are.")
    if any(part.open_id for contract in client.contracts if not contract.is_over for part in contract.parts):
        raise DomainError("A change of the agreement waits for signatures. Withdraw it before changing who signs.")


def _drop(client: Client, role: str, now: datetime) -> None:
    """Nobody is boss, HR or finance to this client any more. What they signed stays signed; invoices stay with whom they were sent to."""
    session = _session(client)
    for sponsorship in [s for s in client.sponsorships if s.role == role]:
        session.delete(sponsorship)
    session.flush()
    session.expire(client, ["sponsorships"])
    _take_back(client, now)


def _take_back(client: Client, now: datetime) -> None:
    """Out of the sight of everybody who has no part in it now: parts, their papers, promises, and what the client shared."""
    session = _session(client)
    asked = select(Part).join(Contract, Contract.id == Part.contract_id).where(Contract.client_id == client.id)
    parts = list(session.scalars(asked.options(selectinload(Part.seats))))
    papers = (
        select(File, Part.kind)
        .join(Version, Version.id == File.subject_id)
        .join(Part, Part.id == Version.part_id)
        .where(Part.id.in_([part.id for part in parts]), File.kind == "agreement")
    )
    for part in parts:
        part.readers = seen.still(part.readers, part.kind, client)
        for seat in part.seats:
            if seat.role in ("boss", "payer") and seat.who_id not in part.readers:
                seat.signs = seat.contributes = False
    for paper, kind in session.execute(papers):
        paper.readers = seen.still(paper.readers, kind, client)
    for promise in session.scalars(select(Promise).where(Promise.contract_id.in_([part.contract_id for part in parts]))):
        promise.readers = seen.still(promise.readers, "promise", client)
    for share in session.scalars(select(Share).where(Share.client_id == client.id, Share.taken_back_at.is_(None))):
        kept = seen.still(share.readers, "existence" if share.what == "exists" else "chart", client, shared_with=client.sponsors("boss"))
        if kept != share.readers:
            share.readers, share.taken_back_at = kept, now


def _session(client: Client) -> Session:
    session = object_session(client)
    assert session is not None
    return session
