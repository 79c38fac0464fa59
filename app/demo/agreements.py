"""The agreements of the demo, each act by whom it belongs to, behind their own wall."""

from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import db
from app.demo.people import ClientStory, GoalStory, history_lines
from app.demo.stage import Stage, stage_of
from models import Client, Contact, Contract, Measure, Part, Share
from models.contract import answer, offer, settle
from models.picture import picture_of

BEGUN = {"active": 13, "ended": 26, "offered": 1, "with boss": 1, "draft": 1}  # weeks ago


def live(practice_id: UUID, client_id: UUID, story: ClientStory, number: int) -> None:
    """Bring one client's agreement as far as its story goes."""
    if not story.goals:
        return
    with db.transaction(practice_id) as session:
        stage = stage_of(session, number)
        at = stage.ago(weeks=_begun(story))
        contract_id = _draft(session, stage, session.get_one(Client, (practice_id, client_id)), story, at)
        coach = offer.Signer(stage.coach.id, stage.coach.name, "127.0.0.1", "Firefox", stage.coach.address)
        contract = session.get_one(Contract, (practice_id, contract_id))
        boss, payer = contract.client.boss, contract.client.payer
        today = stage.practice.today(at)
        if story.state == "draft":
            return
        if boss:
            offer.send_to_boss(contract, now=at, today=today)
    if story.state == "with boss":
        return
    if boss:
        _boss_signs(practice_id, contract_id, boss, story, at)
    with db.transaction(practice_id) as session:
        contract = session.get_one(Contract, (practice_id, contract_id))
        offer.offer(contract, coach, now=at + timedelta(hours=2), today=today)
    if story.state == "offered":
        return
    _client_signs(practice_id, contract_id, client_id, story, at + timedelta(hours=3))
    _payer_signs(practice_id, contract_id, payer, at + timedelta(hours=4))
    with db.transaction(practice_id) as session:
        contract = session.get_one(Contract, (practice_id, contract_id))
        for part in contract.parts:
            if part.open and part.open.waits_for(coach.id):
                part.open.sign(coach.id, coach.name, now=at + timedelta(hours=5), ip=coach.ip, browser=coach.browser, address=coach.address)
            settle.settle_part(part, at + timedelta(hours=5))
    _enter_all(practice_id, client_id, story, stage)
    with db.transaction(practice_id) as session:
        contract = session.get_one(Contract, (practice_id, contract_id))
        if story.state == "ended":
            contract.end(
                by=client_id, name=story.name, reason="The report goes out on the third, and he keeps it so alone.", now=stage.ago(weeks=10)
            )
    if story.shared:
        _share(practice_id, client_id, stage.today - timedelta(days=3))


def _begun(story: ClientStory) -> int:
    """Weeks ago that it began: so long that the entries since then fit."""
    if story.began:
        return story.began
    longest = max((len(goal.after) for goal in story.goals), default=0)
    return max(longest + 1, 1) if story.state == "active" else BEGUN[story.state]


def _draft(session: Session, stage: Stage, client: Client, story: ClientStory, at: datetime) -> UUID:
    contract = Contract.begin(session, client, by=stage.coach.id, now=at)
    for number, told in enumerate(story.goals):
        goal = contract.goals[0] if number == 0 else contract.add_goal(at)
        goal.write(goal.draft_no, {**told.words, **_start(told, stage, at), "due": (stage.today + timedelta(days=120)).date().isoformat()})
    looks = [(stage.today + timedelta(days=days)).date() for days in ((-14, 90) if story.state == "active" else (60, 120))]
    if story.state == "closed":
        looks = [(at + timedelta(weeks=12)).date()]
    if story.state == "draft":
        looks = []
    contract.set_looks([day for day in looks if day > at.date() + timedelta(days=56)] or looks[-1:], shares_progress=True)
    contract.part("annex").write(
        1, {"boundaries": "Dates and invoices with the company. About the person, only with the person in the room.", "private_goals": ""}
    )
    if story.state != "draft":
        who_pays = "in three instalments" if story.boss else "a session, paid within two weeks"
        contract.part("terms").write(1, {"fee": f"EUR 4,800 net, {who_pays}. Invoices say the package and the period, not who came when."})
    session.flush()
    return contract.id


def _start(told: GoalStory, stage: Stage, at: datetime) -> dict[str, str]:
    if not told.start:
        return {"start_from": "gathered"}
    friday = at.date() - timedelta(days=(at.date().weekday() - 4) % 7)
    return {"start_from": "history", "history": history_lines(told.start, friday), "source": told.words.get("source", "Own records")}


def _signer(person: Client | Contact) -> offer.Signer:
    return offer.Signer(person.id, person.name, "127.0.0.1", "Safari on a phone", person.address)


def _part(session: Session, contract_id: UUID, kind: str) -> Part:
    return session.scalars(select(Part).where(Part.contract_id == contract_id, Part.kind == kind)).one()


def _boss_signs(practice_id: UUID, contract_id: UUID, boss: Contact, story: ClientStory, at: datetime) -> None:
    with db.transaction(practice_id, boss.id) as session:
        goals = _part(session, contract_id, "goals")
        seat = goals.seat_of(boss.id)
        assert seat is not None
        promises = story.promises or ("I do not call about it in the evening.",)
        seat.add(
            promises=[[words, ""] for words in promises],
            worth_it="If I can leave a Monday meeting and not be asked on Thursday what we decided.",
        )
        version = answer.read_over(goals, _signer(boss), now=at + timedelta(hours=1))
        answer.sign(goals, _signer(boss), version.sha256, now=at + timedelta(hours=1))


def _client_signs(practice_id: UUID, contract_id: UUID, client_id: UUID, story: ClientStory, at: datetime) -> None:
    with db.transaction(practice_id, client_id) as session:
        me = _signer(session.get_one(Client, (practice_id, client_id)))
        goals, annex = _part(session, contract_id, "goals"), _part(session, contract_id, "annex")
        assert goals.open is not None
        answer.sign(goals, me, goals.open.sha256, now=at)
        seat = annex.seat_of(client_id)
        assert seat is not None
        seat.add(commitment=8, commitment_reason="I am tired of how the weeks end.")
        version = answer.read_over(annex, me, now=at)
        answer.sign(annex, me, version.sha256, now=at)


def _payer_signs(practice_id: UUID, contract_id: UUID, payer: Client | Contact, at: datetime) -> None:
    with db.transaction(practice_id, payer.id) as session:
        terms = _part(session, contract_id, "terms")
        assert terms.open is not None
        answer.sign(terms, _signer(payer), terms.open.sha256, now=at)


def _enter_all(practice_id: UUID, client_id: UUID, story: ClientStory, stage: Stage) -> None:
    """The client's entries, each made on the evening of the day it was due."""
    with db.transaction(practice_id, client_id) as session:
        client = session.get_one(Client, (practice_id, client_id))
        for contract in client.contracts:
            for goal in contract.live_goals:
                told = next(each for each in story.goals if each.words["title"] == goal.title)
                if goal.measure:
                    _enter(goal.measure, told.after, client_id, stage)


def _enter(measure: Measure, values: tuple[float | None, ...], client_id: UUID, stage: Stage) -> None:
    period = measure.first_period
    for value in values:
        due = datetime.combine(period, datetime.min.time(), stage.practice.tz) + timedelta(hours=17)
        if value is not None and due <= stage.today:
            measure.enter(Decimal(str(value)), period, by=client_id, now=due, today=period)
        period += timedelta(days=7)


def _share(practice_id: UUID, client_id: UUID, at: datetime) -> None:
    with db.transaction(practice_id, client_id) as session:
        client = session.get_one(Client, (practice_id, client_id))
        goal = client.contracts[0].live_goals[0]
        seats = client.contracts[0].part("goals").seats
        boss = next(seat for seat in seats if seat.role == "boss")
        body = picture_of(client, goal, at.date())
        Share.progress(client, goal, body, boss, at)
