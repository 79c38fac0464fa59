import base64
from dataclasses import replace
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.vault import Place, Tampered, Vault

MASTER = bytes(range(32))
HERE = Place(practice=UUID(int=1), table="note", row=UUID(int=2), version=3, author=UUID(int=4))
WORDS = "He waits until the numbers are perfect. Ünder four eyes 👁"


@pytest.fixture
def vault():
    return Vault(MASTER)


@pytest.fixture
def key(vault):
    return vault.new_key()


@pytest.fixture
def sealed(vault, key):
    return vault.seal(key, WORDS, HERE)


def test_it_opens_where_it_was_sealed(vault, key, sealed):
    assert vault.open(key, sealed, HERE) == WORDS
    assert Vault(MASTER).open(key, sealed, replace(HERE)) == WORDS


def test_nothing_shows(key, sealed):
    assert b"perfect" not in sealed
    assert MASTER not in key + sealed


def test_the_same_words_never_look_the_same(vault, key):
    assert len({vault.seal(key, WORDS, HERE) for _ in range(50)}) == 50
    assert len({vault.new_key() for _ in range(50)}) == 50


@pytest.mark.parametrize(
    "moved",
    [
        {"practice": UUID(int=9)},
        {"table": "notes"},
        {"row": UUID(int=9)},
        {"version": 4},
        {"author": UUID(int=9)},
        {"row": UUID(int=4), "author": UUID(int=2)},
    ],
)
def test_moved_to_another_place_it_stays_shut(vault, key, sealed, moved):
    with pytest.raises(Tampered):
        vault.open(key, sealed, replace(HERE, **moved))


def test_fields_cannot_flow_into_each_other():
    places = [replace(HERE, table="note", version=31), replace(HERE, table="note3", version=1), replace(HERE, table="n", version=3)]
    assert len({place.bound_to(b"k") for place in places}) == 3


def test_every_flipped_byte_is_noticed(vault, key, sealed):
    for place in range(len(sealed)):
        altered = bytearray(sealed)
        altered[place] ^= 1
        with pytest.raises(Tampered):
            vault.open(key, bytes(altered), HERE)


def test_every_flipped_byte_of_a_key_is_noticed(vault, key, sealed):
    for place in range(len(key)):
        altered = bytearray(key)
        altered[place] ^= 1
        with pytest.raises(Tampered):
            vault.open(bytes(altered), sealed, HERE)


def test_parts_of_two_notes_do_not_mix(vault, key, sealed):
    other = vault.seal(key, WORDS, HERE)
    for cut in (20, 29, len(sealed) - 16):  # within the nonce, after it, before the tag
        with pytest.raises(Tampered):
            vault.open(key, sealed[:cut] + other[cut:], HERE)


def test_another_practices_key_opens_nothing(vault, sealed):
    with pytest.raises(Tampered):
        vault.open(vault.new_key(), sealed, HERE)


def test_another_master_opens_nothing(key, sealed):
    stranger = Vault(bytes(32))
    with pytest.raises(Tampered):
        stranger.open(key, sealed, HERE)
    with pytest.raises(Tampered):
        stranger.seal(key, WORDS, HERE)


def test_a_key_is_no_note_and_a_note_no_key(vault, key, sealed):
    with pytest.raises(Tampered):
        vault.open(key, key, HERE)
    with pytest.raises(Tampered):
        vault.open(sealed, sealed, HERE)


@given(st.binary(max_size=120))
def test_junk_is_refused_by_name(junk):
    vault = Vault(MASTER)
    with pytest.raises(Tampered):
        vault.open(vault.new_key(), junk, HERE)
    with pytest.raises(Tampered):
        vault.seal(junk, WORDS, HERE)


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_any_words_come_back(words):
    vault = Vault(MASTER)
    key = vault.new_key()
    assert vault.open(key, vault.seal(key, words, HERE), HERE) == words


def test_the_master_key_comes_from_base64_in_either_alphabet(key, sealed):
    high = bytes([255]) * 32
    for text in (base64.b64encode(high).decode(), base64.urlsafe_b64encode(high).decode(), f" {base64.b64encode(high).decode()}\n"):
        theirs = Vault.from_text(text)
        own = theirs.new_key()
        assert Vault(high).open(own, theirs.seal(own, WORDS, HERE), HERE) == WORDS
    assert Vault.from_text(base64.b64encode(MASTER).decode()).open(key, sealed, HERE) == WORDS


@pytest.mark.parametrize(
    "text", ["", "short", base64.b64encode(bytes(31)).decode(), base64.b64encode(bytes(33)).decode(), "é" * 44, "A" * 43]
)
def test_a_wrong_master_key_is_refused(text):
    with pytest.raises(ValueError, match="master key"):
        Vault.from_text(text)


def test_the_vault_does_not_print_its_key():
    assert repr(Vault(MASTER)) == "Vault(…)"
