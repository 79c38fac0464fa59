"""Whose work with the invented practice has ended: what it came to, and what they said of it. No person, company or number here is real."""

from dataclasses import dataclass

from app.demo.people import CLIENTS, ClientStory, GoalStory, goal

ALL = ("text", "name", "role", "company", "measured")


@dataclass(frozen=True)
class Finished:
    """Weeks ago it was closed; the lessons; whether the boss got a report; a record of the organisation; what was said, and of it what may be shown.

    words "" with shows None: asked, and would rather not. `withdrawn`: said yes, and took it back.
    """

    story: ClientStory
    lessons: tuple[str, str, str]
    words: str = ""
    shows: tuple[str, ...] | None = None
    role: str = ""
    shares: bool = False
    record: bool = False
    withdrawn: bool = False


def _story(name: str, company: str, boss: str, began: int, told: GoalStory) -> ClientStory:
    address = f"{name.split()[0].lower()}@{name.split()[-1].lower()}.example"
    return ClientStory(name, address, "closed", company, boss, goals=(told,), sessions=(began, began - 4, began - 8), began=began)


FINISHED: tuple[Finished, ...] = (
    Finished(
        _story(
            "Annika Roestad",
            "Lantern Stage",
            "Ebbe Lund",
            44,
            GoalStory(
                goal(
                    "Notes are given on the night",
                    "Annika gives each actor their notes before they leave the house.",
                    "After each evening of rehearsal",
                    "Notes that come by mail are read as blame.",
                    "Share of the week's notes given on the night",
                    kind="percentage",
                    unit="%",
                    target="80",
                    evidence="The stage manager's book",
                    source="The stage manager's book",
                    recorded_by="the stage manager",
                ),
                start=(22, 31, 18, 27, 35, 24, 29, 20),
                after=(48, 61, 55, 70, 66, 74, 69, 81, 77, 73, 84),
            ),
        ),
        ("Say it while the lights are on.", "Mail after midnight.", "Two good things before the one that hurts."),
        "She asked “how would a colleague see it?” until I had an answer. That was most of the work.",
        ALL,
        "theatre director",
        shares=True,
        record=True,
    ),
    Finished(
        _story(
            "Milo Verbraak",
            "Oakline Depots",
            "Ties Rademaker",
            40,
            GoalStory(
                goal(
                    "Shifts end on time",
                    "Milo hands over at the hour, whatever is open.",
                    "At the end of each shift",
                    "Every late end costs two people their bus.",
                    "Shifts of the week that ended on time, of ten",
                    kind="count",
                    unit="of 10",
                    scale_min="0",
                    scale_max="10",
                    target="9",
                    evidence="The time clock",
                    source="The time clock",
                ),
                start=(6, 4, 7, 5, 6, 3, 7, 5),
                after=(6, 5, 7, 4, 6, 8, 5, 6, 4, 7, 6),
            ),
        ),
        ("Ask the planner, not the shift.", "Promise what others decide.", "The five minutes at the board."),
        "We did not reach the number. I still know exactly why, which is more than any consultant left us with.",
        ("text", "name", "role", "measured"),
        "depot lead",
    ),
    Finished(
        _story(
            "Greta Ilves",
            "Pepperwood Studio",
            "Noor Selder",
            36,
            GoalStory(
                goal(
                    "Orders are placed by Tuesday",
                    "Greta places the week's orders by Tuesday evening.",
                    "In the week before a booking",
                    "Late orders cost a third more.",
                    "Orders of the week placed by Tuesday, in percent",
                    kind="percentage",
                    unit="%",
                    target="85",
                    evidence="The order book",
                ),
                start=(41, 52, 38, 47, 44, 55, 40, 49),
                after=(63, 71, 68, 77, 74, 80, 72, 85, 79, 82, 88),
            ),
        ),
        ("Begin with the fish.", "Wait for the last booking.", "The list on the door."),
        "The first coach my finance director did not roll her eyes at.",
        ("text", "name", "role"),
        "kitchen operations",
        shares=True,
    ),
    Finished(
        _story(
            "Judith Bramhall",
            "",
            "",
            34,
            GoalStory(
                goal(
                    "She says no once a week",
                    "Judith turns down one request a week, with a reason and a name.",
                    "In the planning meeting",
                    "Every yes moved somebody else's week.",
                    "Requests turned down in the week",
                    kind="count",
                    unit="requests",
                    target="2",
                    evidence="The planning board",
                ),
                start=(0, 1, 0, 0, 1, 0, 0, 1),
                after=(1, 2, 1, 3, 2, 2, 3, 2, 3, 2, 3),
            ),
        ),
        ("Ask who would do it instead.", "Say “let me see”.", "The pause before the answer."),
        "I thought I needed a course in saying no. I needed to be asked first.",
        ("text", "name", "role"),
        "planner",
        withdrawn=True,
    ),
    Finished(
        _story(
            "Rutger Zwaan",
            "",
            "",
            30,
            GoalStory(
                goal(
                    "The door is open at ten",
                    "Rutger is on the floor from ten to eleven, without a screen.",
                    "On working days",
                    "Two people stopped asking.",
                    "Mornings of the week on the floor, of five",
                    kind="count",
                    unit="of 5",
                    scale_min="0",
                    scale_max="5",
                    target="4",
                    evidence="The floor's own tally",
                    direction="higher",
                ),
                start=(4, 3, 4, 5, 3, 4, 4, 3),
                after=(3, 2, 3, 1, 2, 2, 1, 2, 3, 1, 2),
            ),
        ),
        ("Put it in the calendar of others too.", "Take the phone along.", "The round before lunch."),
        "Two of my colleagues said I had become harder to reach. It stands in my report, and it was true.",
        ("text", "role", "measured"),
        "head of a workshop",
    ),
    Finished(
        _story(
            "Sanne Holt",
            "",
            "",
            28,
            GoalStory(
                goal(
                    "Minutes go out the same day",
                    "Sanne sends the minutes before she leaves.",
                    "After each project meeting",
                    "What is not written is argued twice.",
                    "Minutes sent the same day, in percent",
                    kind="percentage",
                    unit="%",
                    target="90",
                    evidence="The sent folder",
                ),
                start=(30, 44, 25, 38, 41, 33, 29, 36),
                after=(45, 52, 38),
            ),
        ),
        ("Write while they talk.", "Polish.", "Three lines are enough."),
    ),
)

EVERYBODY: tuple[ClientStory, ...] = (*CLIENTS, *(one.story for one in FINISHED))

OLD = (
    ("Casper Noordam", "casper@noordam.example", "warehouse", 2022, "Blunt, on time, and done when it was done.", True),
    ("Hedda Malm", "hedda@malm.example", "clinic manager", 2023, "I left with fewer plans, and one that held.", False),
)
"""Said before anything was counted here: name, address, role, year, words, and whether they have agreed since."""
