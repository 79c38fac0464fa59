"""Tokens and codes that leave the house: only their SHA-256 stays."""

import base64
import hashlib
import hmac
import secrets


def new_token() -> str:
    """256 random bits, for a cookie."""
    return secrets.token_urlsafe(32)


def keyed(secret: bytes, message: str) -> str:
    """256 bits that whoever holds `secret` can derive again, url-safe."""
    return base64.urlsafe_b64encode(hmac.digest(secret, message.encode(), "sha256")).decode().rstrip("=")


def keyed_hex(secret: bytes, message: str) -> str:
    """160 bits in small letters and digits, for the part before the @."""
    return hmac.digest(secret, message.encode(), "sha256")[:20].hex()


def keyed_digits(secret: bytes, message: str) -> str:
    """Six decimal digits, derived likewise; guessed five times at most, so their count is enough."""
    return f"{int.from_bytes(hmac.digest(secret, message.encode(), 'sha256')[:8]) % 10**6:06d}"


def digest(secret: str) -> bytes:
    """What is stored of a token."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).digest()


def same(one: bytes, other: bytes) -> bool:
    return hmac.compare_digest(one, other)
