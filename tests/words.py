"""What stands on a page, as it is read."""

import re


def text(page: str) -> str:
    """No tags, plain spaces."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.replace("\u202f", " ").replace("\xa0", " ").replace("&#8239;", " ")))
