"""Everything that comes from the environment. Refuses nonsense at start, with a sentence per variable."""

import base64
import binascii
from datetime import timedelta
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import BeforeValidator, Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict


def _listed(raw: object) -> object:
    return tuple(part.strip() for part in raw.split(",") if part.strip()) if isinstance(raw, str) else raw


class Settings(BaseSettings):
    model_config = SettingsConfigDict(frozen=True, extra="ignore", secrets_dir=None)

    secret_key: SecretStr = Field(min_length=32)
    vault_key: SecretStr  # 32 bytes in base64: wraps the keys of private notes; not part of a backup
    database_url: str  # the app role
    redis_url: str
    smtp_url: str | None = None  # smtp://user:password@host:587, smtps://…; none: nothing is sent, and the worker says so
    mail_from: str = "Plumbline <plumbline@localhost.example>"
    inbox_url: str = ""  # `make run` only: where all mail can be read, said on the pages that send somebody to theirs
    mail_reply_to: str = ""  # replies@practice.example: an answer to our mail goes to replies+<token>@…, and is read in by hook or mailbox
    mail_hook_secret: SecretStr | None = None  # signs what is posted to /hooks/mail
    imap_url: SecretStr | None = None  # imaps://user:password@host/INBOX: asked every minute by the worker
    mail_new_people_daily: int = Field(200, ge=1)  # to so many people a day a practice may write for the first time
    base_url: str = "http://127.0.0.1:5000"
    trusted_hosts: Annotated[tuple[str, ...], NoDecode, BeforeValidator(_listed)] = ()
    trusted_proxies: int = Field(0, ge=0, le=5)
    files_dir: Path = Path("var/files")
    sign_up_open: bool = True
    stripe_api_key: SecretStr | None = None
    stripe_webhook_secret: SecretStr | None = None
    stripe_own_practice: str = ""  # the address of the one practice that may use the key's own account
    stripe_api_base: str | None = None  # the stand-in's address; none means Stripe itself
    cheap_passwords: bool = False  # for tests: argon2 at its least cost
    sweep_seconds: float = Field(30, gt=0)
    lease_seconds: float = Field(120, gt=0)

    @field_validator("vault_key")
    @classmethod
    def _vault_key_is_32_bytes(cls, value: SecretStr) -> SecretStr:
        try:
            size = len(base64.b64decode(value.get_secret_value(), validate=True))
        except binascii.Error:
            size = 0
        if size != 32:
            raise ValueError("should be 32 random bytes in base64; `openssl rand -base64 32` makes them")
        return value

    @field_validator("mail_reply_to")
    @classmethod
    def _an_address_with_room(cls, value: str) -> str:
        name, _, domain = value.partition("@")
        if value and not (name and domain and len(name) <= 20 and "+" not in name):
            raise ValueError("should be an address like replies@practice.example, with at most 20 characters before the @")
        return value.lower()

    @field_validator("base_url")
    @classmethod
    def _https_or_loopback(cls, value: str) -> str:
        parts = urlsplit(value)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError("should be an address like https://practice.example")
        if parts.scheme == "http" and parts.hostname not in ("127.0.0.1", "localhost"):
            raise ValueError("should begin with https://: over plain http passwords travel in the open")
        return value.rstrip("/")

    @property
    def is_https(self) -> bool:
        return self.base_url.startswith("https://")

    @property
    def lease(self) -> timedelta:
        return timedelta(seconds=self.lease_seconds)

    @property
    def secret(self) -> bytes:
        return self.secret_key.get_secret_value().encode()

    def may_use_own_stripe(self, slug: str) -> bool:
        """Where strangers may sign up, the key's own account is for the practice that the operator named; else for whoever is there."""
        return slug == self.stripe_own_practice or not (self.sign_up_open or self.stripe_own_practice)

    @property
    def has_stripe(self) -> bool:
        return self.stripe_api_key is not None and self.stripe_webhook_secret is not None

    @property
    def is_live(self) -> bool:
        """Whether real money moves."""
        return bool(self.stripe_api_key and "_live_" in self.stripe_api_key.get_secret_value())


def read() -> Settings:
    try:
        return Settings()  # type: ignore[call-arg]
    except ValidationError as error:
        lines = [f"{str(e['loc'][0]).upper()}: {e['msg'].removeprefix('Value error, ')}" for e in error.errors()]
        raise SystemExit("Plumbline cannot start:\n  " + "\n  ".join(lines)) from None
