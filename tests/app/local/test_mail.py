import smtplib
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest

from app.local.mail import DROPPED, Catcher, Mailbox


@pytest.fixture
def mailbox(tmp_path: Path) -> Mailbox:
    return Mailbox(tmp_path)


@pytest.fixture
def catcher(mailbox: Mailbox) -> Iterator[Catcher]:
    catcher = Catcher(mailbox)
    catcher.start()
    yield catcher
    catcher.stop()


def letter(subject: str = "Your next step", html: bool = True) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "Tessa Quill <tessa@example.com>", "bram@example.com", subject
    message.set_content("Look: https://plumbline.example/l/abc.\nOr (https://plumbline.example/two)")
    if html:
        message.add_alternative(
            '<p><a href="https://plumbline.example/l/abc">Look</a> <a href="https://plumbline.example/stop">Stop</a></p>', subtype="html"
        )
    return message


def send(catcher: Catcher, message: EmailMessage, to: list[str] | None = None) -> None:
    with smtplib.SMTP("127.0.0.1", catcher.port, timeout=10) as smtp:
        smtp.send_message(message, to_addrs=to)


def test_what_is_sent_can_be_read(catcher: Catcher, mailbox: Mailbox):
    send(catcher, letter("Für später"), ["bram@example.com", "hidden@example.com"])
    (caught,) = mailbox
    assert caught.subject == "Für später"
    assert caught.recipients == ["bram@example.com", "hidden@example.com"]
    assert caught.text.startswith("Look")
    assert "<p>" in caught.html
    assert caught.links == ["https://plumbline.example/l/abc", "https://plumbline.example/two", "https://plumbline.example/stop"]


def test_the_newest_is_first_and_the_oldest_goes(catcher: Catcher, mailbox: Mailbox):
    mailbox.most = 2
    for number in range(3):
        send(catcher, letter(str(number)))
    assert [each.subject for each in mailbox] == ["2", "1"]


def test_messages_outlive_the_catcher(catcher: Catcher, mailbox: Mailbox):
    send(catcher, letter())
    assert [each.subject for each in Mailbox(mailbox.folder)] == ["Your next step"]


def test_one_persons_mail(catcher: Catcher, mailbox: Mailbox):
    send(catcher, letter("hers"), ["Dana@Example.com"])
    send(catcher, letter("his"), ["bram@example.com"])
    assert [each.subject for each in mailbox.to("dana@example.com")] == ["hers"]


@pytest.mark.parametrize("id", ["", "..", "../secrets", "20261124064704711189-zzzzzzzz", "20261124064704711189-0123abcd"])
def test_no_other_file_is_read(mailbox: Mailbox, id: str):
    assert mailbox.get(id) is None


@pytest.mark.parametrize("answer", ["451 later", "550 no such person"])
def test_it_can_refuse(catcher: Catcher, mailbox: Mailbox, answer: str):
    catcher.answer = lambda _: answer
    with pytest.raises(smtplib.SMTPDataError) as refusal:
        send(catcher, letter())
    assert refusal.value.smtp_code == int(answer[:3])
    assert list(mailbox) == []


def test_it_can_take_a_message_and_die_before_saying_so(catcher: Catcher, mailbox: Mailbox):
    catcher.answer = lambda _: DROPPED
    with pytest.raises(smtplib.SMTPServerDisconnected):
        send(catcher, letter())
    assert len(list(mailbox)) == 1
