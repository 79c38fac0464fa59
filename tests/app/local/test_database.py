from pathlib import Path

import psycopg
import pytest

from app.local.cluster import APP
from app.local.database import NAME, Database

ROOT = Path(__file__).parents[3]


@pytest.fixture
def database(own_postgres, tmp_path: Path) -> Database:
    return Database(own_postgres.cluster, tmp_path / "demo.json")


def test_it_sees_whether_migrations_are_due(database: Database):
    settings = ROOT / "pyproject.toml"
    assert database.is_at_head(settings)
    with psycopg.connect(database.owner_url) as connection:
        connection.execute("update alembic_version set version_num = 'older'")
    assert not database.is_at_head(settings)
    with psycopg.connect(database.owner_url) as connection:
        connection.execute("drop table alembic_version")
    assert not database.is_at_head(settings)


def test_the_demo_belongs_to_one_database(database: Database, own_postgres):
    assert not database.has_demo()
    database.remember_demo()
    assert database.has_demo()
    own_postgres.cluster.drop_database(NAME)
    database.make()
    assert not database.has_demo()


def test_making_it_twice_harms_nothing(database: Database):
    database.make()
    with psycopg.connect(database.url) as connection:
        assert connection.execute("select current_user").fetchone() == (APP,)
