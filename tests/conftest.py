"""The servers of the tests: one PostgreSQL for the run, a database and a Valkey for each process of it.

They start with the first test that asks: a test of pure arithmetic pays nothing. Under xdist the controller starts PostgreSQL and migrates the template.
"""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import Connection, Engine

from app.local.cluster import APP, OWNER, Cluster
from app.local.postgres import Postgres
from app.local.scratch import Scratch
from app.local.valkey import Valkey

pytest_plugins = ["tests.cast", "tests.fixtures_stripe"]

ROOT = Path(__file__).parent.parent
TEMPLATE = "plumbline_template"
ADDRESS = "PLUMBLINE_TEST_SOCKETS"  # tells the processes of xdist where the controller's PostgreSQL listens
controller = ExitStack()


@dataclass(frozen=True)
class Database:
    """Its two addresses: the app role's and the owner's."""

    url: str
    owner_url: str


def migrate(cluster: Cluster, name: str) -> Database:
    cluster.create_roles()
    cluster.create_database(name)
    made = addresses(cluster, name)
    environment = {**os.environ, "DATABASE_OWNER_URL": made.owner_url}
    done = subprocess.run(
        [sys.executable, "-m", "alembic", "upgrade", "head"], env=environment, cwd=ROOT, capture_output=True, text=True, check=False
    )
    if done.returncode:
        pytest.exit(f"the migrations failed:\n{done.stderr[-3000:]}", returncode=3)
    return made


def addresses(cluster: Cluster, name: str) -> Database:
    return Database(cluster.url(APP, name), cluster.url(OWNER, name))


def start_postgres(stack: ExitStack) -> Cluster:
    server = stack.enter_context(Postgres(stack.enter_context(Scratch(ROOT / "var" / "tests")), durable=False))
    migrate(server.cluster, TEMPLATE)
    return server.cluster


def pytest_configure(config: pytest.Config) -> None:
    if getattr(config.option, "numprocesses", None) and not hasattr(config, "workerinput"):
        os.environ[ADDRESS] = start_postgres(controller).sockets


def pytest_unconfigure() -> None:
    controller.close()


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    if address := os.environ.get(ADDRESS):
        yield Cluster(address)
        return
    with ExitStack() as stack:
        yield start_postgres(stack)


@pytest.fixture(scope="session")
def database(cluster: Cluster) -> Database:
    """This process's own copy of the template. Tests leave no row in it: `connection` rolls back."""
    name = f"test_{uuid4().hex}"
    cluster.create_database(name, TEMPLATE)
    return addresses(cluster, name)


@pytest.fixture(scope="session")
def database_url(database: Database) -> str:
    return database.url


@pytest.fixture(scope="session")
def owner_url(database: Database) -> str:
    return database.owner_url


@pytest.fixture(scope="session")
def scratch() -> Iterator[Path]:
    """A folder of this process, inside the repository's var/."""
    with Scratch(ROOT / "var" / "tests") as folder:
        yield folder


@pytest.fixture(scope="session")
def redis_url(scratch: Path) -> Iterator[str]:
    with Valkey(scratch) as server:
        yield server.url


@pytest.fixture(scope="session")
def engine(database_url: str) -> Iterator[Engine]:
    from app import db

    engine = db.connect(database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def connection(engine: Engine) -> Iterator[Connection]:
    """As the app role, in one outer transaction that is always rolled back. Sessions on it commit into savepoints."""
    with engine.connect() as connection:
        outer = connection.begin()
        yield connection
        if outer.is_active:
            outer.rollback()


@pytest.fixture
def fresh_database(cluster: Cluster) -> Iterator[Callable[[], Database]]:
    """Makes databases for tests that commit for real: each its own copy, dropped afterwards."""
    names: list[str] = []

    def make() -> Database:
        names.append(f"fresh_{uuid4().hex}")
        cluster.create_database(names[-1], TEMPLATE)
        return addresses(cluster, names[-1])

    yield make
    for name in names:
        cluster.drop_database(name)


@pytest.fixture(scope="session")
def migrated_folder() -> Iterator[Path]:
    """The folder of a stopped PostgreSQL with a migrated database `plumbline`: copying it is ten times faster than making another."""
    with Scratch(ROOT / "var" / "tests") as folder:
        with Postgres(folder, durable=False) as server:
            migrate(server.cluster, "plumbline")
        yield folder


@pytest.fixture
def own_postgres(migrated_folder: Path) -> Iterator[Postgres]:
    """A server that a test may stop, kill and start again, with a migrated database `plumbline` in it (see `addresses`)."""
    with Scratch(ROOT / "var" / "tests") as folder:
        subprocess.run(["cp", "-a", migrated_folder / "postgres", folder], check=True)
        with Postgres(folder, durable=False) as server:
            yield server


@pytest.fixture
def own_valkey() -> Iterator[Valkey]:
    """A server that a test may flush, stop, kill and start again."""
    with Scratch(ROOT / "var" / "tests") as folder, Valkey(folder) as server:
        yield server
