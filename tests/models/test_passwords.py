import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.passwords import COMMON, LONGEST, SHORTEST, complaint, normal

FIRST = "This is one of the passwords that are tried first. Choose another."
NAMED = "A password made of a name is tried first. Choose another."
ALICE = ("Alice Thornbury", "alice.thornbury@harbour.example", "Harbour Coaching")


@pytest.mark.parametrize(
    "password",
    [
        "violet gravel spoon tuba",
        "vI9$kk-2mQz!",
        " spaces at the ends ",
        "Zwölf Boxkämpfer!",
        "пароль из слов семь",
        "🦊🐢🌵🥁🪁🧭🪵🫖🛶🪐🦉🍋",
        "nothing\x00is\ttrimmed",
        "plumbline hangs from the ceiling",
        "alice never sleeps before two",
        "qwerty violet gravel",
        "a !@#$%^&*()_+",
        "x" * 3 + "violet gravel spoon" * 10,
    ],
)
def test_a_good_password(password):
    assert complaint(password, *ALICE) is None


@pytest.mark.parametrize(
    ("password", "sentence"),
    [
        ("elevenchars", "Twelve characters at least; this has 11. Four words that do not belong together are easy to remember."),
        ("", "Twelve characters at least; this has 0. Four words that do not belong together are easy to remember."),
        ("e\u0301" * 11, "Twelve characters at least; this has 11. Four words that do not belong together are easy to remember."),
        ("violet gravel " * 19, "256 characters at most; this has 266."),
        ("violet gravel \ud83d", "One of these characters cannot be stored. Choose another password."),
        ("passwordpassword", FIRST),
        ("PasswordPassword", FIRST),
        ("p4ssw0rdp4ssw0rd", FIRST),
        ("Password1234", FIRST),
        ("correct horse battery staple", FIRST),
        ("1q2w3e4r5t6y", FIRST),
        ("123456789012", FIRST),
        ("987654321098", FIRST),
        ("qwertyuiopasdf", FIRST),
        ("mnbvcxzlkjhg", FIRST),
        ("abcdefghijklm", FIRST),
        ("1234-5678-9012", FIRST),
        ("12345678!?!?!", FIRST),
        ("aaaaaaaaaaaaaaa", FIRST),
        ("abababababab", FIRST),
        ("vielet7vielet7vielet", FIRST),
        ("plumbline2026!", NAMED),
        ("Plumbline-Plumbline-1", NAMED),
        ("AliceThornbury", NAMED),
        ("alice.thornbury@1987", NAMED),
        ("4l1ce Th0rnbury", NAMED),
        ("harbourcoaching1", NAMED),
        ("Älice-Thornbüry", NAMED),
    ],
)
def test_a_password_that_will_not_do_says_why(password, sentence):
    assert complaint(password, *ALICE) == sentence


def test_a_name_of_two_letters_forbids_nothing():
    assert complaint("boxes of lime and salt", "Bo Li", "") is None


@pytest.mark.parametrize("length", [SHORTEST, LONGEST])
def test_both_ends_of_the_length_are_inside(length):
    assert complaint(("violet gravel spoon tuba lantern " * 10)[:length]) is None


def test_the_list_is_of_our_length_and_all_of_it_is_refused():
    assert len(COMMON) >= 300
    assert all(len(word) >= SHORTEST and word == word.casefold() for word in COMMON)
    assert {complaint(word) for word in COMMON} == {FIRST}
    assert {complaint(word.upper()) for word in COMMON} == {FIRST}


def test_both_ways_of_writing_an_accent_are_one_password():
    assert normal("cafe\u0301 ") == normal("café ") == "café "


@given(st.text(alphabet=st.characters(), max_size=300), st.text(max_size=30))
def test_any_text_gets_an_answer(password, name):
    answer = complaint(password, name)
    assert answer is None or answer.endswith(".")
