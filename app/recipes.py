"""What a recipe says to one reader: its values in their zone and language, put into its text."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from markupsafe import Markup

from app import formats, mail, markdown
from models.recipes import Amount, Value, Words
from models.recipes.text import as_markdown, fill

EXAMPLE_LINK = "https://…"


@dataclass(frozen=True)
class Written:
    subject: str
    text: str
    html: Markup


def say(value: Value, *, zone: str, other_zone: str, locale: str) -> str:
    """An appointment on the reader's clock and on the practice's; a moment, a day, a list, or words."""
    match value:
        case Amount():
            return formats.money(value.minor, value.currency, locale)
        case (datetime() as start, datetime() as end):
            return formats.both_zones(start, end, zone, other_zone, locale)
        case datetime():
            return formats.moment(value, zone, locale)
        case date():
            return formats.day(value, locale)
        case tuple():
            return "; ".join(str(part) for part in value)
        case _:
            return value


def write(words: Words, values: Mapping[str, str]) -> Written:
    """Raises models.recipes.text.Missing. The HTML is of `markdown.render`; what people are called is shown as it is, never read as Markdown."""
    marked = {
        name: f"<{value}>" if name == "link" and "://" in value and "…" not in value else as_markdown(value)
        for name, value in values.items()
    }
    return Written(mail.one_line(fill(words.subject, values)), fill(words.body, values), markdown.render(fill(words.body, marked)))
