"""The mailbox of our reply addresses, asked over IMAP: what is unseen is taken in and marked as seen. Any number of workers may ask.

One that cannot be taken in, however often, is parked there: seen and flagged, which any mail program shows, and `plumbline check` too.
"""

import imaplib
import logging
import ssl
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from urllib.parse import unquote, urlsplit

from flask import Flask

from app.replies import LARGEST

log = logging.getLogger(__name__)
EVERY_SECONDS = 60
TIMEOUT_SECONDS = 20
TRIES = 5
LOOPBACK = ("127.0.0.1", "localhost", "::1")


def collect(url: str, keep: Callable[[bytes], object], failed: Counter[str] | None = None, most: int = 100) -> int:
    """Hand each unseen mail to `keep`, oldest first, and mark it as seen once that returned. How many there were.

    A mail that is too large is marked and left. One that `keep` fails on stays unseen and is tried at the next call, TRIES times in all, as
    far as the caller hands on `failed`; the others go on.
    """
    failed = Counter() if failed is None else failed
    with _opened(url) as box:
        _, found = box.uid("SEARCH", "UNSEEN")
        ids = (found[0] or b"").split()[:most]
        return sum(_take(box, id.decode(), keep, failed) for id in ids)


def parked(url: str) -> int:
    """How many lie there that could not be taken in."""
    with _opened(url) as box:
        return len((box.uid("SEARCH", "SEEN FLAGGED")[1][0] or b"").split())


@contextmanager
def _opened(url: str) -> Iterator[imaplib.IMAP4]:
    parts = urlsplit(url)
    with _connect(parts.scheme, parts.hostname or "localhost", parts.port) as box:
        box.login(unquote(parts.username or ""), unquote(parts.password or ""))
        box.select(f'"{unquote(parts.path.strip("/")) or "INBOX"}"')
        yield box


def _take(box: imaplib.IMAP4, id: str, keep: Callable[[bytes], object], failed: Counter[str]) -> bool:
    _, sizes = box.uid("FETCH", id, "(RFC822.SIZE)")
    said = b" ".join(part for part in sizes if isinstance(part, bytes))
    size = int(said.rpartition(b"RFC822.SIZE ")[2].split(b")")[0].split()[0]) if b"RFC822.SIZE " in said else 0
    if size <= LARGEST:
        _, found = box.uid("FETCH", id, "(BODY.PEEK[])")
        raw = next((part[1] for part in found if isinstance(part, tuple)), None)
        try:
            if raw is not None:
                keep(raw)
        except Exception:
            failed[id] += 1
            if failed[id] < TRIES:
                log.exception("a mail could not be taken in; it is tried again")
            else:
                log.exception("a mail could not be taken in and lies flagged in the mailbox; take its flag away once somebody has read it")
                box.uid("STORE", id, "+FLAGS", r"(\Seen \Flagged)")
            return False
    box.uid("STORE", id, "+FLAGS", r"(\Seen)")
    return True


def _connect(scheme: str, host: str, port: int | None) -> imaplib.IMAP4:
    """Encrypted, with a certificate that is checked; in the open only on this machine."""
    context = ssl.create_default_context()
    if scheme == "imaps":
        return imaplib.IMAP4_SSL(host, port or 993, ssl_context=context, timeout=TIMEOUT_SECONDS)
    box = imaplib.IMAP4(host, port or 143, timeout=TIMEOUT_SECONDS)
    if host not in LOOPBACK:
        box.starttls(context)
    return box


def watch(app: Flask, url: str, keep: Callable[[bytes], object], stop: threading.Event) -> None:
    """A loop of the worker: every minute, until told to stop. A server that is away is asked again."""
    failed: Counter[str] = Counter()
    while True:
        try:
            with app.app_context():
                collect(url, keep, failed)
        except Exception:
            log.exception("the mailbox could not be read; it is asked again")
        if stop.wait(EVERY_SECONDS):
            return
