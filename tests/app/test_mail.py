"""A mail server that carries ASCII only, as many do."""

from collections.abc import Iterator
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from app.mail import Letter, Sent, compose, send
from models.folding import fold_address
from tests.faults.processes import free_port


class Box:
    def __init__(self) -> None:
        self.to: list[str] = []

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        self.to += envelope.rcpt_tos
        return "250 taken"


@pytest.fixture
def server() -> Iterator[tuple[Box, str]]:
    box = Box()
    port = free_port()
    controller = Controller(box, hostname="127.0.0.1", port=port, enable_SMTPUTF8=False)
    controller.start()
    yield box, f"smtp://127.0.0.1:{port}"
    controller.stop()


def mail(to: str) -> Any:
    return compose(Letter(to=to, subject="Your page", text="Here", html="<p>Here</p>", mail_id="<1@x.example>"), "Plumbline <p@x.example>")


@pytest.mark.parametrize("typed", ["anna@b\u00fccher.example", "anna@xn--bcher-kva.example", "anna@stra\u00dfe.xn--p1ai"])
def test_a_host_of_any_script_is_reached(server: tuple[Box, str], typed: str) -> None:
    box, url = server
    assert send(mail(fold_address(typed)), url) is Sent.YES
    assert box.to == ["anna@xn--strae-oqa.xn--p1ai" if "stra" in typed else "anna@xn--bcher-kva.example"]


def test_a_name_that_the_server_cannot_carry_is_said_to_have_failed(server: tuple[Box, str]) -> None:
    box, url = server
    assert send(mail("anj\u00e4@harbour.example"), url) is Sent.NEVER
    assert box.to == []
