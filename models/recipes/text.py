"""Putting values into a text that people wrote. Pure. A variable is {small_letters}; all else, whatever it looks like, stays as it is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

VARIABLE = re.compile(r"\{([a-z][a-z_]{0,40})\}")


class Missing(Exception):
    """A variable of the text has no value: nothing may be sent. `name` is the variable's."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


def variables(*texts: str) -> set[str]:
    return {name for text in texts for name in VARIABLE.findall(text)}


def unknown(allowed: Iterable[str], *texts: str) -> list[str]:
    return sorted(variables(*texts) - set(allowed))


def fill(text: str, values: Mapping[str, str]) -> str:
    """The text with its values, in one pass: braces inside a value stay as they are. Raises Missing."""

    def put(found: re.Match[str]) -> str:
        value = values.get(found[1], "")
        if not value.strip():
            raise Missing(found[1])
        return value

    return VARIABLE.sub(put, text)


def as_markdown(value: str) -> str:
    """A value that Markdown shows as it is: every sign that could mean something is escaped, and it stays in its line."""
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", " ".join(value.split()))
