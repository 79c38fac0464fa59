"""What a page asks somebody to fill in and send, and what it says of who sees it."""

from collections.abc import Iterator
from html.parser import HTMLParser

BUTTONS = ("hidden", "submit", "button", "reset", "image")
SECRET = ("password",)  # only a hash of it is kept, which nobody can read


class Page(HTMLParser):
    """The fields of a page that are posted, each with what it says of itself; and the words of every sign of who sees."""

    def __init__(self, text: str, url: str) -> None:
        super().__init__()
        self.url = url
        self.open: list[tuple[str, dict[str, str]]] = []
        self.forms: list[dict[str, str]] = []
        self.fields: list[tuple[dict[str, str], dict[str, str] | None, str]] = []  # itself, its form, what its group says of it
        self.signs: dict[str, str] = {}
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, found: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in found}
        if tag == "form":
            self.forms.append(attributes)
        if tag in ("input", "select", "textarea"):
            group = next((a.get("aria-describedby", "") for t, a in reversed(self.open) if t == "fieldset"), "")
            self.fields.append((attributes, next((a for t, a in reversed(self.open) if t == "form"), None), group))
        self.open.append((tag, attributes))

    def handle_endtag(self, tag: str) -> None:
        if any(tag == one for one, _ in self.open):
            while self.open.pop()[0] != tag:
                pass

    def handle_data(self, data: str) -> None:
        for _, attributes in self.open:
            if "seen-by" in attributes.get("class", "").split() and "id" in attributes:
                self.signs[attributes["id"]] = self.signs.get(attributes["id"], "") + data

    def posted(self) -> Iterator[tuple[dict[str, str], dict[str, str], str]]:
        """(field, its form, the ids that say something of it), of each that somebody fills in."""
        for field, around, group in self.fields:
            form = next((form for form in self.forms if form.get("id") == field["form"]), None) if "form" in field else around
            if form is None or form.get("method", "").lower() != "post" or field.get("type") in (*BUTTONS, *SECRET) or "name" not in field:
                continue
            is_one_of_group = field.get("type") in ("radio", "checkbox")
            yield field, form, f"{field.get('aria-describedby', '')} {group if is_one_of_group else ''}"

    def asked(self) -> list[set[str]]:
        """What each form asks for, by the names its fields have in Python."""
        found: dict[int, set[str]] = {}
        for field, form, _ in self.posted():
            found.setdefault(id(form), set()).add(field["name"].rpartition("-")[2])
        return list(found.values())
