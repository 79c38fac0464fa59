"""What comes by itself of one invoice, or why nothing does."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from billing.invoice import Invoice
from billing.invoice_late import RULE, occasion, wanted
from billing.reminding import DISPUTED, PAUSED, about, disputed, paused
from models.client import Client
from models.gate import Habits
from models.inbound import Inbound
from models.message import Message, Preference
from models.organisation import Contact
from models.recipe import Recipe, RecipeSkip
from models.recipes import Asked
from models.recipes.expected import SKIPPED, is_on
from models.recipes.hours import settle
from models.recipes.plan import is_final

OFF = "invoice reminders are off"


@dataclass(frozen=True)
class Ahead:
    """`moments`: (when, days after the day it asks for), of the days that are planned ahead; `goes_on`: more come after those. `why_not`: why
    none will come, "" when they will. `answered`: who wrote back, where that is why."""

    moments: tuple[tuple[datetime, int], ...] = ()
    goes_on: bool = False
    why_not: str = ""
    answered: str = ""

    @property
    def is_off(self) -> bool:
        return self.why_not == OFF

    @property
    def is_paused(self) -> bool:
        return self.why_not == PAUSED


def ahead(session: Session, invoice: Invoice, now: datetime) -> Ahead:
    """What the planner plans, and nothing else. One statement."""
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
    final = (
        select(func.array_agg(Message.occasion))
        .where(Message.kind == RULE.kind, Message.recipient_id == Invoice.payer_id, Message.subject_id.in_(about(invoice)))
        .where(is_final(RULE))
    )
    there = [func.coalesce(getattr(Client, what), getattr(Contact, what)) for what in ("name", "zone", "locale")]
    asked = (
        select(disputed(), paused(), skipped, heard, final.correlate(Invoice).scalar_subquery(), Recipe, Preference, *there)
        .select_from(Invoice)
        .outerjoin(Recipe, Recipe.name == RULE.name)
        .outerjoin(Client, Client.id == Invoice.payer_id)
        .outerjoin(Contact, Contact.id == Invoice.payer_id)
        .outerjoin(Preference, Preference.id == Invoice.payer_id)
    )
    in_dispute, is_paused, not_them, answered, gone, recipe, likes, payer, zone, locale = session.execute(
        asked.where(Invoice.id == invoice.id)
    ).one()
    kept_back = {DISPUTED: in_dispute, OFF: not is_on(RULE, recipe), PAUSED: is_paused, SKIPPED: not_them}
    why = next((why for why, holds in kept_back.items() if holds), "")
    if why or answered:
        return Ahead(why_not=why, answered="" if why else payer.split()[0])
    blanks, habits = RULE.filled(recipe.blanks if recipe else {}), likes.habits(zone, locale) if likes else Habits(zone, locale)
    coming = sorted(
        (settle(at, habits, is_earlier=RULE.is_earlier), days)
        for part in left
        for days, at in wanted(part, blanks, zone, now)
        if occasion(part, days) not in (gone or ())
    )
    soon = tuple((at, days) for at, days in coming if now < at < now + Asked.AHEAD)
    return Ahead(soon, goes_on=any(at >= now + Asked.AHEAD for at, _ in coming))
