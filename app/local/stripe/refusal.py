"""Stripe's error shape."""

from typing import Any


class Refusal(Exception):
    """An answer that is no success. `saved`: an idempotency key remembers it, because work on it had begun."""

    def __init__(
        self,
        status: int,
        message: str,
        *,
        type: str = "invalid_request_error",
        code: str | None = None,
        param: str | None = None,
        saved: bool = False,
    ) -> None:
        super().__init__(message)
        self.status, self.saved = status, saved
        said = {"type": type, "message": message, "code": code, "param": param}
        self.body: dict[str, Any] = {"error": {key: value for key, value in said.items() if value is not None}}


def missing_object(kind: str, id: str, param: str = "id") -> Refusal:
    return Refusal(404, f"No such {kind}: '{id}'", code="resource_missing", param=param, saved=True)
