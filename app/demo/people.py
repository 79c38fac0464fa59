"""The invented practice of the demo. No person, company or number here is real."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

PRACTICE = "Quillmoor Coaching"
OWNER = ("Tessa Quill", "tessa@quillmoor.example")
TEAM = (
    ("Ilse Hardeman", "ilse@quillmoor.example", "coach"),
    ("Pim Aarts", "pim@quillmoor.example", "assistant"),
    ("Joris Veldkamp", "joris@quillmoor.example", "reader"),
)
PASSWORD = "a line that hangs straight"


@dataclass(frozen=True)
class GoalStory:
    """`start` is the history before signing, `after` the weekly entries since; both oldest first, None for a week without entry."""

    words: dict[str, Any]
    start: tuple[float, ...] = ()
    after: tuple[float | None, ...] = ()


@dataclass(frozen=True)
class ClientStory:
    """state: new, draft, with boss, offered, active, ended, closed. Sessions are weeks ago, negative for ahead."""

    name: str
    address: str
    state: str
    company: str = ""
    boss: str = ""
    hr: str = ""
    finance: str = ""
    goals: tuple[GoalStory, ...] = ()
    sessions: tuple[int, ...] = ()
    request: str = "A coach, to get better at this"
    cause: str = ""
    whys: tuple[str, ...] = ()
    actions: tuple[tuple[str, int, bool], ...] = ()  # words, due in days, done
    invoices: tuple[tuple[int, int, str], ...] = ()  # euro cents net, issued days ago, paid | part | open
    shared: bool = False
    zone: str = "Europe/Amsterdam"
    promises: tuple[str, ...] = field(default=())
    began: int = 0  # weeks ago, where the story says so
    minutes: int = 60  # of a session


def goal(title: str, behaviour: str, situation: str, why: str, measure: str, **more: Any) -> dict[str, Any]:
    usual = {
        "kind": "number",
        "direction": "higher",
        "unit": "",
        "cadence": "weekly",
        "evidence": "The measure, and what colleagues see in the meeting",
        "recorded_by": "the client",
        "cue": "on Friday, before the week ends",
        "start_size": "6",
        "gain": "faster",
    }
    return {"title": title, "behaviour": behaviour, "situation": situation, "why": why, "measure": measure, **usual, **more}


CLIENTS: tuple[ClientStory, ...] = (
    ClientStory(
        "Bram Oosterling",
        "bram@oosterling.example",
        "active",
        "Halfmoon Freight",
        "Marta Vane",
        "Hanne Solvik",
        "Pieter Dorn",
        goals=(
            GoalStory(
                goal(
                    "Decisions are closed in the meeting",
                    "Bram closes each decision before the meeting ends: he says aloud what was decided, who owns it and by when.",
                    "When a decision is on the agenda of the operations meeting",
                    "A waiting decision holds up two trucks on a usual week.",
                    "Share of the week's agenda decisions that the minutes show as closed",
                    kind="percentage",
                    unit="%",
                    target="70",
                    source="Minutes of the operations meeting, June to August",
                    evidence="The minutes, which Marta also reads",
                ),
                start=(38, 44, 31, 47, 40, 35, 49, 42, 36, 45, 33, 41),
                after=(46, 39, 61, 58, 68, 63, 72, 67, 70, 75, 64, 73),
            ),
            GoalStory(
                goal(
                    "The evening is his own",
                    "Bram stops work by six, and what is unfinished has a name and a day on the team's board, not in his bag.",
                    "On working days after the last meeting",
                    'Two shift leads gave "he answers at eleven at night" as a reason to look elsewhere.',
                    "Hours worked after six, Monday to Friday",
                    kind="number",
                    direction="lower",
                    unit="hours",
                    target="3",
                    gain="retention",
                    evidence="Marta sees from the time stamps on the board",
                    scale_min="0",
                ),
                after=(*(None,) * 8, 9, 7, 11, 8),
            ),
        ),
        sessions=(13, 11, 9, 7, 5, 3, 1, -1, -3),
        minutes=90,
        cause="He leaves a question open as a sign of respect, and his team reads it as not knowing.",
        whys=(
            "Halfmoon's operations meeting ends with most items open.",
            "Bram asks for one more opinion each time.",
            "Closing a question feels to him like closing a person.",
            "His last boss closed everything, and he swore to be different.",
        ),
        actions=(
            ("Try the three sentences in Monday's meeting", 3, False),
            ("Ask Marta which two items she reopens", -4, True),
            ("Move the late call to nine in the morning", 6, False),
        ),
        invoices=((160000, 75, "paid"), (160000, 20, "open")),
        shared=True,
        promises=(
            "What was closed stays closed: I do not reopen a decision outside the meeting.",
            "I send my own items by Thursday noon, so that Friday's agenda is complete.",
        ),
    ),
    ClientStory(
        "Dana Ferrers",
        "dana@ferrers.example",
        "with boss",
        "Tidewater Mutual",
        "Anton Reyle",
        goals=(
            GoalStory(
                goal(
                    "Objections are answered in the call",
                    "Dana answers the client's first objection with a question, and names the next step before the call ends.",
                    "In renewal calls with brokers",
                    "Four renewals in ten go out for tender after the first call.",
                    "Renewal calls that end with a dated next step, of the last five",
                    kind="frequency",
                    unit="of 5",
                    scale_min="0",
                    scale_max="5",
                    target="4",
                    evidence="Anton listens to one call a week",
                ),
            ),
        ),
        sessions=(2, -1),
        cause="She apologises for the price before anybody asks.",
        whys=("Calls end without a next step.", "She explains the price at length.", "She fears the silence after it."),
    ),
    ClientStory(
        "Dov Halloway",
        "dov@halloway.example",
        "draft",
        "Tidewater Mutual",
        "Ruth Pell",
        goals=(
            GoalStory(
                goal(
                    "The forecast is shared while it is rough",
                    "Be more open about the forecast",
                    "",
                    "Tidewater decides on hiring three weeks after its rivals.",
                    "Days from month end to first shared forecast",
                    kind="duration",
                    direction="lower",
                    unit="days",
                    cadence="monthly",
                ),
            ),
        ),
        sessions=(1, -1),
        cause="He waits until the numbers are perfect, because last year a rough one was quoted against him.",
        whys=("The board sees the forecast late.", "He polishes it for two weeks.", "Last year a rough one was quoted against him."),
    ),
    ClientStory(
        "Ines Caldeira",
        "ines@caldeira.example",
        "active",
        "Pepperwood Studio",
        "Olive Marchetti",
        "",
        "Olive Marchetti",
        goals=(
            GoalStory(
                goal(
                    "Leads are called back the same day",
                    "Ines calls each new lead back before six on the day it came.",
                    "When a lead comes in through the site",
                    "A lead that waits two days buys elsewhere.",
                    "Hours until a new lead is called back, average of the week",
                    kind="duration",
                    direction="lower",
                    unit="hours",
                    target="12",
                    evidence="The call log of the office, which Olive also sees",
                    source="Call log of the office",
                ),
                start=(26, 31, 22, 35, 28, 24, 30),
                after=(21, 19, 15, 17, 12, None, None),
            ),
        ),
        sessions=(9, 7, 4, 2, 0, -2),
        cause="She sorts leads by worth before she calls any.",
        whys=("Leads wait.", "She sorts before she calls.", "She thinks a wrong call costs her standing."),
        actions=(("Call first, sort afterwards, for one week", -2, False),),
        invoices=((145000, 23, "open"),),
    ),
    ClientStory(
        "Jonas Eikeland",
        "jonas@eikeland.example",
        "active",
        "Larkfield Practice",
        goals=(
            GoalStory(
                goal(
                    "One-to-ones are held, not moved",
                    "Jonas holds each one-to-one in the week it was planned.",
                    "With his eight team leads, in the week",
                    "Two leads left saying nobody had time.",
                    "One-to-ones held of eight planned",
                    kind="count",
                    unit="of 8",
                    scale_min="0",
                    scale_max="8",
                    target="7",
                    evidence="The practice's calendar, kept by the office",
                    gain="retention",
                    source="The practice's calendar",
                ),
                start=(6, 7, 5, 8, 7, 4, 6, 8, 7, 6),
                after=(5, 4, 5, 4, 5, 4, 3, 4),
            ),
            GoalStory(
                goal(
                    "Asks before he advises",
                    "Jonas asks two questions before he gives any advice.",
                    "In one-to-ones with team leads",
                    "Advice that answers another question is done twice.",
                    "Questions asked in the week's recorded one-to-one",
                    kind="count",
                    unit="questions",
                    target="18",
                    evidence="The recording, heard by a colleague",
                    gain="quality",
                    source="Recordings of one-to-ones",
                ),
                start=(11, 14, 9, 13, 12, 10, 15, 12, 11, 13),
                after=(17, 19, 18, 21, 19, 22, 20, 23, 21),
            ),
        ),
        sessions=(16, 14, 12, 10, 8, 6, 4, 2, -1),
        cause="He gives his own calendar away first.",
        whys=("One-to-ones move.", "Others may book over them.", "He has never said no to a client."),
        actions=(("Block Tuesday mornings", 1, False),),
        invoices=((108000, 60, "paid"), (108000, 2, "paid")),
    ),
    ClientStory(
        "Priya Lakeman",
        "priya@lakeman.example",
        "active",
        "Halfmoon Freight",
        "Marta Vane",
        "Hanne Solvik",
        "Pieter Dorn",
        goals=(
            GoalStory(
                goal(
                    "Praise is given on the day",
                    "Priya names one thing somebody did well, to them, on the day.",
                    "At the end of each shift",
                    "The depot's survey says: nobody notices.",
                    "Days of the week on which it was said",
                    kind="count",
                    unit="days",
                    scale_min="0",
                    scale_max="5",
                    target="4",
                    evidence="Two shift leads keep the tally",
                    gain="satisfaction",
                    source="The shift leads' tally",
                ),
                start=(2, 3, 1, 4, 2, 3, 2, 0),
                after=(3, 2, 4, 2, 3, 2, 1, 3),
            ),
            GoalStory(
                goal(
                    "Handover mail is answered in the hour",
                    "Priya answers each handover mail within the hour, with a decision or a time.",
                    "At the change of shift",
                    "A truck waits for the answer.",
                    "Minutes until a handover mail is answered, average of the week",
                    kind="duration",
                    direction="lower",
                    unit="minutes",
                    target="45",
                    evidence="Time stamps of the mailbox",
                    source="Time stamps of the shared mailbox",
                ),
                start=(52, 47, 58, 44, 50, 55, 46, 49, 53, 48, 51, 45),
                after=(38, 31, 28, 30, 26, 29, 24, 27, 25, 28),
            ),
        ),
        sessions=(12, 10, 8, 6, -1),
        cause="She thinks that what is normal needs no word.",
        whys=("Nobody is praised.", "She notices only what fails.", "What is normal needs no word, she was taught."),
        invoices=((80000, 40, "part"),),
        promises=("I praise one thing in each Monday call.",),
    ),
    ClientStory(
        "Mirte Ostrander",
        "mirte@ostrander.example",
        "active",
        goals=(
            GoalStory(
                goal(
                    "Lessons are planned by Friday",
                    "Mirte has next week's five lessons on the board before she leaves.",
                    "On Friday afternoon at school",
                    "Sunday evenings go to planning.",
                    "Lessons planned by Friday, of five",
                    kind="count",
                    unit="of 5",
                    scale_min="0",
                    scale_max="5",
                    target="4",
                    evidence="A photo of the board",
                    gain="wellbeing",
                    source="Photos of the board",
                ),
                start=(0, 1, 0, 1, 1, 0, 1, 1),
                after=(2, 1, 2, 3, 2, 3, 2, 3, 3, 2),
            ),
        ),
        sessions=(14, 12, 10, 8, 5),
        cause="She plans alone what could be planned with her colleague.",
        whys=("Planning slides to Sunday.", "Friday is for marking.", "She plans alone."),
        invoices=((45000, 90, "paid"), (45000, 10, "paid")),
    ),
    ClientStory(
        "Theo Brandvold",
        "theo@brandvold.example",
        "ended",
        "Larkfield Practice",
        goals=(
            GoalStory(
                goal(
                    "Reports go out on the third",
                    "Theo sends the month's report by the third working day.",
                    "After each month end",
                    "Partners decide without numbers.",
                    "Working days until the report is out, by week of work",
                    kind="duration",
                    direction="lower",
                    unit="days",
                    target="4",
                    evidence="Dates of the sent reports",
                    source="Dates of sent reports",
                ),
                start=(9, 7, 11, 8, 10, 9, 12, 8),
                after=(5, 3, 4, 3, 3, 4, 3, 3, 3, 4, 3),
            ),
        ),
        sessions=(24, 22, 20, 18, 16, 14),
        minutes=90,
        cause="He waits for the last branch before he begins.",
        whys=("Reports are late.", "He waits for one branch.", "Nobody told that branch."),
        invoices=((150000, 150, "paid"),),
    ),
    ClientStory("Saoirse Mulvane", "saoirse@mulvane.example", "new", sessions=(-2,), zone="Europe/Dublin"),
    ClientStory(
        "Lotte Arends",
        "lotte@arends.example",
        "offered",
        goals=(
            GoalStory(
                goal(
                    "She speaks in the first ten minutes",
                    "Lotte says one thing of her own in the first ten minutes of the meeting.",
                    "In the weekly design meeting",
                    "Her objections come after the decision.",
                    "Meetings of the week in which she did, of the last five",
                    kind="frequency",
                    unit="of 5",
                    scale_min="0",
                    scale_max="5",
                    target="4",
                    evidence="A colleague keeps the count",
                    gain="quality",
                ),
            ),
        ),
        sessions=(3, 1, -1),
        cause="She wants to be sure first.",
        whys=("She speaks late.", "She waits to be sure.", "Being wrong in public cost her once."),
        invoices=((45000, 5, "open"),),
    ),
    ClientStory("Wies Tabor", "wies@tabor.example", "new", "Pepperwood Studio", sessions=(30, 28, 26)),
    ClientStory("Ruben Hale", "ruben@hale.example", "draft", goals=(GoalStory(goal("", "", "", "", "")),), sessions=(0,)),
)


def history_lines(values: tuple[float, ...], until: date) -> str:
    """One line a week, the last one in the week before `until`."""
    first = until - timedelta(days=7 * len(values))
    return "\n".join(f"{(first + timedelta(days=7 * i)).isoformat()} {value:g}" for i, value in enumerate(values))
