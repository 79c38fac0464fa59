"""A request that names a skill or a course and not what would be different: met with the question behind it. Pure."""

from __future__ import annotations

import re

from models.folding import fold

_WANTS = re.compile(
    r"\b(need|want|would like|looking for|interested in|book|get|learn|improve|better|more|work on|help with|help me with|training|course|"
    r"workshop|coaching|coach|skills?|seminar)\b"
)
_SKILL = re.compile(
    r"\b(presentation|presenting|public speaking|negotiation|negotiating|leadership|communication|time management|assertiveness|"
    r"confidence|feedback|conflict management|delegation|delegating|stress management|resilience|emotional intelligence|teamwork|"
    r"sales|management|mindset|productivity|listening|storytelling|networking|influence|influencing)\b"
)
_SEEN = re.compile(
    r"\b(when|before|after|during|instead|without|every|each|in the|at the|on the|with (?:my|our|the|his|her)|meeting|client|customer|boss|"
    r"report|decision|decide|deadline|monday|tuesday|wednesday|thursday|friday|weekly|so that|because)\b"
)
LONG = 120  # characters: who writes more than that has said something of their own

ASK_BACK = "That is a skill. What would people see you do with it, and when? A sentence like “she closes decisions before the meeting ends” is enough."


def ask_back(said: str) -> str:
    """The question behind a mere skill; "" where the sentence says more than that, or nothing at all."""
    words = fold(said)
    if not words or len(words) > LONG or _SEEN.search(words):
        return ""
    return ASK_BACK if _SKILL.search(words) and (_WANTS.search(words) or len(words.split()) <= 4) else ""
