"""Sessions, what is behind a request, actions and invoices of the demo."""

from datetime import time, timedelta

from sqlalchemy.orm import Session

from app.demo.finished import EVERYBODY
from app.demo.people import ClientStory
from app.demo.stage import Stage
from models import Action, Client, CoachingSession, Ladder, Rung, SharedNote

NOTES = (
    "We looked at the last two weeks together. What helped: **one sentence, said early**. What did not: waiting for the right moment.",
    "Agreed for next time:\n\n- try it twice\n- write down what happened\n- bring the harder example",
    "A short one. The chart was the agenda.",
)
HOURS = (time(9), time(10, 30), time(13), time(14, 30), time(16), time(11, 45))


def sessions(session: Session, stage: Stage, client: Client, story: ClientStory) -> None:
    """Each client has an hour of their own, so that no two sessions meet; past ones were held, one of eight was missed."""
    number = [each.name for each in EVERYBODY].index(story.name)
    for weeks in story.sessions:
        start = stage.work_day(weeks=weeks, back=number // 6, at=HOURS[number % 6])
        planned = CoachingSession.plan(client, start, story.minutes, place="video", now=start - timedelta(days=12))
        session.flush()
        if start > stage.today:
            continue
        if stage.chance.random() < 0.12 and weeks > 1:
            planned.miss(planned.end)
            continue
        planned.hold(stage.chance.choice((-5, 0, 0, 5, 15)) + story.minutes, planned.end)
        if stage.chance.random() < 0.5:
            note = SharedNote(
                client_id=client.id, session_id=planned.id, author_id=stage.coach.id, text=stage.chance.choice(NOTES), at=start
            )
            session.add(note)


def what_is_behind(session: Session, client: Client, story: ClientStory) -> None:
    if not story.whys:
        return
    answers = {"better": story.goals[0].words["title"], "gap": story.goals[0].words["situation"], "cost": story.goals[0].words["why"]}
    ladder = session.query(Ladder).filter(Ladder.client_id == client.id).one_or_none() or Ladder(client_id=client.id)
    ladder.request, ladder.answers, ladder.cause = story.request, answers, story.cause
    session.add(ladder)
    session.flush()
    parent = None
    for words in story.whys:
        rung = Rung(ladder_id=ladder.id, parent_id=parent, text=words)
        session.add(rung)
        session.flush()
        parent = rung.id


def actions(session: Session, stage: Stage, client: Client, story: ClientStory) -> None:
    for words, days, done in story.actions:
        made = stage.today - timedelta(days=10)
        action = Action(client_id=client.id, text=words, due=(stage.today + timedelta(days=days)).date(), created_at=made)
        session.add(action)
        session.flush()
        if done:
            action.tick(client.id, stage.today - timedelta(days=2))
