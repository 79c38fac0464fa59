"""What lies in the mailboxes: the newest link and its code, as the mail would say them. And everything due, done now."""

import re
from typing import NamedTuple

from flask import Flask
from sqlalchemy import Connection, select

from app import db, jobs
from models import Link, Message


class Mailed(NamedTuple):
    token: str
    code: str
    link: Link

    @property
    def wrong(self) -> str:
        """A code that is not this one."""
        return f"{(int(self.code) + 1) % 10**6:06d}"


def newest(app: Flask, connection: Connection, purpose: str, address: str | None = None) -> Mailed:
    with db.open_session(connection) as session:
        found = select(Link).where(Link.purpose == purpose).order_by(Link.id.desc()).limit(1)
        link = session.scalars(found.where(Link.address == address) if address else found).one()
        secret = app.extensions["settings"].secret
        return Mailed(link.token(secret), link.code(secret), link)


def deliver(app: Flask) -> None:
    """Run what is due. Without a mail server each message is written, and said to have failed."""
    with app.app_context():
        while jobs.run_next():
            pass


def messages(connection: Connection, practice_id: object) -> list[Message]:
    """Of one practice, in the order they were planned."""
    with db.open_session(connection) as session:
        db.enter(session, practice_id)  # type: ignore[arg-type]
        return list(session.scalars(select(Message).order_by(Message.id)))


def same(page: str, *different: str) -> str:
    """A page without what differs between any two browsers: the token of its forms, and the words given."""
    page = re.sub(r'(content|value)="I[\w-]+\.[\w.-]+"', "", page)
    for words in different:
        page = page.replace(words, "…")
    return page
