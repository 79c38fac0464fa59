"""Idempotency keys as API v1 keeps them (docs.stripe.com/api/idempotent_requests).

The first answer is kept for a day and repeated, also an error, once work had begun. The same key with other parameters
is an error, and so is a second request while the first is under way.
"""

import hashlib
from dataclasses import dataclass
from threading import Lock

from app.local.stripe.refusal import Refusal

DAY = 24 * 3600


@dataclass(frozen=True)
class Kept:
    status: int
    body: bytes
    at: int


class Keys:
    def __init__(self) -> None:
        self._lock = Lock()
        self._asked: dict[tuple[str, str], str] = {}
        self._kept: dict[tuple[str, str], Kept] = {}
        self._under_way: set[tuple[str, str]] = set()

    def begin(self, account: str, key: str, method: str, path: str, body: bytes, now: int) -> Kept | None:
        """The kept answer, or None: carry on, then call `keep` or `drop`. Raises Refusal."""
        if len(key) > 255:
            raise Refusal(400, "Idempotency keys have at most 255 characters.", type="idempotency_error")
        asked = hashlib.sha256(b"\n".join([method.encode(), path.encode(), body])).hexdigest()
        with self._lock:
            kept = self._kept.get((account, key))
            if kept is not None and now - kept.at >= DAY:
                del self._kept[account, key], self._asked[account, key]
                kept = None
            before = self._asked.setdefault((account, key), asked)
            if before != asked:
                raise Refusal(
                    400,
                    "Keys for idempotent requests can only be used with the same parameters they were first used with. "
                    f"Try using a key other than '{key}' if you meant to execute a different request.",
                    type="idempotency_error",
                )
            if kept is not None:
                return kept
            if (account, key) in self._under_way:
                raise Refusal(
                    409,
                    "There is currently another in-progress request using this key.",
                    type="idempotency_error",
                    code="idempotency_key_in_use",
                )
            self._under_way.add((account, key))
            return None

    def keep(self, account: str, key: str, kept: Kept) -> None:
        with self._lock:
            self._under_way.discard((account, key))
            self._kept[account, key] = kept

    def drop(self, account: str, key: str) -> None:
        """Nothing had begun: the key is free again."""
        with self._lock:
            self._under_way.discard((account, key))
            self._asked.pop((account, key), None)

    def clear(self) -> None:
        with self._lock:
            self._asked.clear()
            self._kept.clear()
            self._under_way.clear()
