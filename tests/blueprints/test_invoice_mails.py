"""The mails about invoices: what they say, how firmly, and that an employer's server learns nothing from them."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.jobs.letters import Deliver
from app.jobs.occasions import is_moot, occasion_of
from app.mail import Letter
from billing import reminding
from billing.credit_note import CreditNote
from billing.instalments import usual
from billing.invoice import Invoice
from billing.invoice_late import RULE, request
from models import Message, Recipe
from models.recipes import plan
from tests.cast import NOW, House
from tests.money import TOTAL, issue

Enter = Callable[..., Session]
TWO = [share.kept for share in usual("two", 30)]


def letter(app: Flask, session: Session, kind: str) -> tuple[Letter, Message]:
    message = session.scalars(select(Message).where(Message.kind == kind)).one()
    with app.app_context():
        return Deliver()._write(session, message, occasion_of(session, message)), message


@pytest.mark.parametrize("who", ["cleo", "dora"])
def test_an_invoice_in_parts_a_credit_note_and_a_reminder(app: Flask, enter: Enter, harbour: House, who: str) -> None:
    """Dora pays herself and reads all of it; Fritz's mail goes to his employer and says that something waits."""
    id = issue(enter, harbour, who, instalments=TWO)
    with enter(harbour) as session:
        invoice = session.get_one(Invoice, (harbour.practice_id, id))
        invoice.announce(NOW)
        note = CreditNote.issue(invoice, amount_minor=17800, reason="One session less", by=None, now=NOW)
        note.announce(invoice, NOW)
        reminding.remind_now(invoice, NOW)
        said = {
            "invoice": ["€2,178.00. It is paid in 2 parts:", "- €1,089.00 by December 17, 2026", "- €1,089.00 by January 16, 2027"],
            "credit_note": ["We credit you €178.00 of invoice 2026-001: One session less", "Of the invoice €2,000.00 is still to be paid."],
            "invoice_reminder": ["€911.00 of invoice 2026-001 is to be paid by December 17, 2026."],
        }
        for kind, words in said.items():
            sent, _ = letter(app, session, kind)
            assert "/l/harbour-coaching/" in sent.text or "/harbour-coaching/" in sent.text
            for word in words:
                assert (word in sent.text.replace("\xa0", " ")) == (who == "dora"), (kind, sent.text)
            assert ("2026-001" in sent.subject + sent.text + sent.html) == (who == "dora"), kind
            assert ("Something waits" in sent.subject) == (who == "cleo")
        assert "by card" not in letter(app, session, "invoice")[0].text, "whether a card is taken only the page knows"


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (-3, "If it is on its way already, thank you: nothing more to do."), (0, "is to be paid today"), (7, "Perhaps it slipped by"),
        (14, "Please pay it this week, or tell us what stands in the way."), (30, "This is the last reminder that comes by itself."),
    ],
)  # fmt: skip
def test_the_words_get_firmer_and_stay_kind(days: int, words: str) -> None:
    assert words in request(days, is_last=True)
    for threat in ("immediately", "legal", "court", "collection", "failure to"):
        assert threat not in request(days, is_last=True).lower()


def test_a_text_of_ones_own_is_what_is_sent(app: Flask, enter: Enter, harbour: House) -> None:
    id = issue(enter, harbour, "dora")
    with enter(harbour) as session:
        recipe = Recipe.touch(session, reminding.RECIPE, is_on=False, now=NOW)
        recipe.write(1, "{number}, please", "Dear {first_name}, **{amount}** {when}: {link}")
        reminding.remind_now(session.get_one(Invoice, (harbour.practice_id, id)), NOW)
        sent, _ = letter(app, session, "invoice_reminder")
        assert sent.subject.strip() == "2026-001, please" and "Dear Dora, **€2,178.00** by" in sent.text.replace("\xa0", " ")
        assert "<strong>" in sent.html and "List-Unsubscribe" not in sent.headers, "what is owed is no nudge"


def test_a_reminder_on_its_way_is_stopped_by_what_happens_meanwhile(app: Flask, enter: Enter, harbour: House) -> None:
    id = issue(enter, harbour)
    with enter(harbour) as session:
        invoice = session.get_one(Invoice, (harbour.practice_id, id))
        reminding.remind_now(invoice, NOW)
        message = session.scalars(select(Message).where(Message.kind == "invoice_reminder")).one()
        assert is_moot(session, message) == ""
        reminding.pause(invoice, by=harbour.members["alice"], now=NOW)
        assert is_moot(session, message) == "", "somebody pressed a button for this one"
        automatic = Message(practice_id=message.practice_id, kind=message.kind, subject_id=message.subject_id, occasion="7")
        assert is_moot(session, automatic) == plan.OFF
        invoice.receive(TOTAL, how="stripe", now=NOW, provider_id="pi_1")
        session.flush()
        assert is_moot(session, message) == RULE.done
