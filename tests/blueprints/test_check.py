"""The check page: open to anyone, says yes or no, shows no word of what was agreed."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from models import Contract
from tests.cast import House
from tests.real import Database, Real, real_harbour
from tests.signing import in_force
from tests.story import GOAL

Enter = Callable[..., Session]
Browse = Callable[..., FlaskClient]


def versions(enter: Enter, house: House, id: UUID) -> dict[str, UUID]:
    with enter(house) as session:
        return {part.kind: part.in_force_id for part in session.get_one(Contract, (house.practice_id, id)).parts if part.in_force_id}


def test_it_holds_and_says_nothing_else(enter: Enter, browse: Browse, harbour: House) -> None:
    found = versions(enter, harbour, in_force(enter, harbour))
    for kind, name, many in (("goals", "Goals", 3), ("annex", "Private annex", 2), ("terms", "Terms", 2)):
        page = browse().get(f"/check/harbour-coaching/{found[kind]}")
        assert page.status_code == 200
        assert f"{name}, version 1, holds." in page.text
        assert f"{many} signatures, the last on" in page.text
        for secret in ("Cleo", "Bruno", "Fritz", "Alice", GOAL["title"], "Dates only", "4,800"):
            assert secret not in page.text


def test_another_practice_and_what_is_missing_look_alike(enter: Enter, browse: Browse, harbour: House, summit: House) -> None:
    found = versions(enter, harbour, in_force(enter, harbour))
    assert browse().get(f"/check/summit-coaching/{found['goals']}").status_code == 404
    assert browse().get(f"/check/harbour-coaching/{uuid4()}").status_code == 404
    assert browse().get(f"/check/no-such/{found['goals']}").status_code == 404


def test_a_fingerprint_is_compared(enter: Enter, browse: Browse, harbour: House) -> None:
    id = in_force(enter, harbour)
    with enter(harbour) as session:
        version = session.get_one(Contract, (harbour.practice_id, id)).part("goals").in_force
        assert version is not None
    address = f"/check/harbour-coaching/{version.id}"
    assert "It is the one kept here." in browse().get(address, query_string={"print": version.fingerprint.upper()}).text
    assert "It is not the one kept here." in browse().get(address, query_string={"print": "f" * 64}).text
    assert browse().get(address, query_string={"print": "<b>\x00" * 500}).status_code == 200


@dataclass
class Altered:
    """An agreement in force in a database that its owner can alter."""

    real: Real
    versions: dict[str, UUID]

    def by(self, statement: str, *values: object) -> None:
        assert self.real.as_owner(statement, *values) == 1

    def check(self, kind: str) -> str:
        return self.real.app.test_client().get(f"/check/harbour-coaching/{self.versions[kind]}").text


@pytest.fixture
def altered(fresh_database: Callable[[], Database], tmp_path: Path) -> Iterator[Altered]:
    with real_harbour(fresh_database, tmp_path) as real:
        yield Altered(real, versions(real.enter, real.house, in_force(real.enter, real.house)))


@pytest.mark.parametrize(("kind", "before", "after", "name"), [
    ("goals", "Decisions are closed", "Decisions are opened", "Goals"),
    ("annex", "Dates only.", "Dates also.", "Private annex"),
    ("terms", "4,800", "8,400", "Terms"),
])  # fmt: skip
def test_one_word_altered_is_named(altered: Altered, kind: str, before: str, after: str, name: str) -> None:
    altered.by("update version set text = replace(text, %s, %s) where id = %s", before, after, altered.versions[kind])
    assert f"{name} does not hold." in altered.check(kind)
    for other in altered.versions.keys() - {kind}:
        assert "holds." in altered.check(other)


def test_a_row_that_says_something_else_is_seen(altered: Altered) -> None:
    assert "holds." in altered.check("goals")
    altered.by("update measure set target = 10")
    assert "Goals does not hold." in altered.check("goals")
