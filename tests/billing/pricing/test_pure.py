"""Pricing knows Python and itself: no table, no clock, no float."""

import ast
import sys
from pathlib import Path

import billing.pricing

FOLDER = Path(billing.pricing.__file__).parent


def breaches(code: str) -> list[str]:
    found = []
    for node in ast.walk(ast.parse(code)):
        names = (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
        found += [name for name in names if name.split(".")[0] not in sys.stdlib_module_names and not name.startswith("billing.pricing.")]
        if isinstance(node, ast.Attribute) and node.attr in ("today", "now", "utcnow"):
            found.append(node.attr)
        if (isinstance(node, ast.Constant) and isinstance(node.value, float)) or (isinstance(node, ast.Name) and node.id == "float"):
            found.append("float")
    return found


def test_no_table_no_clock_no_float() -> None:
    files = sorted(FOLDER.glob("*.py"))
    assert len(files) > 15
    assert {path.name: breaches(path.read_text()) for path in files} == {path.name: [] for path in files}


def test_the_law_sees_a_breach() -> None:
    assert breaches("from models.work import Work\nimport sqlalchemy\nrate = 0.5\nday = date.today()\nx = float(rate)") == [
        "models.work",
        "sqlalchemy",
        "float",
        "today",
        "float",
    ]
