"""Passwords as they are stored: argon2id (RFC 9106), every check costing the same whether or not anybody is there.

Which passwords are allowed is `models/passwords.py`.
"""

from typing import NamedTuple

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from argon2.low_level import Type

from models.passwords import LONGEST, normal


class Checked(NamedTuple):
    """Whether the password is right; and, when it is but was hashed under other parameters, the hash to store instead."""

    right: bool
    renewed: str | None = None


class Passwords:
    def __init__(self, time_cost: int = 3, memory_kib: int = 65_536, lanes: int = 4) -> None:
        """The defaults are RFC 9106's second choice; tests take the cheapest, (1, 8, 1). Hashes once, for `check` of nobody."""
        self._hasher = PasswordHasher(time_cost=time_cost, memory_cost=memory_kib, parallelism=lanes, type=Type.ID)
        self._nobody = self._hasher.hash("nobody has this one")

    def hash(self, password: str) -> str:
        """The text to store, its salt and parameters in it. The password has been through `models.passwords.complaint`."""
        return self._hasher.hash(_bytes(password))

    def check(self, stored: str | None, password: str) -> Checked:
        """Whether `password` is the one behind `stored`; `None` (no such account, or one without a password) is never right.

        One argon2 verification in every case, so that nobody learns who has an account. Never raises.
        """
        known = stored is not None and len(password) <= LONGEST * 4  # before NFC, which may shorten
        secret = _bytes(password[: LONGEST * 4])
        try:
            self._hasher.verify(stored if stored is not None else self._nobody, secret)
        except (VerificationError, ValueError):  # wrong, or what is stored is no hash
            return Checked(False)
        if not known or stored is None:
            return Checked(False)
        return Checked(True, self._hasher.hash(secret) if self._hasher.check_needs_rehash(stored) else None)


def _bytes(password: str) -> bytes:
    return normal(password).encode("utf-8", "surrogatepass")
