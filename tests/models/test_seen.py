"""Who sees what, in words: true for a coach who works alone as for one of many, and with the names of who is meant."""

import pytest

from models.client import Client
from models.seen import HERE, THINGS, may_read, seen_by, seen_here, still
from tests.cast import House
from tests.story import Enter

NAMES = {"client": "Cleo", "coach": "Alice", "practice": "Harbour"}
ALL = ("coach", "assistant", "reader")


@pytest.mark.parametrize(
    ("thing", "viewer", "more", "state", "words"),
    [
        ("private note", "coach", {"team": ALL, "boss": "Bruno"}, "own", "only you"),
        ("shared note", "coach", {}, "two", "you and Cleo"),
        ("shared note", "coach", {"team": ("coach",)}, "two", "you, Cleo and your team"),
        ("shared note", "coach", {"team": ALL}, "two", "you, Cleo and your team except assistants"),
        ("shared note", "coach", {"team": ("assistant",)}, "two", "you and Cleo"),
        ("shared note", "owner", {"team": ("assistant",)}, "two", "you, Alice and Cleo"),
        ("shared note", "client", {}, "two", "you and Alice"),
        ("shared note", "client", {"team": ALL}, "two", "you, Alice and others at Harbour"),
        ("session", "coach", {"team": ALL}, "two", "you, Cleo and your team"),
        ("cause", "coach", {"team": ALL, "boss": "Bruno"}, "two", "you and Cleo, nobody else"),
        ("annex", "client", {"team": ALL, "boss": "Bruno"}, "two", "you and Alice, nobody else"),
        ("annex", "coach", {"once": "you offer it"}, "when", "only you; Cleo once you offer it"),
        ("cause sentence", "coach", {"boss": "Bruno"}, "when", "you and Cleo; Bruno when Cleo approves it"),
        ("cause sentence", "coach", {}, "two", "you and Cleo"),
        ("chart", "client", {"boss": "Bruno"}, "when", "you and Alice; Bruno when you share it"),
        ("chart", "coach", {"boss": "Bruno", "team": ALL}, "when", "you, Cleo and your team except assistants; Bruno when Cleo shares it"),
        ("entry", "coach", {"boss": "Bruno"}, "two", "you and Cleo"),
        ("goals", "coach", {"boss": "Bruno"}, "three", "you, Cleo and Bruno"),
        ("goals", "coach", {"boss": "Bruno", "once": "you offer it"}, "when", "only you; Cleo and Bruno once you offer it"),
        ("goals", "boss", {"boss": "Bruno", "team": ALL}, "three", "you, Alice, Cleo and others at Harbour"),
        ("goals", "boss", {"boss": "Bruno", "team": ("assistant",)}, "three", "you, Alice and Cleo"),
        ("answer", "boss", {"boss": "Bruno"}, "two", "you and Alice"),
        ("reason of the end", "boss", {"boss": "Bruno"}, "two", "you, Alice and Cleo"),
        ("terms", "finance", {"payer": "Fritz", "team": ("assistant",)}, "three", "you, Alice, Cleo and others at Harbour"),
        ("terms", "coach", {"payer": "Bruno", "boss": "Bruno"}, "three", "you, Cleo and Bruno"),
        ("terms", "client", {}, "two", "you and Alice"),
        ("invoice", "coach", {"payer": "Fritz", "team": ALL}, "three", "you, Fritz and your team except those who only read"),
        ("invoice", "coach", {"payer": "Fritz", "once": "you issue it"}, "when", "only you; Fritz once you issue it"),
        ("invoice", "coach", {}, "two", "you and Cleo"),
        ("invoice", "owner", {"payer": "Fritz", "team": ("reader",)}, "three", "you, Alice and Fritz"),
    ],
)
def test_the_words_name_who_is_meant(thing: str, viewer: str, more: dict[str, object], state: str, words: str) -> None:
    said = seen_by(thing, viewer, **{**NAMES, **more})  # type: ignore[arg-type]
    assert (said.state, said.words) == (state, words)


@pytest.mark.parametrize("thing", sorted(THINGS))
@pytest.mark.parametrize("role", ["owner", *ALL])
def test_a_colleague_who_may_read_it_is_never_left_out(thing: str, role: str) -> None:
    said = seen_by(thing, "coach", client="Cleo", team=[role])
    assert ("your team" in said.words) == may_read(role, thing, is_their_coach=False)


@pytest.mark.parametrize("thing", sorted(HERE))
def test_what_is_of_no_client_has_its_words_too(thing: str) -> None:
    assert seen_here(thing).words
    assert seen_here(thing).state in ("own", "two", "when", "three")


def test_what_somebody_bought_stays_theirs_whoever_pays_now(harbour: House, enter: Enter) -> None:
    """Cleo's company pays for her; the invoice of what she bought herself is still hers, and nobody comes to read it."""
    with enter(harbour) as session:
        cleo = session.get_one(Client, (harbour.practice_id, harbour.clients["cleo"]))
        assert cleo.payer.id != cleo.id
        assert still([cleo.id], "invoice", cleo) == [cleo.id]
        assert still([harbour.contacts["bruno"]], "invoice", cleo) == []
