"""The register of doors: every blueprint, and the guard that stands before all its views."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Flask

from app import auth
from blueprints import (
    account,
    check,
    contracts,
    files,
    front,
    joining,
    links,
    practice,
    practices,
    reader_sign_in,
    settings,
    sign_in,
    sign_up,
    stop,
    team,
)

DOORS: list[tuple[Blueprint, Callable[[], Any]]] = [
    (front.bp, auth.anyone),
    (sign_up.bp, auth.anyone),
    (sign_in.bp, auth.anyone),
    (links.bp, auth.anyone),
    (joining.bp, auth.anyone),
    (reader_sign_in.bp, auth.anyone),
    (stop.bp, auth.anyone),
    (practices.bp, auth.person),
    (account.bp, auth.person),
    (settings.bp, auth.member),
    (practice.bp, auth.owner),
    (team.bp, auth.owner),
    (contracts.bp, auth.member),
    (files.bp, auth.member),
    (check.bp, auth.anyone),
]

for _door, _guard in DOORS:
    _door.before_request(_guard)


def init_app(app: Flask) -> None:
    for door, _ in DOORS:
        app.register_blueprint(door)
