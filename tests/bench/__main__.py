"""What a page costs: `make bench`, or `make bench ARGS=--small` for a first look."""

import argparse
import sys
import time
from contextlib import ExitStack
from typing import Any

from flask import Flask, url_for

from app import pdf
from app.jobs import VERBS
from app.local.postgres import Postgres
from app.local.scratch import Scratch
from app.local.valkey import Valkey
from tests.bench import meter
from tests.bench.forks import Forks
from tests.bench.pages import Page, get, webhooks
from tests.bench.report import Line, memory, table
from tests.bench.rounds import Rounds
from tests.bench.sender import BATCH, Sender, catching
from tests.bench.servers import ROOT, web
from tests.bench.town import Place, Size, build
from tests.cast import VAULT_KEY
from tests.conftest import migrate
from tests.statements import counted

WEBHOOK_SECRET = "whsec_bench"


def main() -> None:
    asked = argparse.ArgumentParser(prog="make bench", description=__doc__)
    asked.add_argument("--small", action="store_true", help="10 practices of 10 clients instead of 200 of 50")
    asked.add_argument("--rounds", type=int, default=9)
    asked.add_argument("--only", default="", help="pages by name, separated by commas")
    wishes = asked.parse_args()
    with ExitStack() as stack:
        run(stack, Size(10, 10) if wishes.small else Size(200, 50), wishes.rounds, {name for name in wishes.only.split(",") if name})


def run(stack: ExitStack, size: Size, rounds: int, only: set[str]) -> None:
    folder = stack.enter_context(Scratch(ROOT / "var" / "tests"))
    postgres = stack.enter_context(Postgres(folder, durable=False))
    valkey = stack.enter_context(Valkey(folder))
    database = migrate(postgres.cluster, "bench")
    began = time.monotonic()
    catcher = catching(folder)
    stack.callback(catcher.stop)
    app, usual, long = build(postgres.cluster, database, size, folder / "files", smtp_url=catcher.url, redis_url=f"{valkey.url}?db=0")
    say(
        f"{size.practices} practices of {size.clients} clients, two goals each, 60 entries each: filled in {time.monotonic() - began:.0f} s"
    )
    environment = {
        "SECRET_KEY": "s" * 40, "VAULT_KEY": VAULT_KEY, "DATABASE_URL": database.url, "REDIS_URL": f"{valkey.url}?db=0", "FILES_DIR": str(folder / "files"),
        "STRIPE_API_KEY": "sk_test_bench", "STRIPE_WEBHOOK_SECRET": WEBHOOK_SECRET, "BENCH_PRACTICE": str(usual.practice_id),
    }  # fmt: skip
    servers = {
        "hello": stack.enter_context(web("tests.bench.bare:hello()", environment, folder)),
        "rows": stack.enter_context(web("tests.bench.bare:rows()", environment, folder)),
        "plumbline": stack.enter_context(web("wsgi:application", environment, folder)),
    }
    assert postgres.child
    measured = Rounds(servers, postgres.child.pid)
    pages = all_pages(app, usual, only)
    grown = [page for page in all_pages(app, long, only) if page.grows]
    for page in pages + grown:
        count_statements(app, page)
        measured.warm(page)
    forks = stack.enter_context(
        Forks(environment | {"DATABASE_URL": migrate(postgres.cluster, "idle").url, "REDIS_URL": f"{valkey.url}?db=1"}, folder)
    )
    papers: list[float] = []
    forked: list[float] = []
    sender, mailed = Sender(app, usual.practice_id, usual.client_id), list[float]()
    pdf.warm()
    for n in range(rounds):
        for page in pages + grown:
            measured.measure(page)
        papers.append(measured.work(lambda: make_pdf(app, usual), time.process_time, 4))
        sender.ready()
        mailed.append(measured.work(sender.batch, time.process_time, 1) / BATCH)
        forked.append(measured.work(forks.one, forks.cpu, 8))
        say(f"round {n + 1} of {rounds}")
    hello = next(page.spent for page in pages if page.name == "hello")
    lines = [line_of(page, next((one for one in grown if one.name == page.name), None)) for page in pages]
    lines += [Line("invoice PDF, warm worker", 300, papers), Line("fork of a job", 40, forked)]
    lines.append(Line("mail sent, with its catcher", None, mailed, sorted(sender.paces)[rounds // 2]))
    say("", table(lines, hello), "", memory({name: worker_mb(id) for name, (id, _) in servers.items()}), stream=sys.stdout)


def all_pages(app: Flask, place: Place, only: set[str]) -> list[Page]:
    coach, client = place.coach_cookie, place.client_cookie
    told: list[tuple[str, float, str, dict[str, Any], str, bool]] = [
        ("signed-in page with nothing on it", 5, "practices.index", {}, coach, False),
        ("Today", 16, "today.show", {"slug": place.slug}, coach, True),
        ("clients", 22, "clients.index", {"slug": place.slug}, coach, True),
        ("client", 17, "clients.show", {"slug": place.slug, "id": place.client_id}, coach, True),
        ("goal", 16, "goals.show", {"slug": place.slug, "id": place.goal_id}, coach, True),
        ("portal", 16, "portal.show", {"slug": place.slug}, client, True),
        ("price", 17, "price.show", {"slug": place.slug}, coach, True),
        ("public page", 6, "public.show", {"slug": place.slug}, "", False),
        ("wall", 6, "wall.show", {"slug": place.slug}, "", False),
        ("webhook stored", 4, "stripe_hook.take_in", {}, "", False),
    ]
    pages = [Page("hello", "hello", None, get("/")), Page("the same list as Core rows", "rows", None, get("/"))]
    with app.test_request_context():
        for name, aim, endpoint, values, cookie, grows in told:
            if only and name not in only:
                continue
            path = url_for(endpoint, **values)
            is_hook = endpoint == "stripe_hook.take_in"
            request = webhooks(path, WEBHOOK_SECRET, place.checkout_id, place.account) if is_hook else get(path, cookie)
            pages.append(Page(name, "plumbline", aim, request, grows))
    return pages


def count_statements(app: Flask, page: Page) -> None:
    if page.server != "plumbline" or page.name == "webhook stored":
        return
    _, path, _, headers = page.next_request()
    browser = app.test_client(use_cookies=False)
    browser.get(path, headers=headers)
    with counted(app.extensions["engine"]) as sent:
        browser.get(path, headers=headers)
    page.statements = len(sent)


def make_pdf(app: Flask, place: Place) -> None:
    """As the job does, taken back so that the next one finds it undone."""
    from app import db

    with app.app_context(), app.extensions["open_session"]() as session:
        db.enter(session, place.practice_id)
        VERBS["make_invoice_pdf"](session, place.invoice_id)
        session.rollback()


def line_of(page: Page, grown: Page | None) -> Line:
    pace = sorted(page.paces)[len(page.paces) // 2]
    more = {"grown": grown.spent, "grown_statements": grown.statements} if grown else {}
    return Line(page.name, page.aim, page.spent, pace, page.statements, page.size, **more)


def worker_mb(master: int) -> float:
    return max(meter.resident_mb(one.id) for one in meter.tree(master) if one.id != master)


def say(*lines: str, stream: object = sys.stderr) -> None:
    print(*lines, sep="\n", file=stream, flush=True)


if __name__ == "__main__":
    main()
