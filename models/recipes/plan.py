"""Making what is planned agree with what the recipes want: plan, move, stop. Safe to run at any time, and twice."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, Row, or_, select, update
from sqlalchemy.orm import Session

from models.due import Due
from models.gate import NUDGE, Habits
from models.message import BY_HAND, Message
from models.practice import Practice
from models.recipe import Recipe
from models.recipes import RULES, of_kind
from models.recipes.expected import PAUSED, SKIPPED, STOPPED, WROTE_BACK, Expected, expected, is_on
from models.recipes.rule import Asked, Rule

VERB: Final = "plan_followups"
EVERY: Final = timedelta(hours=1)
OFF: Final = "the recipe was switched off"
FURTHER: Final = (OFF, SKIPPED, PAUSED, STOPPED, WROTE_BACK)
"""Whys of this file: with their cause gone, what was stopped for them is planned again. What a person stopped by hand stays stopped."""

Planned = Row[UUID, UUID, str, str, str, datetime, str]


def sync_all(session: Session, practice: Practice, now: datetime) -> None:
    """Every recipe of the practice that was entered."""
    recipes = Recipe.all(session)
    coming = _rows(session, Message.state == "planned", ~_by_hand(), Message.planned_for > now - Asked.KEPT)
    for rule in RULES.values():
        mine = [row for row in coming if row.kind == rule.kind]
        if is_on(rule, recipes.get(rule.name)) or mine or rule.again:
            _sync(session, rule, recipes.get(rule.name), mine, practice, now)


def sync(session: Session, rule: Rule, recipe: Recipe | None, practice: Practice, now: datetime) -> None:
    """One recipe, after it was changed: within the same transaction, so that it acts on what is planned at once."""
    _sync(session, rule, recipe, _rows(session, Message.state == "planned", ~_by_hand(), Message.kind == rule.kind), practice, now)


def why_not(session: Session, message: Message, practice: Practice, now: datetime) -> str:
    """Asked once more when it is about to leave: "" when it is still wanted."""
    one = wanted(session, message, practice, now)
    if one is None:
        rule = of_kind(message.kind)
        return rule.done if rule and (message.is_by_hand or is_on(rule, _recipe(session, rule))) else OFF
    return one.held


def wanted(session: Session, message: Message, practice: Practice, now: datetime) -> Expected | None:
    """What this message is to say, from the rows as they are now; None when its rule wants it no more, or is off."""
    rule = of_kind(message.kind)
    assert rule is not None
    recipe = _recipe(session, rule)
    if message.is_by_hand:
        asked = Asked(rule.filled(recipe.blanks if recipe else {}), now, practice.zone, message.subject_id, by_hand=True)
        return next((Expected(wish, now, Habits(practice.zone)) for wish in rule.find(session, asked)), None)
    found = _wanted(session, rule, recipe, practice, now, message.subject_id)
    return next((one for one in found if one.key == (message.recipient_id, message.occasion)), None)


def is_final(rule: Rule) -> ColumnElement[bool]:
    """Of a message: it left, or a person stopped it, so its recipe does not plan it again."""
    may_go_again = (Message.state == "planned") | (Message.state == "stopped") & Message.why.in_((*FURTHER, rule.done))
    return ~may_go_again


def wrote_back(session: Session, answered: Message) -> None:
    """Somebody answered one of our mails: what asks something of them stops, and so does what a recipe planned about the same thing.

    At once, where that can be told from the row; what else their answer holds back is found when it is looked at, at the latest as it leaves.
    """
    kinds = [rule.kind for rule in RULES.values()]
    goes_on = [rule.kind for rule in RULES.values() if rule.outlives_reply]
    theirs = update(Message).where(Message.recipient_id == answered.recipient_id, Message.state == "planned")
    asks = (Message.cls == NUDGE) & Message.kind.not_in(goes_on)
    same = (Message.subject_id == answered.subject_id) & Message.kind.in_(kinds)
    session.execute(theirs.where(or_(asks, same)).values(state="stopped", why=WROTE_BACK))


def begin(session: Session, practice_id: UUID, now: datetime) -> None:
    """From now on its recipes are looked at every hour, by one due row that is never done."""
    Due.plan_for(session, practice_id, practice_id, VERB, at=now)


def without_planning(session: Session, most: int = 50) -> list[UUID]:
    """Practices whose recipes nobody looks at: new ones, and those where it failed too often. Asked before a practice is entered."""
    alive = select(Due.id).where(Due.practice_id == Practice.id, Due.verb == VERB, Due.done_at.is_(None), Due.attempts < Due.TRIES)
    return list(session.scalars(select(Practice.id).where(~alive.exists(), Practice.slug != "-").limit(most)))


def _recipe(session: Session, rule: Rule) -> Recipe | None:
    return session.scalar(select(Recipe).where(Recipe.name == rule.name))


def _rows(session: Session, *where: Any) -> list[Planned]:
    rows = select(Message.id, Message.recipient_id, Message.occasion, Message.kind, Message.state, Message.planned_for, Message.why).where(
        *where
    )
    return list(session.execute(rows).all())


def _sync(session: Session, rule: Rule, recipe: Recipe | None, coming: list[Planned], practice: Practice, now: datetime) -> None:
    on = is_on(rule, recipe)
    wishes = _wanted(session, rule, recipe, practice, now)
    known = {(row.recipient_id, row.occasion): row for row in [*coming, *_before(session, rule, wishes)]}
    for one in wishes:
        _follow(session, rule, one, known.get(one.key), now)
    wished = {one.key for one in wishes}
    for row in coming:
        if (row.recipient_id, row.occasion) not in wished:
            _stop(session, row.id, rule.done if on else OFF)


def _wanted(
    session: Session, rule: Rule, recipe: Recipe | None, practice: Practice, now: datetime, subject_id: UUID | None = None
) -> list[Expected]:
    """All of an active recipe; of one that is off only what was promised with the press of a button."""
    on = is_on(rule, recipe)
    if not on and rule.again is None:
        return []
    found = expected(session, rule, recipe, now=now, zone=practice.zone, subject_id=subject_id)
    return [one for one in found if on or one.wish.is_promised]


def _by_hand() -> ColumnElement[bool]:
    return Message.occasion.startswith(BY_HAND)


def _before(session: Session, rule: Rule, wishes: Iterable[Expected]) -> list[Planned]:
    """What became of these wishes already."""
    ids, occasions = {one.wish.to.id for one in wishes}, {one.wish.occasion for one in wishes}
    if not ids:
        return []
    return _rows(
        session,
        Message.recipient_id.in_(ids),
        Message.kind == rule.kind,
        Message.occasion.in_(occasions),
        Message.state != "planned",
    )


def _follow(session: Session, rule: Rule, one: Expected, row: Planned | None, now: datetime) -> None:
    if row is None:
        if not one.held and one.at > now:
            Message.plan(one.wish.to, rule.kind, subject=one.wish.subject, occasion=one.wish.occasion, at=one.at, session=session)
    elif row.state == "planned":
        if one.held:
            _stop(session, row.id, one.held)
        elif one.at != row.planned_for and min(one.at, row.planned_for) > now:
            _again(session, row.id, one.at)
    elif row.state == "stopped" and row.why in (*FURTHER, rule.done) and not one.held and one.at > now:
        _again(session, row.id, one.at)


def _stop(session: Session, id: UUID, why: str) -> None:
    """Unless it left this very moment."""
    session.execute(update(Message).where(Message.id == id, Message.state == "planned").values(state="stopped", why=why))


def _again(session: Session, id: UUID, at: datetime) -> None:
    """At another time, or once more. Whoever is about to send it holds the row; then it is too late."""
    row = session.scalar(
        select(Message).where(Message.id == id, Message.state.in_(("planned", "stopped"))).with_for_update(skip_locked=True)
    )
    if row is not None:
        row.state, row.why, row.planned_for = "planned", "", at
        Due.plan_again(row, "deliver", at=at)


__all__ = ["begin", "is_final", "sync", "sync_all", "wanted", "why_not", "without_planning", "wrote_back"]
