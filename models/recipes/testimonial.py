"""Asking for a few words: planned when an agreement is closed, for everybody once, and only where this is switched on."""

from __future__ import annotations

from models.recipes.rule import Rule, Words

RULE = Rule(
    name="testimonial",
    title="Asking for a few words",
    sentence="When an agreement was closed, ask the client for a few words, and once more if nothing comes. Everybody is asked, "
    "whatever the numbers say.",
    kind="testimonial",
    stops="Stops when they answer or would rather not, write back or pause, and when you archive them",
    done="it was answered",
    words=Words("", ""),
    variables=(),
)
