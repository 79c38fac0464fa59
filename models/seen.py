"""Who sees what: the one place that decides, for pages, mails, PDFs and files, and that writes `readers`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from uuid import UUID

if TYPE_CHECKING:
    from models.client import Client
    from models.organisation import Contact

COACH, CLIENT, BOSS, HR, FINANCE = "coach", "client", "boss", "hr", "finance"
ASSISTANT, OWNER, READER = "assistant", "owner", "reader"


@dataclass(frozen=True)
class Audience:
    always: frozenset[str]
    when_shared: frozenset[str] = frozenset()


def _audience(*always: str, shared: tuple[str, ...] = ()) -> Audience:
    return Audience(frozenset(always), frozenset(shared))


THINGS: Final[dict[str, Audience]] = {
    "own": _audience("author"),
    "private note": _audience("author"),
    "shared note": _audience(COACH, CLIENT, OWNER, READER),
    "cause": _audience(COACH, CLIENT),
    "cause sentence": _audience(COACH, CLIENT, shared=(BOSS,)),
    "annex": _audience(COACH, CLIENT),
    "commitment": _audience(COACH, CLIENT),
    "goals": _audience(COACH, CLIENT, BOSS, OWNER, READER),
    "promise": _audience(COACH, CLIENT, BOSS, OWNER, READER),
    "terms": _audience(COACH, CLIENT, "payer", OWNER, READER, ASSISTANT),
    "entry": _audience(COACH, CLIENT, OWNER, READER),
    "chart": _audience(COACH, CLIENT, OWNER, READER, shared=(BOSS,)),
    "action": _audience(COACH, CLIENT, OWNER, READER),
    "package": _audience(COACH, CLIENT, OWNER, READER, ASSISTANT),
    "session": _audience(COACH, CLIENT, OWNER, READER, ASSISTANT),
    "invoice": _audience(COACH, "payer", OWNER, ASSISTANT),
    "client": _audience(COACH, CLIENT, OWNER, READER, ASSISTANT),
    "lessons": _audience(COACH, CLIENT, OWNER, READER),
    "report": _audience(COACH, CLIENT, OWNER, READER, shared=(BOSS,)),
    "words": _audience(COACH, CLIENT, OWNER, READER),
    "existence": _audience(COACH, CLIENT, BOSS, HR, OWNER, READER, ASSISTANT),
}


def readers(thing: str, client: Client, *, shared_with: Iterable[Contact] = ()) -> list[UUID]:
    """The ids that go into a row's `readers`: who, from outside the practice, sees this thing of this client's."""
    audience = THINGS[thing]
    seen: list[UUID] = [client.id] if CLIENT in audience.always else []
    for role in (BOSS, HR, FINANCE):
        if role in audience.always:
            seen += [contact.id for contact in client.sponsors(role)]
    if "payer" in audience.always:
        seen.append(client.payer.id)
    seen += [contact.id for contact in shared_with]
    return list(dict.fromkeys(seen))


def still(those: Iterable[UUID], thing: str, client: Client, *, shared_with: Iterable[Contact] = ()) -> list[UUID]:
    """Which of its readers may go on reading it, as things stand now. Nobody is added."""
    allowed = readers(thing, client, shared_with=shared_with)
    return [who for who in those if who in allowed]


def may_read(role: str, thing: str, *, is_their_coach: bool) -> bool:
    """May somebody of the practice with this role read it? Cause, annex and private notes are the client's coach's, not the owner's."""
    if role in (READER, ASSISTANT):
        return role in THINGS[thing].always
    if role == "owner" and OWNER in THINGS[thing].always:
        return True
    return COACH in THINGS[thing].always and (is_their_coach or OWNER in THINGS[thing].always)


@dataclass(frozen=True)
class SeenBy:
    """state: own | two | when | three, as the three places of the sign are drawn; words stand beside it."""

    state: str
    words: str


def seen_by(thing: str, viewer: str, *, client: str = "the client", coach: str = "the coach", boss: str = "", payer: str = "") -> SeenBy:
    """What stands at a field. `viewer` is coach, client, boss or finance; the others are first names, "" when there is no such person."""
    audience = THINGS[thing]
    if "author" in audience.always:
        return SeenBy("own", "only you")
    people = [("coach", coach), ("client", client)]
    if boss:
        people.append(("boss", boss))
    if payer and "payer" in audience.always:
        people.append(("payer", payer))
    names = ["you" if role == viewer else name for role, name in people if role in audience.always or (role == viewer == "finance")]
    names = sorted(dict.fromkeys(names), key=lambda name: name != "you")
    later = [name for role, name in people if role in audience.when_shared]
    third = any(role in audience.always for role, _ in people if role in ("boss", "payer"))
    words = _listed(names)
    if later:
        verb = "approve" if thing == "cause sentence" else "share"
        when = f"when you {verb} it" if viewer == "client" else f"when {client} {verb}s it"
        return SeenBy("when", f"{words}; {_listed(later)} {when}")
    if len(names) == 2 and not third:
        return SeenBy("two", f"{words}, nobody else" if thing in ("cause", "annex", "commitment") else words)
    return SeenBy("three" if third or len(names) > 2 else "two", words)


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
