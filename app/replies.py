"""Reading a mail that answers one of ours. Pure: bytes in, what it says out. Never raises, whatever the bytes are."""

import hashlib
import re
from bisect import bisect_right
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from html import unescape

from models.folding import clean, clean_line

LARGEST = 5 * 1024 * 1024
TOKEN = re.compile(r"\+([0-9a-f]{40})@([^\s<>,;\"]{1,255})", re.IGNORECASE)
TO = ("To", "Cc", "Delivered-To", "X-Original-To", "Envelope-To", "X-Forwarded-To")
HIDDEN = ("style", "script", "head", "blockquote")
BULK = ("bulk", "junk", "list", "auto_reply")
QUOTED_FROM_HERE = re.compile(
    r"^(-{2,}\s*(original message|ursprüngliche nachricht|oorspronkelijk bericht|message d'origine)\s*-*"
    r"|_{20,}|(on|am|op|le|el|il)\s.{0,200}\b(wrote|schrieb|schreef|a écrit|escribió|ha scritto)\b.{0,160}:"
    r"|(from|von|van|de|da):\s.+@.+)$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Reply:
    """`tokens`: of addresses of ours it was sent to. `words`: what its writer typed, without what they quoted."""

    tokens: tuple[str, ...]
    mail_id: str
    subject: str
    words: str
    is_automatic: bool


def read(raw: bytes, reply_to: str) -> Reply:
    """`reply_to`: the address whose plus-addresses are ours, as in the settings."""
    message = message_from_bytes(raw, policy=policy.default)
    domain = reply_to.rpartition("@")[2].lower()
    said = " ".join(_all(message, *TO))
    tokens = tuple(dict.fromkeys(token.lower() for token, at in TOKEN.findall(said) if at.lower().rstrip(".>") == domain))
    mail_id = clean_line(_first(message, "Message-ID"))[:300]
    return Reply(
        tokens,
        mail_id or f"<{hashlib.sha256(raw).hexdigest()}>",
        clean_line(_first(message, "Subject"))[:500],
        without_quotes(clean(_text(message)[:200_000]))[:20_000],
        _is_automatic(message),
    )


def without_quotes(text: str) -> str:
    """Up to where the quoted mail or the signature begins, without lines that begin with ">"."""
    kept: list[str] = []
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for number, line in enumerate(lines):
        folded = f"{line} {lines[number + 1].strip()}" if number + 1 < len(lines) else line  # "On Monday … \n wrote:"
        if line in ("-- ", "--") or any(QUOTED_FROM_HERE.match(part.strip()[:400]) for part in (line, folded)):
            break
        if not line.lstrip().startswith(">"):
            kept.append(line.rstrip())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip()


def _is_automatic(message: EmailMessage) -> bool:
    """RFC 3834 and what stood before it; a bounce is automatic too."""
    said = _first(message, "Auto-Submitted").split(";")[0].strip().lower()
    return (
        said not in ("", "no")
        or _first(message, "Precedence").strip().lower() in BULK
        or bool(_first(message, "X-Autoreply") or _first(message, "X-Autorespond"))
        or _first(message, "Return-Path").strip() == "<>"
        or "multipart/report" in _first(message, "Content-Type").lower()
    )


def _text(message: EmailMessage) -> str:
    """The plain part; of a mail without one the words of its HTML."""
    try:
        if part := message.get_body(("plain",)):
            return str(part.get_content())
        if part := message.get_body(("html",)):
            bare = _without_hidden(str(part.get_content())[:200_000])
            return unescape(re.sub(r"<[^<>]*>", "", re.sub(r"(?i)<(br|/p|/div)[^<>]*>", "\n", bare)))
    except Exception:  # the library raises whatever the bytes made it meet: such a mail has no words we can read
        return ""
    return ""


def _without_hidden(html: str) -> str:
    """Without what is no word of the writer's. In one pass: anybody may write to these addresses, and a pattern that looks for its end again
    and again would take minutes over a mail of openings alone."""
    kept, at = [], 0
    ends = {name: [end.end() for end in re.finditer(rf"(?i)</{name}>", html)] for name in HIDDEN}
    for opening in re.finditer(rf"(?i)<({'|'.join(HIDDEN)})\b", html):
        closed = ends[opening[1].lower()]
        place = bisect_right(closed, opening.start())
        if opening.start() >= at and place < len(closed):
            kept.append(html[at : opening.start()])
            at = closed[place]
    return " ".join([*kept, html[at:]])


def _all(message: EmailMessage, *names: str) -> list[str]:
    found = []
    for name in names:
        try:
            found += [str(value) for value in message.get_all(name, [])]
        except Exception:
            found += [str(value) for key, value in message.raw_items() if key.lower() == name.lower()]
    return found


def _first(message: EmailMessage, name: str) -> str:
    return next(iter(_all(message, name)), "")
