"""A file for a spreadsheet never holds a formula, and its numbers are numbers."""

import csv
import io
from datetime import date
from decimal import Decimal

import pytest

from app.spreadsheet import csv_file


def read(body: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(body.decode("utf-8-sig"))))


@pytest.mark.parametrize("text", ["=1+1", "+49 40", "-2", "@SUM(A1)", "\t=1", "\r=1", "=cmd|' /C calc'!A0"])
def test_text_that_would_be_a_formula_is_text(text: str) -> None:
    [[cell]] = read(csv_file(["x"], [[text]]))[1:]
    assert cell == "'" + text


def test_what_is_no_formula_stays() -> None:
    row = ["Päckchen, “Führung”\nzwei", Decimal("-1936.00"), -7, date(2026, 11, 17), None, Decimal("1E+3"), "a=1"]
    assert read(csv_file(["a"] * 7, [row]))[1] == ["Päckchen, “Führung”\nzwei", "-1936.00", "-7", "2026-11-17", "", "1000", "a=1"]
