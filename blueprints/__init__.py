"""The register of doors: every blueprint, and the guard that stands before all its views."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Flask

from app import auth
from blueprints import check, contracts, files

DOORS: list[tuple[Blueprint, Callable[[], Any]]] = [
    (contracts.bp, auth.member),
    (files.bp, auth.member),
    (check.bp, auth.anyone),
]

for _door, _guard in DOORS:
    _door.before_request(_guard)


def init_app(app: Flask) -> None:
    for door, _ in DOORS:
        app.register_blueprint(door)
