"""What a rule would send in the next fourteen days, at its reader's hours, and what keeps one back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import func, null, select, union_all
from sqlalchemy.orm import Session

from models.client import Client
from models.enquiry import Enquiry
from models.gate import KINDS, NUDGE, Habits, week_of
from models.inbound import Inbound
from models.message import Message, Preference
from models.organisation import Contact
from models.recipe import Recipe, RecipeSkip
from models.recipes.hours import settle
from models.recipes.rule import Addressee, Asked, Rule, Wish
from models.testimonial import Testimonial

SKIPPED: Final = "you said: not to them"
STOPPED: Final = "asked to receive no reminders"
PAUSED: Final = "paused reminders until then"
WROTE_BACK: Final = "wrote back"
REST: Final = timedelta(days=14)


@dataclass(frozen=True)
class Expected:
    """A wish at its hour. `held`: why it is not sent, "" when it is."""

    wish: Wish
    at: datetime
    habits: Habits
    held: str = ""

    @property
    def key(self) -> tuple[UUID, str]:
        return self.wish.to.id, self.wish.occasion

    @property
    def is_skipped(self) -> bool:
        return self.held == SKIPPED


def is_on(rule: Rule, recipe: Recipe | None) -> bool:
    return recipe.is_on if recipe else rule.is_on_at_first


def expected(
    session: Session, rule: Rule, recipe: Recipe | None, *, now: datetime, zone: str, subject_id: UUID | None = None
) -> list[Expected]:
    """Whether the recipe is on or not: soonest first. Five statements at most, however many they are.

    Held back when the reader wrote back: about the very same thing until the coach lets it go on, about another thing for REST,
    unless the rule outlives that.
    """
    wishes = rule.find(session, Asked(rule.filled(recipe.blanks if recipe else {}), now, zone, subject_id))
    ids = {wish.to.id for wish in wishes}
    if not ids:
        return []
    preferences = {one.id: one for one in session.scalars(select(Preference).where(Preference.id.in_(ids)))}
    skipped, replies = _said(session, rule, ids)
    found = []
    for wish in wishes:
        usual = preferences.get(wish.to.id) or Preference(id=wish.to.id, budget=1, quiet_from=_QUIET.quiet_from, quiet_to=_QUIET.quiet_to)
        habits = usual.habits(*_place(wish.to, zone))
        at = settle(wish.at, habits, is_earlier=rule.is_earlier)
        if now - Asked.KEPT <= at < now + Asked.AHEAD:
            found.append(Expected(wish, at, habits, _why_not(rule, wish, at, habits, skipped, replies.get(wish.to.id, {}))))
    return sorted(found, key=lambda one: (one.at, one.wish.to.name, one.wish.occasion))


_QUIET: Final = Habits("UTC")


def _place(to: Addressee, zone: str) -> tuple[str, str]:
    """Zone and language of a reader; those who work here have the practice's."""
    return (to.zone, to.locale) if isinstance(to, Client | Contact | Enquiry | Testimonial) else (zone, "en")


def _said(session: Session, rule: Rule, ids: Iterable[UUID]) -> tuple[set[UUID], Mapping[UUID, Mapping[UUID, datetime]]]:
    """To whom the coach said no; and by who wrote back, and what they answered about: when last. One statement."""
    replies = (
        select(Inbound.writer_id, Message.subject_id, func.max(Inbound.at))
        .join(Message, Message.id == Inbound.message_id)
        .where(Inbound.writer_id.in_(ids), ~Inbound.is_automatic, Inbound.goes_on_at.is_(None))
        .group_by(Inbound.writer_id, Message.subject_id)
    )
    skips = select(RecipeSkip.recipient_id, null(), null()).join(Recipe, Recipe.id == RecipeSkip.recipe_id).where(Recipe.name == rule.name)
    skipped: set[UUID] = set()
    found: dict[UUID, dict[UUID, datetime]] = defaultdict(dict)
    rows: Iterable[Any] = session.execute(union_all(replies, skips))
    for who, subject_id, at in rows:
        if subject_id is None:
            skipped.add(who)
        else:
            found[who][subject_id] = at
    return skipped, found


def _why_not(rule: Rule, wish: Wish, at: datetime, habits: Habits, skipped: set[UUID], replies: Mapping[UUID, datetime]) -> str:
    if wish.to.id in skipped:
        return SKIPPED
    if habits.stopped and not rule.comes_anyway:
        return STOPPED
    if habits.paused_until and habits.paused_until > at and not rule.comes_anyway:
        return PAUSED
    same = {wish.subject.id, *wish.talk}
    for subject_id, when in replies.items():
        if subject_id in same and when >= wish.since:
            return WROTE_BACK
        was_coming = (rule.is_earlier or when >= wish.since) and when <= at <= when + REST
        if was_coming and not rule.outlives_reply:
            return WROTE_BACK
    return ""


def within_budget(session: Session, rule: Rule, coming: list[Expected]) -> list[Expected]:
    """The same, with those held back that would be one too many in their reader's week; what is sent or planned by others comes first."""
    if KINDS[rule.kind].cls != NUDGE or not coming:
        return coming
    habits = {one.wish.to.id: one.habits for one in coming}
    rows = select(Message.recipient_id, Message.planned_for, Message.week).where(
        Message.recipient_id.in_(habits), Message.cls == NUDGE, Message.state.in_(("planned", "sending", "sent", "perhaps sent"))
    )
    others = rows.where((Message.kind != rule.kind) | (Message.state != "planned"))
    taken: dict[tuple[UUID, str], int] = defaultdict(int)
    for recipient_id, planned_for, week in session.execute(others):
        taken[recipient_id, week or week_of(planned_for, habits[recipient_id].zone)] += 1
    return [_spend(one, taken) for one in coming]


def _spend(one: Expected, taken: dict[tuple[UUID, str], int]) -> Expected:
    key = one.wish.to.id, week_of(one.at, one.habits.zone)
    if one.held:
        return one
    if taken[key] >= one.habits.budget:
        had = "one reminder" if one.habits.budget == 1 else f"{one.habits.budget} reminders"
        return replace(one, held=f"would have had {had} that week already" if one.habits.budget else "wants no reminders")
    taken[key] += 1
    return one
