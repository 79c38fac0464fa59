"""Private notes as they lie in the database: sealed with AES-256-GCM (NIST SP 800-38D), each to the place where it stands.

One data key per practice, itself sealed by the master key from the environment (VAULT_KEY). A stolen dump shows nothing; a stolen server
does, for it holds the master key. Without that key the notes of a backup cannot be read.
"""

import base64
import secrets
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES = 32
NONCE_BYTES = 12  # random 96 bits: safe for 2^32 notes under one key, which no practice writes
ID_BYTES = 16
_KEY_FORMAT, _NOTE_FORMAT = b"\x01", b"\x02"


class Tampered(Exception):
    """This does not open here: altered, moved from another row, or sealed under another key. Which of these, nobody can tell."""


@dataclass(frozen=True)
class Place:
    """Where a sealed text stands. It opens nowhere else."""

    practice: UUID
    table: str
    row: UUID
    version: int
    author: UUID

    def bound_to(self, key_id: bytes) -> bytes:
        """The additional data of the seal: every field with its length before it, so that no two places read alike."""
        fields = (self.practice.bytes, self.table.encode(), self.row.bytes, str(self.version).encode(), self.author.bytes, key_id)
        return b"".join(len(field).to_bytes(4, "big") + field for field in fields)


class _DataKey(NamedTuple):
    id: bytes
    secret: bytes


class Vault:
    def __init__(self, master: bytes) -> None:
        """`master`: 32 random bytes. Raises ValueError for any other length."""
        if len(master) != KEY_BYTES:
            raise ValueError(f"the master key has {KEY_BYTES} bytes, not {len(master)}")
        self._master = AESGCM(master)

    @classmethod
    def from_text(cls, key: str) -> "Vault":
        """From VAULT_KEY: 32 bytes in base64, in either alphabet. Raises ValueError."""
        try:
            master = base64.b64decode(key.strip().replace("-", "+").replace("_", "/"), validate=True)
        except ValueError:  # also where it is not ASCII
            raise ValueError("the master key is not base64") from None
        return cls(master)

    def __repr__(self) -> str:
        return "Vault(…)"

    def new_key(self) -> bytes:
        """A fresh data key, wrapped by the master key: what a practice's row keeps."""
        head = _KEY_FORMAT + secrets.token_bytes(ID_BYTES)
        nonce = secrets.token_bytes(NONCE_BYTES)
        return head + nonce + self._master.encrypt(nonce, secrets.token_bytes(KEY_BYTES), head)

    def seal(self, wrapped: bytes, text: str, place: Place) -> bytes:
        """The text, to be kept at `place` only. Raises Tampered when `wrapped` is no key of this vault."""
        key = self._unwrap(wrapped)
        nonce = secrets.token_bytes(NONCE_BYTES)
        return _NOTE_FORMAT + key.id + nonce + AESGCM(key.secret).encrypt(nonce, text.encode(), place.bound_to(key.id))

    def open(self, wrapped: bytes, sealed: bytes, place: Place) -> str:
        """The text that was sealed for `place` under this key. Raises Tampered in every other case."""
        key = self._unwrap(wrapped)
        head, nonce, body = _split(sealed)
        if head != _NOTE_FORMAT + key.id:
            raise Tampered
        try:
            return AESGCM(key.secret).decrypt(nonce, body, place.bound_to(key.id)).decode()
        except InvalidTag:
            raise Tampered from None

    def _unwrap(self, wrapped: bytes) -> _DataKey:
        head, nonce, body = _split(wrapped)
        if not head.startswith(_KEY_FORMAT):
            raise Tampered
        try:
            return _DataKey(head[1:], self._master.decrypt(nonce, body, head))
        except InvalidTag:
            raise Tampered from None


def _split(blob: bytes) -> tuple[bytes, bytes, bytes]:
    head, end = 1 + ID_BYTES, 1 + ID_BYTES + NONCE_BYTES
    if len(blob) < end + 16:  # the tag
        raise Tampered
    return blob[:head], blob[head:end], blob[end:]
