"""Replies that lie in a mailbox: read in over IMAP from a real server."""

import imaplib
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress

import pytest
from flask import Flask
from pydantic import SecretStr

from app import cli, mailbox
from app.jobs.replies import take_in
from app.local.ports import LOOPBACK, free
from app.replies import LARGEST
from tests.blueprints.test_mail_hook import hooked, inbound, mail, planned, state
from tests.cast import House
from tests.story import Enter

__all__ = ["hooked"]  # a fixture
SERVER = "from pymap.main import main; main()"
USER, PASSWORD = "replies", "a pass/word@here"


@pytest.fixture
def box() -> Iterator[tuple[str, imaplib.IMAP4]]:
    """Its address for the settings, and somebody who delivers into it."""
    port = free(0)
    options = ["--host", LOOPBACK, "--port", str(port), "--no-tls", "--no-service", "admin", "--no-service", "managesieve"]
    who = ["--demo-user", USER, "--demo-password", PASSWORD]
    process = subprocess.Popen([sys.executable, "-c", SERVER, *options, "dict", *who], stderr=subprocess.PIPE)
    try:
        delivers = connected(port, process)
        delivers.login(USER, PASSWORD)
        yield f"imap://{USER}:a%20pass%2Fword%40here@{LOOPBACK}:{port}/INBOX", delivers
        with suppress(OSError, imaplib.IMAP4.error):
            delivers.logout()
    finally:
        process.terminate()
        process.communicate(timeout=10)


def connected(port: int, process: subprocess.Popen[bytes]) -> imaplib.IMAP4:
    for _ in range(200):
        with suppress(OSError):
            return imaplib.IMAP4(LOOPBACK, port, timeout=10)
        assert process.poll() is None, process.stderr and process.stderr.read().decode()
        time.sleep(0.05)
    raise AssertionError("the IMAP server did not begin")


def deliver(delivers: imaplib.IMAP4, *mails: bytes) -> None:
    for raw in mails:
        assert delivers.append("INBOX", "", imaplib.Time2Internaldate(time.time()), raw)[0] == "OK"


def unseen(delivers: imaplib.IMAP4) -> int:
    delivers.select("INBOX")
    return len(delivers.search(None, "UNSEEN")[1][0].split())


def test_what_is_unseen_is_handed_over_once(box: tuple[str, imaplib.IMAP4]) -> None:
    url, delivers = box
    first, second = mail("a@b.example", "one"), mail("a@b.example", "two")
    deliver(delivers, first, second)
    got: list[bytes] = []
    assert mailbox.collect(url, got.append) == 2
    assert [b"one" in got[0], b"two" in got[1]] == [True, True]
    assert mailbox.collect(url, got.append) == 0 and len(got) == 2 and unseen(delivers) == 0


def test_one_that_fails_stays_and_the_others_go_on(box: tuple[str, imaplib.IMAP4]) -> None:
    url, delivers = box
    deliver(delivers, mail("a@b.example", "poison"), mail("a@b.example", "fine"))
    got: list[bytes] = []

    def keep(raw: bytes) -> None:
        if b"poison" in raw:
            raise RuntimeError
        got.append(raw)

    failed: Counter[str] = Counter()
    assert mailbox.collect(url, keep, failed) == 1 and len(got) == 1 and unseen(delivers) == 1
    for _ in range(mailbox.TRIES - 2):
        assert mailbox.collect(url, keep, failed) == 0
    assert unseen(delivers) == 1 and mailbox.parked(url) == 0
    deliver(delivers, mail("a@b.example", "later"))
    assert mailbox.collect(url, keep, failed) == 1 and len(got) == 2, "the one behind it is never kept waiting"
    assert unseen(delivers) == 0 and mailbox.parked(url) == 1, "parked where whoever runs this sees it"
    tried = sum(failed.values())
    mailbox.collect(url, keep, failed)
    assert sum(failed.values()) == tried == mailbox.TRIES


def test_the_operator_is_told_of_what_lies_parked(app: Flask, box: tuple[str, imaplib.IMAP4]) -> None:
    url, delivers = box
    asked = app.extensions["settings"].model_copy(update={"imap_url": SecretStr(url)})
    assert [fine for _, fine, _ in cli._mailbox(asked)] == [True, True]
    deliver(delivers, mail("a@b.example"))
    delivers.select("INBOX")
    delivers.store("1", "+FLAGS", r"(\Seen \Flagged)")
    [(_, answers, _), (_, all_read, advice)] = cli._mailbox(asked)
    assert answers and not all_read and advice.startswith("1 lie flagged")
    wrong = asked.model_copy(update={"imap_url": SecretStr(url.replace("pass", "fail"))})
    assert [fine for _, fine, _ in cli._mailbox(wrong)] == [False, True]
    assert cli._mailbox(asked.model_copy(update={"imap_url": None})) == []


def test_one_that_is_too_large_is_left(box: tuple[str, imaplib.IMAP4], monkeypatch: pytest.MonkeyPatch) -> None:
    url, delivers = box
    monkeypatch.setattr(mailbox, "LARGEST", 2000)
    assert LARGEST > 2000
    deliver(delivers, mail("a@b.example", "x" * 3000), mail("a@b.example", "small"))
    got: list[bytes] = []
    mailbox.collect(url, got.append)
    assert len(got) == 1 and b"small" in got[0] and unseen(delivers) == 0


def test_a_wrong_password_is_an_error_and_takes_nothing(box: tuple[str, imaplib.IMAP4]) -> None:
    url, delivers = box
    deliver(delivers, mail("a@b.example"))
    with pytest.raises(imaplib.IMAP4.error):
        mailbox.collect(url.replace("pass", "fail"), pytest.fail)
    assert unseen(delivers) == 1


def test_a_reply_in_the_mailbox_stops_what_would_remind_its_writer(
    hooked: Flask, enter: Enter, harbour: House, box: tuple[str, imaplib.IMAP4]
) -> None:
    url, delivers = box
    id, address = planned(enter, harbour, hooked)
    raw = mail(address, "Yes.\n\n> Would you")
    deliver(delivers, raw, raw, b"\xff\xfe nothing of a mail", mail("replies+" + "0" * 40 + "@mail.example"))
    with hooked.app_context():
        assert mailbox.collect(url, take_in) == 4
    assert [one.words for one in inbound(enter, harbour)] == ["Yes."]
    assert state(enter, harbour, id) == ("stopped", "wrote back") and unseen(delivers) == 0


def test_the_worker_asks_until_it_is_told_to_stop(app: Flask, box: tuple[str, imaplib.IMAP4], monkeypatch: pytest.MonkeyPatch) -> None:
    url, delivers = box
    monkeypatch.setattr(mailbox, "EVERY_SECONDS", 0.05)
    stop, got = threading.Event(), threading.Event()
    watching = threading.Thread(target=mailbox.watch, args=(app, url, lambda _raw: got.set(), stop))
    watching.start()
    deliver(delivers, mail("a@b.example"))
    try:
        assert got.wait(20)
    finally:
        stop.set()
        watching.join(20)
    assert not watching.is_alive()
