"""Follow-up by rule: on or off, a few blanks, and its text. What it plans leaves through the gate like everything else."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, UniqueConstraint, delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, Session, mapped_column, object_session

from models.base import Tenanted, has_many, refers_to, uuid7
from models.errors import Stale


class Recipe(Tenanted):
    """One a kind and practice, made when somebody first touches it. Markdown, with variables; empty: the text it comes with.

    `again_subject` and `again_words`: of the one reminder, where the rule has one."""

    __tablename__ = "recipe"
    name: Mapped[str]  # which of models/recipes' rules
    on_at: Mapped[datetime | None]
    off_at: Mapped[datetime | None]
    by_id: Mapped[UUID | None]
    blanks: Mapped[dict[str, Any]] = mapped_column(default=dict)
    subject: Mapped[str] = mapped_column(default="")
    words: Mapped[str] = mapped_column(default="")
    again_subject: Mapped[str] = mapped_column(default="", server_default="")
    again_words: Mapped[str] = mapped_column(default="", server_default="")
    version: Mapped[int] = mapped_column(default=1)
    skips: Mapped[list[RecipeSkip]] = has_many("recipe_skip.recipe_id")
    __table_args__ = (
        UniqueConstraint("practice_id", "name", name="recipe_once"),
        CheckConstraint("char_length(subject) <= 200 and char_length(words) <= 5000", name="texts_length"),
        CheckConstraint("char_length(again_subject) <= 200 and char_length(again_words) <= 5000", name="again_length"),
    )

    @classmethod
    def all(cls, session: Session) -> dict[str, Recipe]:
        """Those that were touched, by name."""
        return {recipe.name: recipe for recipe in session.scalars(select(cls))}

    @classmethod
    def touch(cls, session: Session, name: str, *, is_on: bool, now: datetime) -> Recipe:
        """The row, locked; made if nobody touched it before, as on or off as the rule then is."""
        row = insert(cls).values(id=uuid7(), name=name, on_at=now if is_on else None, blanks={}, subject="", words="", version=1)
        session.execute(row.on_conflict_do_nothing(constraint="recipe_once"))
        return session.scalars(select(cls).where(cls.name == name).with_for_update()).one()

    @property
    def is_on(self) -> bool:
        return self.on_at is not None and self.off_at is None

    def switch_on(self, *, by: UUID, now: datetime) -> None:
        if not self.is_on:
            self.on_at, self.off_at, self.by_id = now, None, by

    def switch_off(self, *, by: UUID, now: datetime) -> None:
        if self.is_on:
            self.off_at, self.by_id = now, by

    def choose(self, version: int, blanks: dict[str, str]) -> None:
        """Other blanks. Raises Stale when somebody saved since `version` was read."""
        self._step(version)
        self.blanks = blanks

    def write(self, version: int, subject: str, words: str, again_subject: str = "", again_words: str = "") -> None:
        """A text of the coach's own; empty ones are the text it comes with. Raises Stale."""
        self._step(version)
        self.subject, self.words, self.again_subject, self.again_words = subject, words, again_subject, again_words

    def _step(self, version: int) -> None:
        if version != self.version:
            raise Stale
        self.version += 1

    def skip(self, recipient_id: UUID, *, by: UUID, now: datetime) -> None:
        """Not to this person, from now on. Twice is once."""
        row = insert(RecipeSkip).values(id=uuid7(), recipe_id=self.id, recipient_id=recipient_id, at=now, by_id=by)
        self._session.execute(row.on_conflict_do_nothing(constraint="recipe_skip_once"))

    def unskip(self, recipient_id: UUID) -> None:
        gone = delete(RecipeSkip).where(RecipeSkip.recipe_id == self.id, RecipeSkip.recipient_id == recipient_id)
        self._session.execute(gone)

    @property
    def _session(self) -> Session:
        session = object_session(self)
        assert session is not None
        return session


class RecipeSkip(Tenanted):
    """Not to this person: said by the coach before it was sent."""

    __tablename__ = "recipe_skip"
    recipe_id: Mapped[UUID] = refers_to("recipe")
    recipient_id: Mapped[UUID]
    at: Mapped[datetime]
    by_id: Mapped[UUID]
    __table_args__ = (UniqueConstraint("practice_id", "recipe_id", "recipient_id", name="recipe_skip_once"),)
