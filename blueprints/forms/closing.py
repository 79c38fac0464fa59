"""What is typed when an agreement is closed: lessons, comments beside outcomes that nobody can type, and names under the text."""

from typing import Any

from wtforms import BooleanField, HiddenField
from wtforms.validators import Regexp

from blueprints.forms.base import Form, LineField, StaleForm, TextField

COMMENTS = 4


class LessonsForm(StaleForm):
    """`version` is one more than the number of the closing it was filled in over."""

    start = TextField("Start", longest=1000)
    stop = TextField("Stop", longest=1000)
    keep = TextField("Continue", longest=1000)

    @property
    def lessons(self) -> dict[str, str]:
        return {name: self[name].data or "" for name in ("start", "stop", "keep")}


class ClosingForm(LessonsForm):
    comment_1 = TextField("A comment beside it", longest=1000)
    comment_2 = TextField("A comment beside it", longest=1000)
    comment_3 = TextField("A comment beside it", longest=1000)
    comment_4 = TextField("A comment beside it", longest=1000)

    def comments(self, goals: list[str]) -> dict[str, str]:
        """By id of the goal; a fifth goal has none."""
        return {goal: self[f"comment_{n}"].data or "" for n, goal in enumerate(goals[:COMMENTS], 1)}


def closing_form(goals: list[str], n: int, body: dict[str, Any] | None = None, **more: Any) -> ClosingForm:
    """With a comment for each goal; filled in with what was noted last."""
    given = body or {"lessons": {}, "comments": {}}
    said = {f"comment_{place}": given["comments"].get(goal, "") for place, goal in enumerate(goals[:COMMENTS], 1)}
    form = ClosingForm(data={**given["lessons"], **said, "version": n + 1}, **more)
    for place in range(len(goals[:COMMENTS]) + 1, COMMENTS + 1):
        del form[f"comment_{place}"]
    return form


class SignClosingForm(Form):
    """A typed name over the text whose fingerprint stood on the page; the client also says whether the boss gets the report."""

    name = LineField("Type your name to sign", longest=200)
    sha256 = HiddenField(validators=[Regexp(r"^[0-9a-f]{64}$", message="This page is too old: read the text once more.")])
    shares_report = BooleanField("My boss gets a report")
