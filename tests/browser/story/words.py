"""What is typed in the walk, and by whom."""

from datetime import date, timedelta
from typing import Any

ALICE, CLEO, BRUNO, HANA, FRITZ = (
    "alice@harbour.example",
    "cleo@private.example",
    "bruno@company.example",
    "hana@company.example",
    "fritz@company.example",
)
CLIENT = {
    "name": "Cleo Marsh",
    "address": CLEO,
    "organisation": "Quay Freight",
    "boss_name": "Bruno Vale",
    "boss_address": BRUNO,
    "hr_name": "Hana Vale",
    "hr_address": HANA,
    "finance_name": "Fritz Vale",
    "finance_address": FRITZ,
}
REQUEST = "Cleo should learn to be more decisive."
WHYS = (
    "Decisions wait for the next meeting.",
    "She wants everybody to agree before she says it.",
    "The last decision she took alone was taken back by her boss.",
)
BRANCH = "The agenda names no owner for any point."
CAUSE = "She waits for agreement because a decision of hers was once taken back in front of all."
SENTENCE = "Decisions need to stand once they are taken."
BOUNDARIES = "Alice speaks with nobody at the company about Cleo."
HISTORY = "\n".join(
    f"{(date(2026, 8, 24) + timedelta(weeks=week)).isoformat()} {value}" for week, value in enumerate((3, 4, 2, 5, 3, 4, 3, 2, 4, 3, 5, 3))
)
VAGUE: dict[str, Any] = {"title": "More decisive", "behaviour": "Be more decisive", "measure": "How decisive she is"}
GOAL: dict[str, Any] = {
    "title": "Decisions are closed in the meeting",
    "behaviour": "Cleo closes each decision aloud: what was decided, who owns it, by when.",
    "situation": "In the Monday operations meeting",
    "why": "A waiting decision costs two trucks a week.",
    "gain": "faster",
    "measure": "Decisions closed aloud, of the eight on the agenda",
    "kind": "count",
    "direction": "higher",
    "unit": "of 8",
    "cadence": "weekly",
    "target": "7",
    "due": "2027-03-31",
    "evidence": "The minutes of the meeting, which Bruno also reads",
    "recorded_by": "Cleo",
    "cue": "after the minutes are out",
    "start_from": "history",
}
SCALE = {"scale_min": "0", "scale_max": "8"}
BEFORE = {"history": HISTORY, "source": "Minutes of the operations meeting"}
SUGGESTION = "Say it should be in the minutes by noon, or it does not help me."
MENDED = "Cleo closes each decision aloud, and it stands in the minutes by noon: what was decided, who owns it, by when."
PROMISES = ("I do not reopen what was closed in the meeting.", "I say on the same day when I would have decided otherwise.")
WORTH_IT = "That no truck waits for a decision any more."
REASON = "It is in my hands, but I was burnt once."
PRIVATE_NOTE = "She speaks faster when she is unsure."
SHARED_NOTE = "We looked at **two** meetings."
ACTION = "Try the three sentences on Monday"
CHANGE = "The new minutes leave at four, so noon cannot be kept."
CHANGED = "Cleo closes each decision aloud, and it stands in the minutes the same day: what was decided, who owns it, by when."
ENDING = "Cleo leaves the company at the end of the year."
SECRETS = (CAUSE, BOUNDARIES, REASON, PRIVATE_NOTE, *WHYS, BRANCH)
"""What nobody at the company may ever read."""
