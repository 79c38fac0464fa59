"""An agreement ends with its evidence: outcomes that are computed, lessons that both noted, and two signatures over that very text."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped

from models.base import Tenanted, belongs_to, has_many, refers_to
from models.contract.contract import Contract


class Closing(Tenanted):
    """One text to sign; other lessons or newer evidence make the next, `n + 1`, and the signatures of the old one count no more."""

    __tablename__ = "closing"
    contract_id: Mapped[UUID] = refers_to("contract", shields=True)
    n: Mapped[int]
    body: Mapped[dict[str, Any]]  # outcomes by goal, lessons, days: canonical, so that it can be hashed
    sha256: Mapped[str]
    at: Mapped[datetime]
    by_id: Mapped[UUID]
    contract: Mapped[Contract] = belongs_to("contract_id")
    signatures: Mapped[list[ClosingSignature]] = has_many("closing_signature.closing_id", order_by="ClosingSignature.at")
    __table_args__ = (UniqueConstraint("practice_id", "contract_id", "n", name="closing_once"), {"info": {"append_only": True}})


class ClosingSignature(Tenanted):
    __tablename__ = "closing_signature"
    closing_id: Mapped[UUID] = refers_to("closing", shields=True)
    who_id: Mapped[UUID]
    role: Mapped[str]  # coach | client
    name: Mapped[str]
    sha256: Mapped[str]
    shares_report: Mapped[bool]  # the client's: does the boss get the report?
    at: Mapped[datetime]
    ip: Mapped[str]
    __table_args__ = (
        UniqueConstraint("practice_id", "closing_id", "role", name="closing_signed_once"),
        CheckConstraint("role in ('coach', 'client')", name="role_known"),
        {"info": {"append_only": True, "signed_by_reader": True}},
    )
