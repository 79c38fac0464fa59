"""A mail server or provider hands over what was sent to our reply addresses: the raw mail, signed.

POST /hooks/mail, the body is the mail as it came (RFC 5322, message/rfc822), 5 MB at most. Header `X-Plumbline-Signature: t=<seconds>,v1=<hex>`
where hex is HMAC-SHA-256, keyed with MAIL_HOOK_SECRET, over `<seconds>.` and the body. A signature is believed for five minutes.
"""

import hmac
import re
from typing import Any

from flask import Blueprint, abort, request
from flask.blueprints import BlueprintSetupState

from app.addresses import settings
from app.clock import now
from app.jobs.replies import take_in as keep
from app.replies import LARGEST

bp = Blueprint("mail_hook", __name__, url_prefix="/hooks/mail")
BELIEVED_SECONDS = 300


@bp.record_once
def carries_no_token(state: BlueprintSetupState) -> None:
    """No cookie is read here and no form sent: the signature is what proves who asks."""
    state.app.extensions["csrf"].exempt(bp)


@bp.post("")
def take_in() -> Any:
    """200 also for what answers nothing of ours: nobody learns which addresses exist, and it is not sent again."""
    secret = settings().mail_hook_secret
    if secret is None or not settings().mail_reply_to:
        abort(404)
    request.max_content_length = LARGEST
    raw = request.get_data()
    if not _is_signed(raw, request.headers.get("X-Plumbline-Signature", ""), secret.get_secret_value().encode()):
        abort(400)
    keep(raw)
    return "", 200


def _is_signed(raw: bytes, header: str, secret: bytes) -> bool:
    found = re.fullmatch(r"t=(\d{1,12}),v1=([0-9a-f]{64})", header.strip())
    if not found or abs(now().timestamp() - int(found[1])) > BELIEVED_SECONDS:
        return False
    return hmac.compare_digest(hmac.digest(secret, found[1].encode() + b"." + raw, "sha256").hex(), found[2])
