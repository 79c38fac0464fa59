"""What a password may be: long, and not among those that are tried first. (NIST SP 800-63B-4, 3.1.1.2; OWASP ASVS 5.0, 6.2.)

No rule about capitals, digits or signs, and nothing is trimmed. Hashing is `app/passwords.py`.
"""

import re
import unicodedata
from pathlib import Path

from models.folding import fold

SHORTEST, LONGEST = 12, 256  # characters after NFC
OURS = ("plumbline",)
_FEWEST_SIGNS = 5
_LONGEST_PART = 8  # of a run before signs are added, of what is repeated
_LEFT_OF_A_NAME = 8  # so much must remain when the names are taken out
_SHORTEST_NAME = 4

COMMON = frozenset(Path(__file__).with_name("common_passwords.txt").read_text(encoding="utf-8").split())
_RUNS = (
    "1234567890",
    "abcdefghijklmnopqrstuvwxyz",
    "qwertyuiopasdfghjklzxcvbnm",
    "qwertzuiopasdfghjklyxcvbnm",
    "azertyuiopqsdfghjklmwxcvbn",
)
_REPEATED = re.compile(rf"(.{{1,{_LONGEST_PART}}}?)\1+(.{{0,{_LONGEST_PART - 1}}})", re.DOTALL)
_LEET = str.maketrans("013457@$", "oieastas")


def normal(password: str) -> str:
    """The form that is measured and hashed: NFC, so that the same keys give the same password on every system. Nothing is trimmed."""
    return unicodedata.normalize("NFC", password)


def complaint(password: str, *names: str) -> str | None:
    """A sentence saying why this password will not do, or None when it does.

    `names`: of the person and the practice, and the mail address. A password may contain a name, but not be made of little else.
    """
    secret = normal(password)
    if len(secret) < SHORTEST:
        return f"Twelve characters at least; this has {len(secret)}. Four words that do not belong together are easy to remember."
    if len(secret) > LONGEST:
        return f"{LONGEST} characters at most; this has {len(secret)}."
    if any("\ud800" <= sign <= "\udfff" for sign in secret):
        return "One of these characters cannot be stored. Choose another password."
    if _is_common(secret):
        return "This is one of the passwords that are tried first. Choose another."
    if _is_mostly(secret, names):
        return "A password made of a name is tried first. Choose another."
    return None


def _is_common(secret: str) -> bool:
    lower = secret.casefold()
    if lower in COMMON or lower.translate(_LEET) in COMMON or len(set(lower)) < _FEWEST_SIGNS:
        return True
    bare = re.sub(r"[\W_]+", "", lower)
    if bare in COMMON or (len(bare) >= _LONGEST_PART and any(bare in line * 13 or bare in line[::-1] * 13 for line in _RUNS)):
        return True
    again = _REPEATED.fullmatch(lower)
    return again is not None and again[1].startswith(again[2])


def _is_mostly(secret: str, names: tuple[str, ...]) -> bool:
    plain = re.sub(r"[\W_]+", "", fold(secret))
    parts = {part for name in (*OURS, *names) for part in _parts(name)}
    return any(_left(form, parts) < min(_LEFT_OF_A_NAME, len(form)) for form in (plain, plain.translate(_LEET)))


def _parts(name: str) -> list[str]:
    words = re.split(r"[\W_]+", fold(name))
    return [part for part in ("".join(words), *words) if len(part) >= _SHORTEST_NAME]


def _left(form: str, parts: set[str]) -> int:
    for part in sorted(parts, key=len, reverse=True):
        form = form.replace(part, "")
    return len(form)
