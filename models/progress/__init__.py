"""Measurement as pure arithmetic: entries go in as plain values, what they say comes out. No clock, no session.

found = assess(Series(...), today)
is_changing(found, "Bram").text     a signal, for inside
claim(found).text                   a claim, for outside
"""

from models.progress.assess import Assessment, Forecast, Mark, Reach, Side, Signal, State, assess, share_of_yes
from models.progress.claim import AFTER, GRACE, LookResult, Outcome, TooEarly, UnplannedLook, Verdict, judge_look
from models.progress.kept import SHOWN, keep, periods_of, read_kept, recall
from models.progress.periods import Entered, due_dates
from models.progress.phases import NoRange, Phase
from models.progress.record import digest, read, written
from models.progress.rules import Hit, Rule
from models.progress.series import FEWEST, BadSeries, Cadence, Direction, Kind, LeftOut, Pause, Point, Series
from models.progress.words import (
    CHANGING,
    Sentence,
    Tone,
    claim,
    entered_words,
    how_drawn,
    is_changing,
    look_sentence,
    reach_question,
    where_started,
    will_reach,
)

__all__ = [
    "AFTER",
    "CHANGING",
    "FEWEST",
    "GRACE",
    "SHOWN",
    "Assessment",
    "BadSeries",
    "Cadence",
    "Direction",
    "Entered",
    "Forecast",
    "Hit",
    "Kind",
    "LeftOut",
    "LookResult",
    "Mark",
    "NoRange",
    "Outcome",
    "Pause",
    "Phase",
    "Point",
    "Reach",
    "Rule",
    "Sentence",
    "Series",
    "Side",
    "Signal",
    "State",
    "Tone",
    "TooEarly",
    "UnplannedLook",
    "Verdict",
    "assess",
    "claim",
    "digest",
    "due_dates",
    "entered_words",
    "how_drawn",
    "is_changing",
    "judge_look",
    "keep",
    "look_sentence",
    "periods_of",
    "reach_question",
    "read",
    "read_kept",
    "recall",
    "share_of_yes",
    "where_started",
    "will_reach",
    "written",
]
