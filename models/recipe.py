"""Follow-up by rule: on or off, a few blanks, and its text. What it plans leaves through the gate like everything else."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Tenanted, has_many, refers_to


class Recipe(Tenanted):
    """One a kind and practice, made when somebody first touches it. Empty `subject` and `words`: the text it comes with. Markdown, with variables."""

    __tablename__ = "recipe"
    name: Mapped[str]  # which of models/recipes' rules
    on_at: Mapped[datetime | None]
    off_at: Mapped[datetime | None]
    by_id: Mapped[UUID | None]
    blanks: Mapped[dict[str, Any]] = mapped_column(default=dict)
    subject: Mapped[str] = mapped_column(default="")
    words: Mapped[str] = mapped_column(default="")
    version: Mapped[int] = mapped_column(default=1)
    skips: Mapped[list[RecipeSkip]] = has_many("recipe_skip.recipe_id")
    __table_args__ = (
        UniqueConstraint("practice_id", "name", name="recipe_once"),
        CheckConstraint("char_length(subject) <= 200 and char_length(words) <= 5000", name="texts_length"),
    )


class RecipeSkip(Tenanted):
    """Not to this person: said by the coach before it was sent."""

    __tablename__ = "recipe_skip"
    recipe_id: Mapped[UUID] = refers_to("recipe")
    recipient_id: Mapped[UUID]
    at: Mapped[datetime]
    by_id: Mapped[UUID]
    __table_args__ = (UniqueConstraint("practice_id", "recipe_id", "recipient_id", name="recipe_skip_once"),)
