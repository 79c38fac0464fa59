import os
import stat
from contextlib import ExitStack, closing
from pathlib import Path

import psycopg
import pytest

from app.local.cluster import APP, OWNER, Cluster
from app.local.postgres import Postgres
from app.local.scratch import Scratch

VAR = Path(__file__).parents[3] / "var" / "tests"


@pytest.fixture(scope="module")
def server():
    with ExitStack() as stack:
        deep = stack.enter_context(Scratch(VAR)) / ("a-folder-with-a-long-name/" * 6)
        deep.mkdir(parents=True)
        server = stack.enter_context(Postgres(deep, durable=False))
        server.cluster.create_roles()
        server.cluster.create_database("plumbline")
        yield server


def app(server: Postgres, database: str = "plumbline") -> psycopg.Connection:
    return psycopg.connect(server.cluster.url(APP, database))


def test_its_socket_is_short_and_closed_to_others(server):
    folder = Path(server.cluster.sockets)
    assert len(str(folder / ".s.PGSQL.5432.lock")) < 104
    assert len(str(server.folder)) > 107
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_it_listens_on_no_port(server):
    with app(server) as connection:
        assert connection.execute("show listen_addresses").fetchone() == ("",)


@pytest.mark.skipif(os.geteuid() != 0, reason="an ordinary user's PostgreSQL runs as that user")
def test_as_root_it_is_nobody_and_owns_its_folder_only(server):
    assert server.data.owner() == "nobody"
    assert server.folder.owner() == "root"
    assert Path(f"/proc/{server.child.pid}").owner() == "nobody"


def test_neither_role_passes_the_wall(server):
    with app(server) as connection:
        rows = connection.execute(
            "select rolname, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb from pg_roles where rolname = any(%s)", [[OWNER, APP]]
        )
        assert sorted(rows.fetchall()) == [(APP, False, False, False, False), (OWNER, False, False, False, True)]


@pytest.mark.parametrize(
    "wish", ["create temporary table t ()", "create table public.t ()", "create schema s", f"set role {OWNER}", "create role other"]
)
def test_the_app_may_make_nothing(server, wish):
    with app(server) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute(wish)


def test_creating_roles_again_changes_nothing(server):
    server.cluster.create_roles()
    assert server.cluster.has_database("plumbline")


def test_a_copy_has_the_rows_and_the_closed_doors(server):
    with psycopg.connect(server.cluster.url(OWNER, "plumbline")) as connection:
        connection.execute("create table kept (word text); insert into kept values ('here')")
        connection.execute(f"grant select on kept to {APP}")
    server.cluster.create_database("copy", "plumbline")
    with app(server, "copy") as connection:
        assert connection.execute("select word from kept").fetchone() == ("here",)
    with app(server, "copy") as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute("create temporary table t ()")
    server.cluster.drop_database("copy")
    assert not server.cluster.has_database("copy")


@pytest.mark.parametrize("name", ["", "a b", 'x"; drop role postgres; --', "Plumbline", "a" * 64])
def test_only_plain_names_become_databases(name):
    with pytest.raises(ValueError, match="plain"):
        Cluster("/nowhere").create_database(name)


@pytest.mark.parametrize("end", ["stop", "kill"])
def test_it_starts_again_on_the_same_address(server, end):
    before = server.cluster.url()
    with closing(app(server)) as pooled:  # an open connection must not hold the shutdown up
        pooled.execute("select 1")
        getattr(server, end)()
        with pytest.raises(psycopg.OperationalError):
            app(server)
        server.start()
    assert server.cluster.url() == before
    with app(server) as connection:
        assert connection.execute("select 1").fetchone() == (1,)


def test_a_folder_half_made_by_a_killed_start_is_made_anew(tmp_path):
    with Scratch(VAR) as folder:
        (folder / "postgres" / "base").mkdir(parents=True)
        (folder / "postgres" / "postgresql.conf").write_text("half")
        with Postgres(folder, durable=False) as server:
            sockets = Path(server.cluster.sockets)
            assert sockets.exists()
        assert not sockets.exists()
