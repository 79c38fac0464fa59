"""What comes by itself of one invoice, or why nothing does."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from billing.invoice import Invoice
from billing.invoice_late import RULE, moments
from billing.reminding import DISPUTED, PAUSED, about, disputed, paused
from models.client import Client
from models.inbound import Inbound
from models.message import Message
from models.organisation import Contact
from models.recipe import Recipe, RecipeSkip
from models.recipes.expected import SKIPPED, is_on

OFF = "invoice reminders are off"


@dataclass(frozen=True)
class Ahead:
    """`moments`: (when, days after the day it asks for). `why_not`: why none will come, "" when they will. `answered`: who wrote back, where
    that is why."""

    moments: tuple[tuple[datetime, int], ...] = ()
    why_not: str = ""
    answered: str = ""

    @property
    def is_off(self) -> bool:
        return self.why_not == OFF

    @property
    def is_paused(self) -> bool:
        return self.why_not == PAUSED


def ahead(session: Session, invoice: Invoice, now: datetime) -> Ahead:
    """One statement."""
    covered = invoice.total_minor - invoice.owed_minor
    left = [part for part in invoice.instalments if part.until_minor > covered]
    if not left:
        return Ahead()
    heard = exists().where(
        Inbound.message_id == Message.id,
        Message.subject_id.in_(about(invoice)),
        Inbound.writer_id == invoice.payer_id,
        ~Inbound.is_automatic,
        Inbound.goes_on_at.is_(None),
    )
    skipped = exists().where(RecipeSkip.recipe_id == Recipe.id, RecipeSkip.recipient_id == Invoice.payer_id)
    zone, name = func.coalesce(Client.zone, Contact.zone), func.coalesce(Client.name, Contact.name)
    asked = (
        select(disputed(), paused(), skipped, heard, Recipe, zone, name)
        .select_from(Invoice)
        .outerjoin(Recipe, Recipe.name == RULE.name)
        .outerjoin(Client, Client.id == Invoice.payer_id)
        .outerjoin(Contact, Contact.id == Invoice.payer_id)
    )
    in_dispute, is_paused, not_them, answered, recipe, zone_there, payer = session.execute(asked.where(Invoice.id == invoice.id)).one()
    kept_back = {DISPUTED: in_dispute, OFF: not is_on(RULE, recipe), PAUSED: is_paused, SKIPPED: not_them}
    why = next((why for why, holds in kept_back.items() if holds), "")
    blanks = RULE.filled(recipe.blanks if recipe else {})
    coming = sorted((at, days) for part in left for days, at in moments(part.due_on, blanks, zone_there) if at > now)
    return Ahead(tuple(coming), why, payer.split()[0] if answered and not why else "")
