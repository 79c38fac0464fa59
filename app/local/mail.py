"""A mail catcher: takes every message on a loopback port, delivers none, and keeps them as files to be read."""

import re
import secrets
from asyncio import Transport
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from functools import cached_property
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from app.local.ports import LOOPBACK, listening, port_of

ADDRESS = re.compile(r"https?://[^\s<>\"']+")
DROPPED = "dropped"  # an answer: the message is kept, and the line goes dead before the sender hears so


@dataclass(frozen=True)
class Caught:
    """One message as it came in. `recipients` are the envelope's, which the headers need not name."""

    id: str
    content: bytes

    @cached_property
    def message(self) -> EmailMessage:
        return message_from_bytes(self.content, policy=policy.default)

    @property
    def recipients(self) -> list[str]:
        return [each.strip() for each in str(self.message["X-Envelope-To"]).split(",")]

    @property
    def subject(self) -> str:
        return str(self.message["Subject"] or "")

    @property
    def sender(self) -> str:
        return str(self.message["From"] or "")

    @property
    def at(self) -> datetime:
        return datetime.strptime(self.id[:20], "%Y%m%d%H%M%S%f").replace(tzinfo=UTC)

    @property
    def text(self) -> str:
        return self._body("plain")

    @property
    def html(self) -> str:
        return self._body("html")

    @property
    def links(self) -> list[str]:
        """Every address a person could follow from either part, each once, in reading order."""
        found = [each.rstrip(".,;:)") for each in ADDRESS.findall(self.text)] + _targets(self.html)
        return list(dict.fromkeys(found))

    @property
    def attachments(self) -> list[EmailMessage]:
        return list(self.message.iter_attachments())

    def _body(self, kind: str) -> str:
        part = self.message.get_body((kind,))
        return part.get_content() if part else ""


class Mailbox:
    """Messages as `.eml` files of one folder, the newest `most` of them."""

    def __init__(self, folder: Path, most: int = 1000) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder, self.most = folder, most

    def add(self, recipients: list[str], content: bytes) -> Caught:
        taken = f"{datetime.now(UTC):%Y%m%d%H%M%S%f}-{secrets.token_hex(4)}"
        caught = Caught(taken, b"X-Envelope-To: " + ", ".join(recipients).encode() + b"\r\n" + content)
        half = self.folder / f"{taken}.part"
        half.write_bytes(caught.content)
        half.replace(self.folder / f"{taken}.eml")
        for old in self._files()[self.most :]:
            old.unlink(missing_ok=True)
        return caught

    def __iter__(self) -> Iterator[Caught]:
        """The newest first."""
        for file in self._files():
            yield Caught(file.stem, file.read_bytes())

    def get(self, id: str) -> Caught | None:
        file = self.folder / f"{id}.eml"
        return Caught(id, file.read_bytes()) if re.fullmatch(r"\d{20}-[0-9a-f]{8}", id) and file.exists() else None

    def to(self, address: str) -> list[Caught]:
        """Those for this address, the newest first."""
        return [each for each in self if address.casefold() in (one.casefold() for one in each.recipients)]

    def clear(self) -> None:
        for file in self._files():
            file.unlink(missing_ok=True)

    def _files(self) -> list[Path]:
        return sorted(self.folder.glob("*.eml"), reverse=True)


class Catcher(Controller):
    """The SMTP server in a thread of its own. `answer` may refuse ("451 later", "550 no"), or return DROPPED."""

    def __init__(self, mailbox: Mailbox, wish: int = 0, answer: Callable[[Envelope], str] | None = None) -> None:
        self.mailbox, self.answer = mailbox, answer
        self._socket = listening(wish)
        super().__init__(self, hostname=LOOPBACK, port=port_of(self._socket), ready_timeout=20)

    @property
    def url(self) -> str:
        return f"smtp://{LOOPBACK}:{self.port}"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        answer = self.answer(envelope) if self.answer else "250 kept"
        if answer.startswith("250") or answer == DROPPED:
            self.mailbox.add([str(each) for each in envelope.rcpt_tos], _bytes(envelope))
        if answer == DROPPED and isinstance(server.transport, Transport):
            server.transport.abort()
        return answer

    def factory(self) -> SMTP:
        return SMTP(self.handler, hostname="localhost", enable_SMTPUTF8=True, data_size_limit=40_000_000)

    def _create_server(self) -> Any:
        return self.loop.create_server(self._factory_invoker, sock=self._socket)


def _bytes(envelope: Envelope) -> bytes:
    return envelope.content.encode() if isinstance(envelope.content, str) else envelope.content or b""


class _Targets(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value for name, value in attrs if tag == "a" and name == "href" and value and ADDRESS.match(value)]


def _targets(html: str) -> list[str]:
    reader = _Targets()
    reader.feed(html)
    return reader.found
