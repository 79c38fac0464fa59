"""The secrets of this machine's Plumbline: made once, kept in one file that only its owner reads."""

import base64
import json
import os
import secrets
from pathlib import Path


def read_or_make(file: Path) -> dict[str, str]:
    """SECRET_KEY, VAULT_KEY (32 bytes, base64), STRIPE_API_KEY and STRIPE_WEBHOOK_SECRET. Losing the file loses the private notes."""
    known: dict[str, str] = json.loads(file.read_text()) if file.exists() else {}
    fresh = {
        "SECRET_KEY": secrets.token_urlsafe(48),
        "VAULT_KEY": base64.b64encode(secrets.token_bytes(32)).decode(),
        "STRIPE_API_KEY": f"sk_test_{secrets.token_hex(16)}",
        "STRIPE_WEBHOOK_SECRET": f"whsec_{secrets.token_hex(16)}",
    }
    if fresh.keys() - known.keys():
        write_private(file, {**fresh, **known})
    return {**fresh, **known}


def write_private(file: Path, content: object) -> None:
    """As JSON, mode 600, whole or not at all."""
    half = file.with_name(file.name + ".part")
    half.unlink(missing_ok=True)
    with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
        json.dump(content, out, indent=2)
        out.flush()
        os.fsync(out.fileno())
    half.replace(file)
