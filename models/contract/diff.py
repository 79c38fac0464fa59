"""The readable difference between two versions of one part: which clauses change, and in each which words go and which come. Pure."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

_TOKENS = re.compile(r"\s+|\w+(?:[’'.,:-]\w+)*|[^\w\s]")
_MUST_SHARE = 0.3  # of the words; below, whole sentences stand against each other and read better than crumbs
_LONG = 600  # tokens; above, signs as common as a comma are matched only beside rarer ones, or a text of repetitions takes minutes
Clause = tuple[str, str]  # label, words
_Key = tuple[str, int]


@dataclass(frozen=True)
class Span:
    """A run of text: in both versions, only in the old one (`del`), or only in the new one (`ins`). White space is kept."""

    kind: Literal["same", "gone", "come"]
    words: str


@dataclass(frozen=True)
class Change:
    """One clause that differs. `before` is "" when it was added, `after` when it was removed."""

    label: str
    kind: Literal["added", "removed", "changed"]
    before: str
    after: str
    spans: tuple[Span, ...]


def changes(before: Sequence[Clause], after: Sequence[Clause]) -> tuple[Change, ...]:
    """What differs, in the order of the new text, a removed clause where it stood. A clause that only moved is no change.

    Clauses of one label are taken in their order: the second "Promise" beside the second "Promise".
    """
    old, new = _numbered(before), _numbered(after)
    found = ((key[0], old.get(key, ""), new.get(key, "")) for key in _order(list(old), list(new)))
    return tuple(
        Change(label, "changed" if was and now else "added" if now else "removed", was, now, tuple(spans(was, now)))
        for label, was, now in found
        if was != now
    )


def unchanged(before: Sequence[Clause], after: Sequence[Clause]) -> tuple[str, ...]:
    """The labels of what stays word for word, in the order of the new text, each once."""
    old, new = _numbered(before), _numbered(after)
    return tuple(dict.fromkeys(key[0] for key, words in new.items() if old.get(key) == words))


def spans(before: str, after: str) -> Iterator[Span]:
    """Both texts in one: without the `come` spans it is `before`, without the `gone` spans `after`. What goes stands before what comes."""
    old, new = _TOKENS.findall(before), _TOKENS.findall(after)
    matcher = SequenceMatcher(None, old, new, autojunk=len(new) > _LONG)
    gone = come = ""
    for same, was, now in _pieces(matcher, old, new):
        if same and not (was.isspace() and (gone or come)):
            yield from _pair(gone, come)
            gone = come = ""
            yield Span("same", was)
        else:
            gone, come = gone + was, come + now
    yield from _pair(gone, come)


def _pieces(matcher: "SequenceMatcher[str]", old: list[str], new: list[str]) -> Iterator[tuple[bool, str, str]]:
    if matcher.quick_ratio() < _MUST_SHARE or matcher.ratio() < _MUST_SHARE:
        yield False, "".join(old), "".join(new)
        return
    for kind, i, j, k, m in matcher.get_opcodes():
        yield kind == "equal", "".join(old[i:j]), "".join(new[k:m])


def _pair(gone: str, come: str) -> Iterator[Span]:
    tail = ""
    if gone[-1:].isspace() and gone[-1:] == come[-1:]:  # the space that was drawn in stands after both again
        gone, come, tail = gone[:-1], come[:-1], gone[-1]
    if gone:
        yield Span("gone", gone)
    if come:
        yield Span("come", come)
    if tail:
        yield Span("same", tail)


def _numbered(clauses: Iterable[Clause]) -> dict[_Key, str]:
    numbered: dict[_Key, str] = {}
    for label, words in clauses:
        number = 0
        while (label, number) in numbered:
            number += 1
        numbered[label, number] = words
    return numbered


def _order(old: list[_Key], new: list[_Key]) -> Iterator[_Key]:
    kept = set(new)
    for _, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        yield from (key for key in old[i:j] if key not in kept)
        yield from new[k:m]
