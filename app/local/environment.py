"""What the processes of `make run` are told. Nothing of the caller's own settings leaks in: a DATABASE_URL of the shell is not touched."""

import os
from collections.abc import Mapping
from pathlib import Path

PASSED_ON = (
    "PATH", "HOME", "USER", "LANG", "LC_ALL", "TMPDIR", "LD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH", "FONTCONFIG_FILE", "FONTCONFIG_PATH",
)  # fmt: skip


def base() -> dict[str, str]:
    return {**{name: os.environ[name] for name in PASSED_ON if name in os.environ}, "PYTHONUNBUFFERED": "1"}


def of_plumbline(
    keys: Mapping[str, str],
    *,
    database_url: str,
    redis_url: str,
    smtp_url: str,
    inbox_url: str,
    base_url: str,
    stripe_url: str,
    files: Path,
) -> dict[str, str]:
    """For web, worker and demo, which work as the app role. Migrations get DATABASE_OWNER_URL on top."""
    return {
        **base(),
        **keys,
        "DATABASE_URL": database_url,
        "REDIS_URL": redis_url,
        "SMTP_URL": smtp_url,
        "INBOX_URL": inbox_url,
        "BASE_URL": base_url,
        "STRIPE_API_BASE": stripe_url,
        "STRIPE_OWN_PRACTICE": "quillmoor-coaching",
        "MAIL_FROM": "Plumbline <plumbline@localhost.example>",
        "FILES_DIR": str(files),
        "TRUSTED_HOSTS": "127.0.0.1,localhost",
    }
