"""Text as people type it: made clean before it is kept, and folded for sorting and search.

Passwords never come here: they keep every character (see `models/passwords.py`).
"""

import re
import unicodedata

# Controls but tab and line feed, surrogates, what Unicode calls format characters (soft hyphen, zero-width, bidi overrides and isolates,
# tags, annotation), fillers that look like nothing, and noncharacters. The visible Arabic and Egyptian format signs stay. The two joiners
# and the variation selectors are absent: they are judged by their neighbours below.
_DROPPED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ud800-\udfff\ufdd0-\ufdef\ufe00-\ufe0d\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e00ff\U000e01f0-\U000e0fff"
    + "".join(f"{chr(plane * 0x10000 + 0xFFFE)}{chr(plane * 0x10000 + 0xFFFF)}" for plane in range(1, 17))
    + "]"
)
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_JOINERS = re.compile("[\u200c\u200d]+")
_SELECTORS = re.compile("[\ufe0e\ufe0f\U000e0100-\U000e01ef]+")
_FIRST_JOINED = "\u0590"  # Hebrew and above: no script before it needs a joiner, and there one only makes look-alikes
_NEVER_JOINED = ("LATIN", "GREEK", "CYRILLIC")  # which have letters above it too

# Letters that NFKD leaves whole, as people without that key type them.
_PLAIN = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ħ": "h", "ı": "i", "ŧ": "t", "’": "'", "ʼ": "'", "‘": "'"}
)

_AT = str.maketrans("＠﹫", "@@")


def clean(text: str) -> str:
    """What somebody typed into a text field, ready to keep: NFC, lines ended by a line feed, without outer white space, and without what a
    reader cannot see: NUL and other controls, lone surrogates, zero-width and direction-changing characters.

    A joiner stays inside the scripts and emoji that need one, a variation selector after the sign that it varies. Applying it twice changes
    nothing. Never raises; what has nothing to show becomes "".
    """
    if text.isascii() and not _DROPPED.search(text) and not _LINE_ENDS.search(text):
        return text.strip()
    kept = _DROPPED.sub("", unicodedata.normalize("NFC", _LINE_ENDS.sub("\n", text)))
    kept = _JOINERS.sub(_keep_joiner, _SELECTORS.sub(_keep_selector, kept))
    return unicodedata.normalize("NFC", kept).strip()


def clean_line(text: str) -> str:
    """As `clean`, for a field of one line: every run of white space, line feeds included, becomes one space."""
    return " ".join(clean(text).split())


def fold(name: str) -> str:
    """The form under which a name is sorted and found: compatibility letters resolved, case and accents gone, one space between words.

    "  Ärne  Ødegård " and "arne odegard" fold alike. For comparing only: it is never shown, and two people may share one.
    """
    parts = unicodedata.normalize("NFKD", _bare(clean_line(name))).casefold()
    parts = unicodedata.normalize("NFKD", parts.translate(_PLAIN)).casefold()
    return " ".join("".join(sign for sign in parts if not unicodedata.combining(sign)).split())


def fold_address(email: str) -> str:
    """The form under which a mail address is unique: no outer space, small letters, the host in Unicode whichever way it was typed.

    Dots and plus signs stay: only the receiving server knows what they mean. Two different addresses can fold alike (a mail server may tell
    small letters from capitals), so mail always goes to the address that was stored, never to the one just typed. Never raises.
    """
    line = clean_line(email).translate(_AT)
    local, at, host = line.rpartition("@")
    if not at:
        return unicodedata.normalize("NFC", line.lower())
    host = "".join(unicodedata.normalize("NFKC", _bare(host)).lower().replace("\u3002", ".").split())
    host = ".".join(_unicode_label(label) for label in host.split(".")).rstrip(".")
    return unicodedata.normalize("NFC", f"{local.lower()}{at}{host}")


def _unicode_label(label: str) -> str:
    if not label.startswith("xn--"):
        return label
    try:
        plain = label[4:].encode("ascii").decode("punycode")
        if (
            plain.isascii()
            or unicodedata.normalize("NFKC", _bare(clean_line(plain))).lower() != plain
            or plain.encode("punycode").decode() != label[4:]
        ):
            return label
    except UnicodeError:
        return label
    return plain


def wire_address(address: str) -> str:
    """A kept address as every mail server takes it: the host in ASCII once more (RFC 3492). What stands before the @ stays. Never raises."""
    local, at, host = address.rpartition("@")
    labels = [label if label.isascii() else f"xn--{label.encode('punycode').decode('ascii')}" for label in host.split(".")]
    return f"{local}{at}{'.'.join(labels)}"


def _bare(text: str) -> str:
    return _SELECTORS.sub("", _JOINERS.sub("", text))


def _keep_joiner(found: re.Match[str]) -> str:
    text, before = found.string, found.start() - 1
    while before >= 0 and unicodedata.category(text[before]).startswith("M"):
        before -= 1
    if before < 0 or found.end() == len(text):
        return ""
    return found[0][0] if _may_join(text[before]) and _may_join(text[found.end()]) else ""


def _may_join(sign: str) -> bool:
    first = unicodedata.normalize("NFD", sign)[0]
    return (
        first >= _FIRST_JOINED and unicodedata.category(first)[0] not in "PZ" and not unicodedata.name(first, "").startswith(_NEVER_JOINED)
    )


def _keep_selector(found: re.Match[str]) -> str:
    if found.start() == 0:
        return ""
    before, first = found.string[found.start() - 1], found[0][0]
    if first >= "\U000e0100":
        return first if unicodedata.name(before, "").startswith("CJK UNIFIED") else ""
    return first if unicodedata.category(before) in {"So", "Sm", "Sk", "Po", "Pd", "Nd"} and not before.isalpha() else ""
