"""A draft that opens in somebody's own mail program. Everything is encoded, so no line of it can become a header."""

from urllib.parse import quote

from models.folding import clean_line

LONGEST = 1800  # what mail programs and browsers agree on for a whole address


def mailto(address: str, subject: str, body: str) -> str:
    head = f"mailto:{quote(clean_line(address), safe='@')}?subject={quote(clean_line(subject), safe='')}"
    lines = "\r\n".join(body.replace("\r\n", "\n").split("\n"))
    return f"{head}&body={quote(lines[: max(0, LONGEST - len(head))], safe='')}"
