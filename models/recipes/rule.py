"""What a rule of follow-up is: a sentence with blanks, whom it would write to and when, and the text it comes with."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, ClassVar, Final, Protocol
from uuid import UUID

from sqlalchemy.orm import Session

from models.base import Tenanted
from models.errors import DomainError
from models.gate import KINDS, NUDGE


@dataclass(frozen=True)
class Amount:
    """Money, in minor units of its currency."""

    minor: int
    currency: str


class Phrase(str):
    """A sentence of the house, with variables of the same text in it."""


Value = str | datetime | date | Amount | tuple[datetime, datetime] | tuple[str, ...]
"""What a variable stands for; the app says it in the reader's zone and language. A pair of moments is an appointment."""


class Addressee(Protocol):
    """A client, somebody at a company, somebody who asked, or somebody of the team."""

    @property
    def id(self) -> UUID: ...
    @property
    def kind(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def first_name(self) -> str: ...
    @property
    def address(self) -> str: ...


@dataclass(frozen=True)
class Blank:
    """A place in the sentence: allowed values with their words; the first one is filled in beforehand."""

    name: str
    label: str
    choices: Mapping[str, str]

    @property
    def default(self) -> str:
        return next(iter(self.choices))

    def read(self, typed: str) -> str:
        """What is kept of it. Raises DomainError."""
        if typed not in self.choices:
            raise DomainError("Choose one of the list.")
        return typed


NONE: Final = "no"
"""Kept of a number that was left empty."""


@dataclass(frozen=True)
class Number:
    """A place in the sentence for a whole number of its `unit`, from `least` to `most`. `may_be_left`: empty, and nothing is sent for it."""

    name: str
    label: str
    default: str
    unit: str
    most: int
    least: int = 1
    may_be_left: bool = False

    def read(self, typed: str) -> str:
        """What is kept of it. Raises DomainError."""
        if typed.strip() in ("", NONE) and self.may_be_left:
            return NONE
        if not re.fullmatch(r"[0-9]{1,4}", typed.strip()) or not self.least <= int(typed) <= self.most:
            left = ", or nothing" if self.may_be_left else ""
            raise DomainError(f"Write a whole number of {self.unit}s from {self.least} to {self.most}{left}.")
        return str(int(typed))


@dataclass(frozen=True)
class Words:
    """Subject and Markdown, with {variables}."""

    subject: str
    body: str


@dataclass(frozen=True)
class Asked:
    """What a rule is asked for: messages whose moment lies between `begin` and `end`, and may lie somewhat outside; of one subject or of all."""

    KEPT: ClassVar[timedelta] = timedelta(days=45)  # what waited longer than this, through a pause, is wanted no more
    AHEAD: ClassVar[timedelta] = timedelta(days=14)
    blanks: Mapping[str, str]
    now: datetime
    zone: str  # the practice's
    subject_id: UUID | None = None
    by_hand: bool = False  # somebody presses the button: the one message about that subject as it stands now, whatever the blanks say

    @property
    def begin(self) -> datetime:
        return self.now - self.KEPT

    @property
    def end(self) -> datetime:
        return self.now + self.AHEAD


@dataclass(frozen=True)
class Wish:
    """One message a rule wants: `at` before quiet hours and weekends are asked; `since` its cause arose, so a reply after that stops it.

    `words`: its own text where the recipe's is not meant for this reader; `is_again`: it has the recipe's second text.
    `lead`: who signs, a coach's name. `talk`: what a reply stops it from, besides one about `subject` itself.
    `is_promised`: it belongs to what somebody pressed a button for, so it is wanted also while the recipe is off.
    """

    to: Addressee
    subject: Tenanted
    occasion: str
    at: datetime
    since: datetime
    lead: str
    values: Mapping[str, Value] = field(default_factory=dict)
    words: Words | None = None
    is_again: bool = False
    is_promised: bool = False
    talk: frozenset[UUID] = frozenset()


Find = Callable[[Session, Asked], list[Wish]]


@dataclass(frozen=True)
class Rule:
    """`find` asks the rows and names no moment far outside its window. `done`: why something planned is wanted no more."""

    name: str
    title: str
    sentence: str  # with {blank} where a blank stands
    kind: str  # of its messages
    stops: str
    done: str
    words: Words
    variables: tuple[str, ...]
    find: Find
    blanks: tuple[Blank | Number, ...] = ()
    again: Words | None = None  # of its one reminder
    is_on_at_first: bool = False
    is_earlier: bool = False  # before a moment: from a night or a weekend it moves back, not on
    comes_anyway: bool = False  # what is owed is no nudge: also to whoever stopped or paused their reminders
    outlives_reply: bool = False  # it asks for nothing, or for what is owed: only a reply about the very same thing stops it

    @property
    def is_nudge(self) -> bool:
        """Are its messages counted in their reader's week?"""
        return KINDS[self.kind].cls == NUDGE

    @property
    def may_be_left(self) -> bool:
        """Has it a number that may be left empty?"""
        return any(isinstance(blank, Number) and blank.may_be_left for blank in self.blanks)

    def filled(self, chosen: Mapping[str, Any]) -> dict[str, str]:
        """Every blank with an allowed value: what was chosen, or the usual."""
        kept, wrong = self.read({blank.name: str(chosen.get(blank.name, blank.default)) for blank in self.blanks})
        return kept | {blank.name: blank.default for blank in self.blanks if blank.name in wrong}

    def read(self, typed: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
        """Of what was typed into the blanks: what is kept, and why some cannot be; each by the name of its blank."""
        kept, wrong = {}, {}
        for blank in self.blanks:
            try:
                kept[blank.name] = blank.read(typed.get(blank.name, ""))
            except DomainError as error:
                wrong[blank.name] = error.sentence
        return kept, wrong
