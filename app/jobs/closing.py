"""What follows from the signatures under a closing: goals closed, the report made and told, the words asked for, strangers' figures counted anew."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.charts.paper import on_paper
from app.clock import now
from app.jobs import verb
from app.jobs.found import found
from app.jobs.papers import store
from models import Client, ClosingSignature, Contact, Contract, Message, Practice, Share, Testimonial
from models.contract import close
from models.face import refresh_face
from models.measured import best_goal, remeasure


@verb
def settle_closing(session: Session, signature_id: UUID) -> None:
    close.settle(found(session, ClosingSignature, signature_id).closing, now())


@verb
def make_report_pdf(session: Session, share_id: UUID) -> None:
    """Each version for its readers; they are told once it is there. Nobody is told of what was taken back."""
    share = found(session, Share, share_id)
    if not share.stands:
        return
    practice = session.get_one(Practice, share.practice_id)
    name = f"Report of {share.body['client']}.pdf" if share.body["for"] == "boss" else "Your final report.pdf"
    charts = {goal["id"]: on_paper(goal["picture"], f"goal-{n}") for n, goal in enumerate(share.body["goals"]) if goal["picture"]}
    values = {"share": share, "body": share.body, "charts": charts, "practice": practice}
    store(session, share.id, "report", name, share.readers, "pdf/report.html", **values)
    noun: type[Client] | type[Contact] = Contact if share.body["for"] == "boss" else Client
    for reader_id in share.readers:
        if reader := session.get(noun, (share.practice_id, reader_id)):
            Message.plan(reader, "report_ready", subject=share, occasion=str(share.id), at=now())


@verb
def after_closing(session: Session, contract_id: UUID) -> None:
    """A row for the words that may be asked for: by the recipe where the practice switched that on, else by hand."""
    contract = found(session, Contract, contract_id)
    practice = session.get_one(Practice, contract.practice_id)
    testimonial = session.scalar(select(Testimonial).where(Testimonial.contract_id == contract.id))
    if testimonial is None:
        goal = best_goal(session, contract.client, practice.today(now()))
        testimonial = Testimonial.of_client(contract.client, "closing", now(), contract_id=contract.id, goal=goal)
        remeasure(testimonial, practice.today(now()))
    refresh_face(session, practice, now())
