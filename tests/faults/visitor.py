"""A signed-in visitor over real HTTP, who fills in forms as a browser does: hidden fields are sent back as they came."""

from datetime import UTC, datetime
from html.parser import HTMLParser
from typing import Any

import requests
from flask import Flask
from sqlalchemy import Engine

from app import db
from models import Person, SignIn
from tests.cast import House


class Hidden(HTMLParser):
    """The hidden fields of a page, by name."""

    def __init__(self) -> None:
        super().__init__()
        self.fields: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        if tag == "input" and told.get("type") == "hidden" and told.get("name"):
            self.fields[str(told["name"])] = told.get("value") or ""


class Visitor:
    def __init__(self, app: Flask, engine: Engine, house: House, url: str) -> None:
        """Alice, signed in as if by her password. `app` seals the cookie with the key that the server knows too."""
        self.house, self.url = house, url
        with db.open_session(engine) as session:
            person = session.get_one(Person, house.persons["alice"])
            _, token = SignIn.start(session, person, "password", now=datetime.now(UTC), browser="test", ip="127.0.0.1")
            session.commit()
        sealed = app.session_interface.get_signing_serializer(app).dumps({"_user_id": token})  # type: ignore[attr-defined]
        self.cookies = {app.config["SESSION_COOKIE_NAME"]: sealed}

    def get(self, path: str) -> requests.Response:
        return requests.get(f"{self.url}/p/{self.house.slug}{path}", cookies=self.cookies, timeout=30)

    def read_form(self, path: str) -> dict[str, Any]:
        """The hidden fields of the form there. The token in them belongs to the cookie that came with it."""
        answer = self.get(path)
        answer.raise_for_status()
        self.cookies |= answer.cookies.get_dict()
        page = Hidden()
        page.feed(answer.text)
        return page.fields

    def post(self, path: str, fields: dict[str, Any]) -> requests.Response:
        return requests.post(f"{self.url}/p/{self.house.slug}{path}", data=fields, cookies=self.cookies, timeout=30, allow_redirects=False)
