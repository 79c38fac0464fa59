"""Stripe's form encoding: a[b][0]=c. Everything is a string here; sdkschema gives the types."""

import re
from collections.abc import Iterable
from typing import Any

from app.local.stripe.refusal import Refusal

PART = re.compile(r"\[([^\[\]]*)\]")


def nest(pairs: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """[("a[b][0]", "c")] → {"a": {"b": {"0": "c"}}}; "a[]" counts up. Lists stay dicts until their type is known."""
    tree: dict[str, Any] = {}
    for name, value in pairs:
        head, _, rest = name.partition("[")
        path = [head, *PART.findall("[" + rest if rest else "")]
        node = tree
        for step in path[:-1]:
            below = node.setdefault(step or str(len(node)), {})
            if not isinstance(below, dict):
                raise Refusal(400, f"Invalid request: {name} is both a value and an object.", param=name)
            node = below
        node[path[-1] or str(len(node))] = value
    return tree
