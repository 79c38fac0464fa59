"""Who sees what: the one place that decides, for pages, mails, PDFs and files, and that writes `readers`."""

from __future__ import annotations

from collections.abc import Collection, Iterable
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
    "offered": _audience(COACH, CLIENT, BOSS, "payer", OWNER, READER, ASSISTANT),  # a name under goals and terms
    "entry": _audience(COACH, CLIENT, OWNER, READER),
    "chart": _audience(COACH, CLIENT, OWNER, READER, shared=(BOSS,)),
    "action": _audience(COACH, CLIENT, OWNER, READER),
    "package": _audience(COACH, CLIENT, OWNER, READER, ASSISTANT),
    "session": _audience(COACH, CLIENT, OWNER, READER, ASSISTANT),
    "invoice": _audience(COACH, "payer", OWNER, ASSISTANT),
    "client": _audience(COACH, CLIENT, OWNER, READER, ASSISTANT),
    "answer": _audience(COACH, OWNER, READER),  # agrees, suggests, asks for a change
    "answer on terms": _audience(COACH, OWNER, READER, ASSISTANT),
    "reason of the end": _audience(COACH, CLIENT, OWNER, READER),  # others who were sent a part learn that it ended
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
    """Which of its readers may go on reading it, as things stand now. Nobody is added. What somebody bought themselves stays theirs,
    whoever pays since."""
    allowed = [*readers(thing, client, shared_with=shared_with), *([client.id] if thing == "invoice" else [])]
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


HERE: Final[dict[str, SeenBy]] = {
    "mine": SeenBy("own", "only you"),
    "my name": SeenBy("three", "you, everybody you work with, your clients and their companies"),
    "my address": SeenBy("two", "you and whoever owns a practice you work in"),
    "practice": SeenBy("three", "everybody here, your clients and their companies"),
    "practice inside": SeenBy("two", "everybody who works here"),
    "seller": SeenBy("three", "everybody here, and whoever gets an invoice"),
    "bookkeeping": SeenBy("two", "everybody who writes invoices here"),
    "hours": SeenBy("three", "everybody here; whoever books sees what is free"),
    "public": SeenBy("three", "everybody, once it is shown"),
    "offer": SeenBy("three", "everybody who writes invoices here, and strangers once it is shown"),
    "work": SeenBy("two", "you and the owners"),
    "price plan": SeenBy("two", "everybody who coaches here"),
    "asked": SeenBy("two", "you and the people of this practice"),
    "enquiry": SeenBy("two", "everybody here except assistants"),
    "enquiry words": SeenBy("two", "everybody here except assistants, and the client it becomes"),
    "to be said": SeenBy("when", "you and the people of this practice except assistants; everybody once you have agreed to it"),
    "said before": SeenBy("when", "everybody here except assistants; strangers once its writer has agreed to it"),
    "other words": SeenBy("when", "everybody here except assistants, and its writer; strangers once exactly these words are approved"),
    "recipe": SeenBy("two", "everybody here except assistants"),
    "recipe text": SeenBy("three", "everybody here except assistants, and whoever gets it"),
    "record": SeenBy("two", "everybody here except assistants, and the client"),
    "record of mine": SeenBy("two", "you and the people of this practice except assistants"),
    "list of words": SeenBy("two", "everybody here except assistants"),
    "figures": SeenBy("two", "you, whoever named you, and the people of this practice except assistants"),
    "witness": SeenBy("two", "you, whoever you name, and the people of this practice except assistants"),
    "owners": SeenBy("own", "the owners"),
    "place": SeenBy("two", "the owners, and whoever it is about"),
    "wishes": SeenBy("two", "you, and the practice that writes to you"),
    "as before": SeenBy("two", "those who read it now"),
}
"""What is of no client: who else sees it, whoever asks."""

NOT_FOR = {ASSISTANT: "assistants", READER: "those who only read"}


def seen_here(thing: str) -> SeenBy:
    """What stands at a field about a practice, its team or one's own account."""
    return HERE[thing]


def seen_by(
    thing: str,
    viewer: str,
    *,
    client: str = "the client",
    coach: str = "the coach",
    boss: str = "",
    payer: str = "",
    team: Collection[str] = (),
    practice: str = "",
    once: str = "",
) -> SeenBy:
    """What stands at a field of a client's. `viewer` is coach, owner (anybody else of the practice), client, boss or finance, and is "you".

    The others are first names, "" when there is no such person. `team` holds the roles of all who also work in the `practice`, besides
    `viewer` and `coach`. `once`: nobody outside sees it before this is done, say "you offer it".
    """
    audience = THINGS[thing]
    if "author" in audience.always:
        return SeenBy("own", "only you")
    who_pays = payer or client
    people = [(role, name) for role, name in ((COACH, coach), (CLIENT, client), (BOSS, boss), ("payer", who_pays)) if name]
    me = {FINANCE: {"payer"}, CLIENT: {CLIENT} if payer else {CLIENT, "payer"}}.get(viewer, {viewer})
    others = [(role, name) for role, name in people if role in audience.always and role not in me]
    inside = [name for role, name in others if role == COACH]
    outside = [name for role, name in others if role != COACH]
    colleagues = _colleagues(thing, team, practice, inside=viewer in (COACH, OWNER))
    later = [name for role, name in people if role in audience.when_shared]
    if once and outside:
        return SeenBy("when", f"{_listed(['you', *inside, *colleagues])}; {_listed(outside)} once {once}")
    words = _listed(["you", *inside, *outside, *colleagues])
    if later:
        verb = "approve" if thing == "cause sentence" else "share"
        when = f"when you {verb} it" if viewer == CLIENT else f"when {client} {verb}s it"
        return SeenBy("when", f"{words}; {_listed(later)} {when}")
    if len(others) == 1 and thing in ("cause", "annex", "commitment"):
        words += ", nobody else"
    has_third = (boss and BOSS in audience.always) or (payer and "payer" in audience.always)
    return SeenBy("three" if has_third else "two", words)


def _colleagues(thing: str, team: Collection[str], practice: str, *, inside: bool) -> list[str]:
    """Who else of the practice reads it, as one name; none when nobody does."""
    reading = {role for role in team if may_read(role, thing, is_their_coach=False)}
    if not reading:
        return []
    if not inside:
        return [f"others at {practice}"]
    left_out = [words for role, words in NOT_FOR.items() if role in team and role not in reading]
    return ["your team" + (f" except {left_out[0]}" if left_out else "")]


def _listed(names: list[str]) -> str:
    names = list(dict.fromkeys(names))
    if names == ["you"]:
        return "only you"
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
