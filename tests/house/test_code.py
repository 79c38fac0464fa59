"""Laws that are read from the code: one commit, SQL in two places, nothing marked safe in passing, files that stay small."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FOLDERS = ("app", "billing", "blueprints", "models")
MARKED_SAFE = {"app/assets.py", "app/charts/paper.py", "app/markdown.py", "blueprints/drawing.py"}
"""Where text becomes markup: icons and styles of our own, Markdown after nh3, charts after their own escaping."""

LONG_FILES: dict[str, str] = {
    "app/demo/people.py": "what the invented people say: prose, no code",
    "billing/gateway.py": "all that is asked of Stripe, in one place that one test file holds against the SDK",
}
LONG_VIEWS: dict[str, str] = {}
LONG_TEMPLATES: dict[str, str] = {
    "components.html": "shows every part once",
}


def python_files(*folders: str) -> Iterator[tuple[str, str]]:
    for folder in folders or FOLDERS:
        for path in sorted((ROOT / folder).rglob("*.py")):
            yield path.relative_to(ROOT).as_posix(), path.read_text()


def commits(name: str, code: str) -> list[str]:
    return [] if name == "app/db.py" else [f"{name}: {line.strip()}" for line in code.splitlines() if re.search(r"\.commit\(", line)]


def raw_sql(name: str, code: str) -> list[str]:
    """Calls of sqlalchemy's text() outside app/db.py."""
    if name == "app/db.py" or "text" not in code:
        return []
    tree = ast.parse(code)
    imported = any(
        isinstance(node, ast.ImportFrom)
        and (node.module or "").startswith("sqlalchemy")
        and any(alias.name == "text" for alias in node.names)
        for node in ast.walk(tree)
    )
    return [f"{name} imports text from sqlalchemy"] if imported else []


def test_one_commit() -> None:
    assert [line for name, code in python_files() if not name.startswith("app/local/") for line in commits(name, code)] == []


def test_the_law_sees_a_commit_in_a_view() -> None:
    assert commits("blueprints/clients.py", "def show():\n    db.session().commit()") == ["blueprints/clients.py: db.session().commit()"]


def test_sql_is_written_in_two_places() -> None:
    assert [line for name, code in python_files() for line in raw_sql(name, code)] == []
    assert raw_sql("models/client.py", "from sqlalchemy import select, text") == ["models/client.py imports text from sqlalchemy"]


def test_markup_is_made_in_few_places() -> None:
    made = {name for name, code in python_files() if not name.startswith("app/local/") and re.search(r"\bMarkup\(", code)}
    assert made <= MARKED_SAFE
    safe = [path.name for path in (ROOT / "templates").rglob("*.html") if re.search(r"\|\s*safe\b", path.read_text())]
    assert safe == []


def test_no_environment_but_in_settings() -> None:
    read = {name for name, code in python_files() if re.search(r"os\.(environ|getenv)", code) and not name.startswith("app/local/")}
    assert read <= {"app/cli.py"}  # DATABASE_OWNER_URL of `migrate`, which must not be a setting of web and worker


def test_app_package_is_empty() -> None:
    assert (ROOT / "app/__init__.py").read_text().strip() == ""


def test_files_stay_small() -> None:
    long = {name: code.count("\n") for name, code in python_files() if code.count("\n") > 300}
    assert set(long) <= set(LONG_FILES), long
    templates = {
        path.relative_to(ROOT / "templates").as_posix(): path.read_text().count("\n") for path in (ROOT / "templates").rglob("*.html")
    }
    assert {name for name, lines in templates.items() if lines > 150} <= set(LONG_TEMPLATES), templates
    assert (ROOT / "wsgi.py").read_text().count("\n") <= 80


def test_views_stay_thin() -> None:
    views = [
        (name, node) for name, code in python_files("blueprints") for node in ast.walk(ast.parse(code)) if isinstance(node, ast.FunctionDef)
    ]
    long = [f"{name}:{node.name}" for name, node in views if node.decorator_list and (node.end_lineno or 0) - node.lineno + 1 > 30]
    assert [view for view in long if view not in LONG_VIEWS] == []


@pytest.fixture(scope="module")
def linted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the code in which a violation can be planted."""
    copy = tmp_path_factory.mktemp("house")
    for name, code in python_files():
        target = copy / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(code)
    for name in ("pyproject.toml", "wsgi.py"):
        (copy / name).write_text((ROOT / name).read_text())
    return copy


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:

    call = "import sys; sys.path.insert(0, '.'); from importlinter.cli import lint_imports_command; lint_imports_command(['--no-cache'])"
    return subprocess.run([sys.executable, "-c", call], cwd=folder, capture_output=True, text=True, check=False)


def test_imports_point_down(linted: Path) -> None:
    done = lint_imports(linted)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("planted", "code"),
    [
        ("billing/tax.py", "import stripe\n"),
        ("models/client.py", "import flask\n"),
        ("models/gate.py", "from app import db\n"),
        ("app/formats.py", "from app import jobs\n"),
        ("app/pages.py", "import wsgi\n"),
    ],
)
def test_the_law_sees_an_import_that_points_up(linted: Path, planted: str, code: str) -> None:
    path = linted / planted
    before = path.read_text()
    path.write_text(before + "\n" + code)
    try:
        assert lint_imports(linted).returncode != 0
    finally:
        path.write_text(before)
