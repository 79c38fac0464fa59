"""The worker: RQ wakes, forks, times out and restarts; a sweep beside it finds what no wake-up told of."""

import logging
import threading

from flask import Flask
from redis import Redis
from rq import Queue, Worker
from rq.job import Job

from app import db, mailbox, pdf, queue
from app.clock import now
from app.jobs import drain, reconcile
from app.jobs.followups import begin_where_missing
from app.jobs.replies import take_in
from models import Due

log = logging.getLogger(__name__)


class OurJob(Job):
    """What stands in Valkey is a name; only ours is called."""

    @property
    def func(self):
        if self.func_name != "app.jobs.drain":
            raise PermissionError("only app.jobs.drain runs here")
        return drain


def sweep_once(app: Flask) -> bool:
    """Wake a worker if anything is ripe."""
    with app.app_context():
        begin_where_missing()
        reconcile.begin_where_missing()
        with db.transaction() as session:
            ripe = Due.ripe(session, now())
        if ripe:
            queue.wake()
        return ripe


def sweep(app: Flask, every: float, stop: threading.Event) -> None:
    while not stop.wait(every):
        try:
            sweep_once(app)
        except Exception:
            log.exception("the sweep failed; it tries again")


def run(app: Flask) -> None:
    settings = app.extensions["settings"]
    db.refuse_unsafe_role(app.extensions["engine"])
    if settings.smtp_url is None:
        log.warning("SMTP_URL is not set: no mail is sent")
    pdf.warm()
    stop = threading.Event()
    threading.Thread(target=sweep, args=(app, settings.sweep_seconds, stop), daemon=True).start()
    if settings.imap_url and settings.mail_reply_to:
        watching = (app, settings.imap_url.get_secret_value(), take_in, stop)
        threading.Thread(target=mailbox.watch, args=watching, daemon=True).start()
    with app.app_context():
        drain()  # what was left when the last worker ended
        app.extensions["engine"].dispose()
        connection = Redis.from_url(settings.redis_url, socket_timeout=600, socket_connect_timeout=5)
        work = Queue("due", connection=connection, serializer="json", job_class=OurJob)
        try:
            Worker([work], connection=connection, serializer="json", job_class=OurJob).work(logging_level="WARNING")
        finally:
            stop.set()
