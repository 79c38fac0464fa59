"""Every table has its wall or says why not, as PostgreSQL's own catalogue sees it; and raw SQL as the app role finds no way round."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from uuid import uuid4

import pytest
from sqlalchemy import Connection, Engine, create_engine, insert, select, text
from sqlalchemy.exc import IntegrityError, ProgrammingError
from sqlalchemy.orm import Session

import billing.draft
import billing.stripe_event
from app import db
from migrations.walls import walls
from models import Base, Client, Contract, Goal, Signature
from tests.cast import NOW, House
from tests.story import begin

Enter = Callable[..., Session]
TABLES = Base.metadata.tables
assert {billing.stripe_event.StripeEvent.__tablename__, billing.draft.InvoiceDraft.__tablename__} <= set(TABLES)

CATALOGUE = text("""
    select c.relname, c.relrowsecurity, c.relforcerowsecurity,
           coalesce(string_agg(p.policyname || ':' || p.cmd || ':' || p.permissive || ':' || coalesce(p.qual, '') || ':' ||
             coalesce(p.with_check, ''), E'\n' order by p.policyname), '')
    from pg_class c left join pg_policies p on p.tablename = c.relname and p.schemaname = 'public'
    where c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace group by 1, 2, 3""")
GRANTS = text("""
    select table_name, privilege_type from information_schema.role_table_grants where grantee = 'plumbline_app' and table_schema = 'public'""")


def faults(connection: Connection) -> list[str]:
    """What is wrong with the walls that stand, in sentences."""
    have = {name: (enabled, forced, policies) for name, enabled, forced, policies in connection.execute(CATALOGUE)}
    found = [f"{name} is no table of ours" for name in have if name not in TABLES and name != "alembic_version"]
    for table in TABLES.values():
        enabled, forced, policies = have.get(table.name, (False, False, ""))
        if forced:
            found.append(f"{table.name}: FORCE makes the owner's migrations change nothing")
        if table.name == "due":
            wanted = {"taken", "changed", "planned"}
        elif "platform" in table.info:
            wanted = set()
        else:
            wanted = {"practice", "reader"} | ({"signer"} if table.info.get("signed_by_reader") else set())
        standing = {line.partition(":")[0] for line in policies.split("\n") if ":" in line and not line.startswith(" ")}
        if bool(wanted) != enabled or not wanted <= standing:
            found.append(f"{table.name}: policies {sorted(standing)} instead of {sorted(wanted)}")
        if "practice_id" in table.c and "platform" not in table.info and "practice_id" not in {c.name for c in table.primary_key}:
            found.append(f"{table.name}: its key leaves out the practice")
    return found


def test_every_table_has_its_wall(connection: Connection) -> None:
    assert faults(connection) == []


@contextmanager
def as_owner(owner_url: str) -> Iterator[Connection]:
    engine = create_engine(owner_url.replace("postgresql://", "postgresql+psycopg://"))
    with engine.connect() as connection:
        yield connection
    engine.dispose()


def test_the_law_sees_a_dropped_policy(owner_url: str) -> None:
    with as_owner(owner_url) as owner:
        owner.execute(text("drop policy reader on private_note"))
        assert faults(owner) == ["private_note: policies ['practice'] instead of ['practice', 'reader']"]
        owner.rollback()


def test_the_law_sees_a_table_without_a_wall(owner_url: str) -> None:
    with as_owner(owner_url) as owner:
        owner.execute(text("create table stray (practice_id uuid)"))
        assert "stray is no table of ours" in faults(owner)
        owner.execute(text("alter table client disable row level security"))
        assert any(line.startswith("client:") for line in faults(owner))
        owner.rollback()


def test_the_rule_of_each_table_is_the_one_its_class_says(connection: Connection) -> None:
    asked = text("select tablename, qual from pg_policies where policyname = 'reader'")
    quals = dict(connection.execute(asked).all())
    for table in TABLES.values():
        if table.name not in quals:
            continue
        line = next(line for line in walls(table) if "plumbline_wall" in line)
        rule = line.split("'")[3]
        mark = {
            "self": "ELSE (id = current_reader())",
            "readers": "ANY (readers)",
            "own": "_id = current_reader()",
            "through": "EXISTS",
            "closed": "ELSE false",
            "open": "ELSE true",
            "letterbox": "ELSE false",
        }[rule]
        assert mark in quals[table.name], table.name


def test_append_only_tables_cannot_be_changed(connection: Connection) -> None:
    granted = {(table, right) for table, right in connection.execute(GRANTS)}
    for table in TABLES.values():
        if table.info.get("append_only"):
            assert (table.name, "UPDATE") not in granted, table.name
        if table.info.get("append_only") or table.info.get("updatable"):
            assert (table.name, "DELETE") not in granted, table.name
        assert not {(table.name, right) for right in ("TRUNCATE", "REFERENCES", "TRIGGER")} & granted, table.name


def test_these_tests_run_as_the_app_role(engine: Engine, owner_url: str) -> None:
    db.refuse_unsafe_role(engine)
    owner = db.connect(owner_url)
    with pytest.raises(db.UnsafeRole):
        db.refuse_unsafe_role(owner)
    owner.dispose()


def test_no_practice_no_rows(connection: Connection, harbour: House) -> None:
    with db.open_session(connection) as session:
        for table in TABLES.values():
            if "platform" not in table.info:
                assert session.scalar(text(f'select count(*) from "{table.name}"')) == 0, table.name


def test_another_practice_sees_nothing(enter: Enter, harbour: House, summit: House) -> None:
    with enter(summit) as session:
        assert list(session.scalars(select(Client.id))) == [summit.clients["cody"]]
        assert session.execute(text("update client set name = 'x' where id = :id"), {"id": harbour.clients["cleo"]}).rowcount == 0


def test_a_row_cannot_be_smuggled_into_another_practice(enter: Enter, harbour: House, summit: House) -> None:
    with enter(harbour) as session, pytest.raises(ProgrammingError, match="row-level security"):  # noqa: PT012
        values = {"name": "x", "folded": "x", "address": "x@x.example", "zone": "UTC", "locale": "en", "at_work": False, "created_at": NOW}
        session.execute(insert(Client).values(practice_id=summit.practice_id, coach_id=summit.members["charlie"], **values))


def test_a_reference_cannot_leave_the_practice(enter: Enter, harbour: House, summit: House) -> None:
    with enter(harbour) as session:
        session.add(Contract(client_id=summit.clients["cody"], created_at=NOW, created_by=harbour.members["alice"]))
        with pytest.raises(IntegrityError, match="contract_practice_id_client_id_fk"):
            session.flush()


def test_a_pooled_connection_carries_nothing(engine: Engine) -> None:
    with db.open_session(engine) as session:
        db.enter(session, uuid4(), uuid4())
        here = session.scalar(text("select pg_backend_pid()"))
        session.commit()
    with db.open_session(engine) as session:
        assert session.scalar(text("select pg_backend_pid()")) == here
        assert session.scalar(text("select current_setting('app.practice_id', true) || current_setting('app.reader_id', true)")) == ""


def test_a_session_enters_one_practice_and_one_reader(enter: Enter, harbour: House, summit: House) -> None:
    with enter(harbour, harbour.clients["cleo"]) as session:
        for practice_id, reader_id in (
            (summit.practice_id, None),
            (harbour.practice_id, None),
            (harbour.practice_id, harbour.clients["dora"]),
        ):
            with pytest.raises(RuntimeError):
                db.enter(session, practice_id, reader_id)


def test_a_client_sees_no_other_client(enter: Enter, harbour: House) -> None:
    with enter(harbour) as session:
        begin(session, harbour, "cleo", "alice")
        session.commit()
    with enter(harbour, harbour.clients["dora"]) as session:
        assert list(session.scalars(select(Client.name))) == ["Dora Marsh"]
        for table in ("contract", "goal", "part"):
            assert session.scalar(text(f"select count(*) from {table}")) == 0
    with enter(harbour, harbour.clients["cleo"]) as session:
        assert session.scalar(text("select count(*) from goal")) == 1
        assert session.scalar(text("select count(*) from part")) == 0  # not offered yet


def test_nobody_signs_for_somebody_else(enter: Enter, harbour: House) -> None:
    """A boss who reads the goals part can neither sign in the client's seat nor sign the annex."""
    with enter(harbour) as session:
        contract = begin(session, harbour)
        goals, annex = contract.part("goals"), contract.part("annex")
        boss, client = harbour.contacts["bruno"], harbour.clients["cleo"]
        goals.readers = [boss, client]
        goals.seat(boss, "Bruno", "boss", contributes=True, place=1)
        theirs = goals.seat(client, "Cleo", "client", contributes=False, place=2)
        session.flush()
        goals.propose({"format": "goals/1"})
        version = goals.freeze({}, by=boss, now=NOW)
        annex.seat(client, "Cleo", "client", contributes=True, place=1)
        annex.propose({"format": "annex/1"})
        hidden = annex.freeze({}, by=client, now=NOW)
        own = goals.seat_of(boss)
        session.commit()
        ids = {
            "goals": goals.id,
            "annex": annex.id,
            "version": version.id,
            "hash": version.sha256,
            "hidden": hidden.id,
            "hidden_hash": hidden.sha256,
            "theirs": theirs.id,
            "own": own.id,
        }
    common = {"name": "Bruno", "statement": "x", "at": NOW, "ip": "", "browser": "", "address": ""}
    with enter(harbour, boss) as session, pytest.raises(ProgrammingError, match="row-level security"):
        session.execute(
            insert(Signature).values(
                part_id=ids["goals"], version_id=ids["version"], sha256=ids["hash"], seat_id=ids["theirs"], who_id=client, **common
            )
        )
    with enter(harbour, boss) as session, pytest.raises((ProgrammingError, IntegrityError)):
        session.execute(
            insert(Signature).values(
                part_id=ids["annex"], version_id=ids["hidden"], sha256=ids["hidden_hash"], seat_id=ids["own"], who_id=boss, **common
            )
        )
    with enter(harbour, boss) as session, pytest.raises(IntegrityError):
        session.execute(
            insert(Signature).values(
                part_id=ids["goals"], version_id=ids["version"], sha256="0" * 64, seat_id=ids["own"], who_id=boss, **common
            )
        )


def test_what_says_nothing_shows_a_reader_nothing(enter: Enter, harbour: House) -> None:
    closed = [table.name for table in TABLES.values() if "platform" not in table.info and any("'closed'" in line for line in walls(table))]
    assert {"private_note", "series", "organisation", "sponsorship"} <= set(closed)
    for who in (harbour.clients["cleo"], harbour.contacts["bruno"]):
        with enter(harbour, who) as session:
            for name in closed:
                assert session.scalar(text(f"select count(*) from {name}")) == 0


def test_a_third_live_goal_is_refused_by_the_database(enter: Enter, harbour: House) -> None:
    with enter(harbour) as session:
        contract = begin(session, harbour)
        contract.add_goal(NOW)
        session.flush()
        values = {
            "contract_id": contract.id,
            "client_id": contract.client_id,
            "draft": {},
            "draft_no": 1,
            "title": "",
            "behaviour": "",
            "created_at": NOW,
            "leaves": False,
        }
        for place, constraint in ((2, "goal_two_live"), (3, "goal_at_most_two")):
            nested = session.begin_nested()
            with pytest.raises(IntegrityError, match=constraint):
                session.execute(insert(Goal).values(place=place, **values))
            nested.rollback()
