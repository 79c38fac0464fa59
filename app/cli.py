"""The `plumbline` command: what an operator does."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import click
from flask import Flask
from redis import Redis

from app import db, mailbox
from app import demo as demo_practice
from app.clock import now
from app.settings import Settings
from models import Attempt, PendingSignup, SignIn

ROOT = Path(__file__).parent.parent


def commands(create_app: Callable[[], Flask]) -> click.Group:
    """Built by the composition root, which hands in the application."""

    @click.group()
    def plumbline() -> None:
        """Plumbline: a coaching practice whose results can be proven."""

    @plumbline.command("worker")
    def _worker() -> None:
        """Do what is due: mails, PDFs, agreed looks. Any number of workers may run."""
        from app import worker

        worker.run(create_app())

    @plumbline.command()
    def migrate() -> None:
        """Bring the tables up to date, as the role of DATABASE_OWNER_URL."""
        if not os.environ.get("DATABASE_OWNER_URL"):
            raise SystemExit("DATABASE_OWNER_URL should name the role that owns the tables.")
        sys.exit(subprocess.run([sys.executable, "-m", "alembic", "upgrade", "head"], cwd=ROOT, check=False).returncode)

    @plumbline.command()
    def check() -> None:
        """Say which dependency answers, and what to do about one that does not."""
        said = [say(*line) for line in checks(create_app())]
        sys.exit(0 if all(said) else 1)

    @plumbline.command()
    @click.option("--sign-ins", is_flag=True, help="Print the demo's sign-ins as JSON, with fresh links.")
    def demo(sign_ins: bool) -> None:
        """Make the demo practice: invented people, made through the same verbs as real ones."""
        app = create_app()
        with app.app_context():
            if sign_ins:
                click.echo(json.dumps(demo_practice.sign_ins()))
            else:
                demo_practice.fill()

    @plumbline.command()
    @click.argument("slug", required=False)
    def reconcile(slug: str | None) -> None:
        """Compare with Stripe now, for one practice or all: what was missed is asked about by the worker."""
        from app.jobs.reconcile import by_hand

        with create_app().app_context():
            for name, compared, mended, unknown in by_hand(slug):
                click.echo(f"{name}: {compared} compared, {mended} being mended, {unknown} unknown here")

    @plumbline.command()
    def tidy() -> None:
        """Forget counted guesses and ended sign-ins older than 90 days, and sign-ups that nobody confirmed."""
        app = create_app()
        with app.app_context(), db.transaction() as session:
            Attempt.forget(session, now() - SignIn.LONGEST)
            SignIn.forget(session, now() - SignIn.LONGEST)
            PendingSignup.forget(session, now())

    plumbline.add_command(_replaying(create_app))
    return plumbline


def _replaying(create_app: Callable[[], Flask]) -> click.Command:
    @click.command("replay")
    @click.option("--days", default=365, show_default=True, help="How many days are lived.")
    def replaying(days: int) -> None:
        """Live a year of the demo practice on a clock of its own, every recipe on, and print who got what, when and why. Nothing of it is kept."""
        from app import replay

        app = create_app()
        with app.app_context(), replay.undone(app):
            for line in replay.told(replay.replay(days)):
                click.echo(line)

    return replaying


def say(name: str, fine: bool, advice: str) -> bool:
    click.echo(f"{'ok  ' if fine else 'NOT '} {name}{'' if fine else ': ' + advice}")
    return fine


def checks(app: Flask) -> list[tuple[str, bool, str]]:
    settings = app.extensions["settings"]
    return [
        ("PostgreSQL answers", _postgres(app), "is it running, and is DATABASE_URL right? It should name the app role."),
        ("the app role cannot pass the wall", _role(app), "DATABASE_URL names an owner or a superuser; use a role that owns nothing."),
        ("the tables are there", _tables(app), "run `plumbline migrate` with DATABASE_OWNER_URL set."),
        ("Valkey answers", _valkey(settings.redis_url), "is REDIS_URL right? Pages work without it; jobs then wait for the sweep."),
        ("mail is set up", bool(settings.smtp_url), "set SMTP_URL, else nobody receives anything."),
        ("files can be written", _files(settings.files_dir), f"{settings.files_dir} should be a folder this user may write to."),
        *_mailbox(settings),
        ("Stripe is set up", settings.has_stripe, "without STRIPE_API_KEY and its secret invoices are paid by hand."),
    ]  # fmt: skip


def _tries(act: Callable[[], object]) -> bool:
    """Whatever goes wrong is the answer "no": the command's own words say what to do about it."""
    try:
        return act() is not False
    except Exception:
        return False


def _postgres(app: Flask) -> bool:
    return _tries(lambda: db.answers(app.extensions["engine"]))


def _role(app: Flask) -> bool:
    return _tries(lambda: db.refuse_unsafe_role(app.extensions["engine"]))


def _tables(app: Flask) -> bool:
    return _tries(lambda: db.has_tables(app.extensions["engine"]))


def _valkey(url: str) -> bool:
    return _tries(lambda: Redis.from_url(url, socket_timeout=2, socket_connect_timeout=2).ping())


def _mailbox(settings: Settings) -> list[tuple[str, bool, str]]:
    """Of an installation that reads its answers from one."""
    if not settings.imap_url:
        return []
    url, found = settings.imap_url.get_secret_value(), list[int]()
    answers = _tries(lambda: found.append(mailbox.parked(url)))
    return [
        ("the mailbox answers", answers, "is IMAP_URL right? Until then no answer stops anything."),
        ("every mail in it could be read", found in ([], [0]), f"{sum(found)} lie flagged in it: read them, and take the flag away."),
    ]


def _files(folder: Path) -> bool:
    def ask() -> object:
        folder.mkdir(parents=True, exist_ok=True)
        return os.access(folder, os.W_OK)

    return _tries(ask)
