"""What the demo practice says to strangers."""

from sqlalchemy.orm import Session

from app.demo.stage import Stage
from models.face import page_of

HEADLINE = "For heads of operations on whose desk everything lands."
LEAD = (
    "I coach people who run depots, theatres and kitchens. We pick one habit, two at most, and count it. "
    "After six months we both know whether it worked."
)
METHOD = """**One habit, seen by others.** We agree on something you do, so small that a colleague could say on a given day whether it happened.

**A starting point that stays fixed.** We count before we change anything. Nobody moves that line later, me least of all.

**Three who agree.** You, your boss and I sign what is measured and what stays between the two of us. What is behind it never leaves the room.

**An end.** After six months we look at the numbers together. You get a report that you may show or keep."""


def shown(session: Session, stage: Stage) -> None:
    page = page_of(session)
    page.write(page.version, headline=HEADLINE, lead=LEAD, method=METHOD)
    page.show(stage.ago(weeks=56))
