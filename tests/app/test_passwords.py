import pytest
from argon2 import PasswordHasher
from hypothesis import given, settings
from hypothesis import strategies as st

from app.passwords import Checked, Passwords

WORDS = "violet gravel spoon tuba"


@pytest.fixture(scope="module")
def passwords():
    return Passwords(time_cost=1, memory_kib=8, lanes=1)


def test_the_right_one_is_right_and_any_other_wrong(passwords):
    stored = passwords.hash(WORDS)
    assert passwords.check(stored, WORDS) == Checked(True, None)
    for other in (WORDS.upper(), WORDS + " ", " " + WORDS, WORDS[:-1], "", WORDS + "\x00"):
        assert passwords.check(stored, other) == Checked(False)


def test_it_is_argon2id_with_a_salt_of_its_own(passwords):
    first, second = passwords.hash(WORDS), passwords.hash(WORDS)
    assert first.startswith("$argon2id$v=19$m=8,t=1,p=1$")
    assert first != second
    assert WORDS not in first


def test_both_ways_of_writing_an_accent_are_one_password(passwords):
    assert passwords.check(passwords.hash("cafe\u0301 au lait, deux"), "café au lait, deux").right


def test_emoji_spaces_and_nul_count(passwords):
    for word in ("🦊🐢🌵🥁🪁🧭🪵🫖🛶🪐🦉🍋", " spaces at the ends ", "nul\x00inside the word"):
        stored = passwords.hash(word)
        assert passwords.check(stored, word).right
        assert not passwords.check(stored, word.replace("\x00", "").strip()[:-1]).right


def test_an_older_hash_is_renewed_when_the_password_was_right(passwords):
    older = Passwords(time_cost=2, memory_kib=8, lanes=1).hash(WORDS)
    checked = passwords.check(older, WORDS)
    assert checked.right
    assert passwords.check(checked.renewed, WORDS) == Checked(True, None)
    assert passwords.check(older, "wrong") == Checked(False)


def test_nobody_costs_what_somebody_costs(passwords, monkeypatch):
    stored, calls = passwords.hash(WORDS), []
    real = PasswordHasher.verify
    monkeypatch.setattr(PasswordHasher, "verify", lambda self, *args: calls.append(args[0]) or real(self, *args))
    for account in (stored, None):
        for word in (WORDS, "wrong", "nobody has this one", "long " * 1000):
            calls.clear()
            passwords.check(account, word)
            assert len(calls) == 1
            assert calls[0].split("$")[3] == stored.split("$")[3]


def test_nobody_is_never_right(passwords):
    assert passwords.check(None, "nobody has this one") == Checked(False)


def test_a_megabyte_is_refused_without_hashing_it_all(passwords):
    stored = passwords.hash("x" * 1024)
    assert passwords.check(stored, "x" * 1024).right
    assert not passwords.check(stored, "x" * 1_000_000).right


@pytest.mark.parametrize("broken", ["", "plain text", "$argon2id$v=19$m=8,t=1,p=1$", "$2b$12$abcdefghijklmnopqrstuv", "é"])
def test_a_broken_hash_is_never_right(passwords, broken):
    assert passwords.check(broken, WORDS) == Checked(False)


@settings(max_examples=50)
@given(st.text(alphabet=st.characters(), max_size=300))
def test_any_text_can_be_tried(password):
    cheap = Passwords(time_cost=1, memory_kib=8, lanes=1)
    assert cheap.check(cheap.hash(password), password).right
