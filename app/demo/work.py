"""Sessions, what is behind a request, actions and invoices of the demo."""

from datetime import time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.demo.people import CLIENTS, ClientStory
from app.demo.stage import Stage
from billing.draft import InvoiceDraft
from billing.tax import Line
from models import Action, Client, CoachingSession, Ladder, Rung, SharedNote

NOTES = (
    "We looked at the last two weeks together. What helped: **one sentence, said early**. What did not: waiting for the right moment.",
    "Agreed for next time:\n\n- try it twice\n- write down what happened\n- bring the harder example",
    "A short one. The chart was the agenda.",
)
HOURS = (time(9), time(10, 30), time(13), time(14, 30), time(16), time(11, 45))


def sessions(session: Session, stage: Stage, client: Client, story: ClientStory) -> None:
    """Each client has an hour of their own, so that no two sessions meet; past ones were held, one of eight was missed."""
    number = [each.name for each in CLIENTS].index(story.name)
    for weeks in story.sessions:
        start = stage.ago(weeks=weeks, days=number // 6, at=HOURS[number % 6])
        planned = CoachingSession.plan(client, start, 60, place="video", now=start - timedelta(days=12))
        session.flush()
        if start > stage.today:
            continue
        if stage.chance.random() < 0.12 and weeks > 1:
            planned.miss(start + timedelta(hours=1))
            continue
        planned.hold(stage.chance.choice((55, 60, 60, 65, 75)), start + timedelta(hours=1))
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


def invoices(session: Session, stage: Stage) -> None:
    """In the order of their days, as a practice issues them."""
    told = sorted(((days, story.name, net, state) for story in CLIENTS for net, days, state in story.invoices), reverse=True)
    for days, name, net, state in told:
        client = session.scalars(select(Client).where(Client.name == name)).one()
        at = stage.ago(days=days, at=time(10))
        period = f"{(at - timedelta(days=30)):%B} to {(at + timedelta(days=60)):%B %Y}"
        draft = InvoiceDraft(
            client_id=client.id,
            client=client,
            lines=[Line(f"Coaching package, {period}", unit_minor=net, tax_percent=stage.practice.tax_rate).kept],
            currency="EUR",
            payment_days=14,
            created_at=at,
        )
        session.add(draft)
        session.flush()
        invoice = draft.issue(stage.practice, by=stage.coach.id, now=at)
        invoice.announce(at)
        if state != "open":
            amount = invoice.total_minor if state == "paid" else invoice.total_minor // 2
            paid_at = min(at + timedelta(days=9), stage.today)
            payment = invoice.receive(amount, how="hand", now=paid_at, by=stage.coach.id, note="bank transfer")
            if payment:
                invoice.thank(payment, paid_at)
