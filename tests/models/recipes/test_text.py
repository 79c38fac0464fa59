"""A text that people wrote, with values: nothing else in it ever runs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.recipes import write
from models.recipes import COMMON, RULES, Words
from models.recipes.text import Missing, as_markdown, fill, unknown, variables


def test_values_are_put_in_once() -> None:
    assert fill("{first_name}, {first_name}", {"first_name": "{coach}", "coach": "Tessa"}) == "{coach}, {coach}"


@pytest.mark.parametrize(
    "text",
    [
        "{{ 7*7 }}",
        "{{config.SECRET_KEY}}",
        "{% for x in y %}",
        "${7*7}",
        "{0.__class__}",
        "{first_name.__class__}",
        "{first_name!r}",
        "{ first_name }",
        "{}",
        "#{7*7}",
    ],
)
def test_what_looks_like_a_program_stays_as_it_is(text: str) -> None:
    assert fill(text, {"first_name": "Bram"}) == text
    assert "49" not in write(Words("s", text), {}).html


def test_braces_doubled_around_a_name_that_is_no_variable() -> None:
    with pytest.raises(Missing) as missing:
        fill("{{config}}", {"first_name": "Bram"})
    assert missing.value.name == "config"


@pytest.mark.parametrize("value", ["", "  "])
def test_an_empty_value_stops_it(value: str) -> None:
    with pytest.raises(Missing):
        fill("{place}", {"place": value})


def test_unknown_ones_are_named() -> None:
    assert unknown(("first_name",), "{first_name} {nick}", "{salary}") == ["nick", "salary"]


@given(st.text(max_size=200))
def test_a_value_is_shown_and_never_read(value: str) -> None:
    html = str(write(Words("s", "{name}"), {"name": value or "x"}).html) if value.strip() else "<p>x</p>"
    assert "<a" not in html and "<strong" not in html and "<em" not in html and "<li" not in html and "<code" not in html


def test_a_name_full_of_markdown() -> None:
    evil = "**[x](https://evil.example)** <script>alert(1)</script> `c` ![i](https://e.example/i)"
    html = write(Words("{first_name}", "Hello {first_name}"), {"first_name": evil}).html
    assert "<script" not in html and "href" not in html and "<strong" not in html and "<img" not in html
    assert as_markdown("a\n# b") == r"a \# b"


def test_a_subject_is_one_line() -> None:
    written = write(Words("{first_name}", "x"), {"first_name": "Bram\r\nBcc: all@example.org"})
    assert "\n" not in written.subject and "\r" not in written.subject


def test_every_recipe_uses_variables_that_it_has() -> None:
    for rule in RULES.values():
        assert variables(rule.words.subject, rule.words.body) <= {*COMMON, *rule.variables}, rule.name
        assert variables(rule.sentence) == {blank.name for blank in rule.blanks}, rule.name


def test_two_are_on_at_first() -> None:
    assert [rule.name for rule in RULES.values() if rule.is_on_at_first] == ["session_reminder", "entry_nudge"]
