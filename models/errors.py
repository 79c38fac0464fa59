"""What Plumbline refuses, in sentences people can act on. Raised by verbs; app/errors.py turns them into pages."""

from __future__ import annotations


class DomainError(Exception):
    """A rule said no. `sentence` is what the person reads."""

    sentence = "That is not possible now."

    def __init__(self, sentence: str | None = None) -> None:
        super().__init__(sentence or self.sentence)
        self.sentence = sentence or self.sentence


class TwoGoalsAtMost(DomainError):
    sentence = "A person holds two live goals at most. Park one first, or park this one: parked goals wait in view."


class NotYours(DomainError):
    sentence = "Only the person named there can do this."


class AlreadySigned(DomainError):
    sentence = "You have signed this text already."


class NotAsked(DomainError):
    sentence = "This text is not waiting for your signature. It may have changed: read the newest one."


class NotReady(DomainError):
    sentence = "Something is still missing before this can be offered."


class AlreadyOffered(DomainError):
    sentence = "This agreement is with its readers already. Take it back to draft before changing it."


class NotInForce(DomainError):
    sentence = "This is possible once the agreement is in force."


class NotClosing(DomainError):
    sentence = "This agreement is not being closed, or it is closed already."


class AskedAlready(DomainError):
    sentence = "They were asked already. Nobody is asked twice."


class NoWitness(DomainError):
    sentence = "Name somebody else: your own word and your coach's stand in the figures already."


class NothingToAsk(DomainError):
    sentence = "There is no address to write to. Add one first."


class NotAPhoto(DomainError):
    sentence = "This is not a photograph we can read: a JPEG, PNG or WebP of at most eight megabytes."


class NotARecord(DomainError):
    sentence = "This is neither a PDF nor a picture we can read. A PDF, JPEG, PNG or WebP of at most eight megabytes."


class NothingToShow(DomainError):
    sentence = "There is nothing to agree to yet: write a few words first."


class ChangeUnderWay(DomainError):
    sentence = "A change of this part is waiting for signatures already. One at a time keeps everybody clear."


class AlreadyEnded(DomainError):
    sentence = "This agreement has ended. It stays readable, and nothing in it changes any more."


class Stale(DomainError):
    sentence = "Somebody else saved this while you wrote. Go back, keep a copy of what you typed, and load the page anew."


class EntryRefused(DomainError):
    sentence = "This entry cannot be saved."


class PeriodTaken(EntryRefused):
    sentence = "There is an entry for that day or week already. Correct that one instead."


class StartIsFixed(EntryRefused):
    sentence = "Where it started is fixed, so its entries cannot be corrected. A mistake in it is a change of the goals part."


class CommentNeeded(EntryRefused):
    sentence = "This entry is more than seven days old: say in a few words why it changes."


class SessionOverlaps(DomainError):
    sentence = "There is another session at that time. Choose a free hour."


class NoSuchTime(DomainError):
    sentence = "The clocks go forward that night, so this time does not exist. Choose one an hour later."


class HoursOverlap(DomainError):
    sentence = "Two of these hours overlap. Let one end before the next begins."


class NothingLeft(DomainError):
    sentence = "No session is left in this package. Another one can be bought or given."


class AfterItsEnd(DomainError):
    sentence = "This package is to be used before that day. Choose an earlier hour, or agree on a later end first."


class TimeTaken(DomainError):
    sentence = "Somebody else took that time a moment ago. Choose another: these are still free."


class TooLateToCancel(DomainError):
    sentence = "This session has begun or is over."


class LadderFull(DomainError):
    sentence = "Sixty whys are enough for one request. Take some away first."


class NotForSale(DomainError):
    sentence = "This is not for sale any more. Look at what is offered now."


class TermsChanged(DomainError):
    sentence = "The offer was changed while you read. Look at it once more, then agree."


class BoughtAlready(DomainError):
    sentence = "This was paid already. Nothing is charged twice."


class OneFirstCall(DomainError):
    sentence = "A first call is free once a person, and this address has had it. Another session can be bought."


class NotRefunded(DomainError):
    sentence = "That is more than is left of this payment. Give back what came in, up to that amount."


class SessionOver(DomainError):
    sentence = "This session was held, missed or cancelled already."


class InvoiceNotReady(DomainError):
    sentence = "An invoice needs your legal name and address. Add them in Settings, under Money."


class InvoiceSettled(DomainError):
    sentence = "This invoice is paid already."


class TooMuchPaid(DomainError):
    sentence = "That is more than is still owed. Enter what came in, up to that amount."


class NotTakenBack(DomainError):
    sentence = "Only a payment that was entered by hand can be taken back, once, and while nothing of it went back to the payer."


class GivenBackAlready(DomainError):
    sentence = "Its credit note is written already. If the money did not go back after all, write a new invoice."


class TooMuchCredited(DomainError):
    sentence = "A credit note is above zero, and over what is still owed at most. What was paid goes back first."


class CannotPayOnline(DomainError):
    sentence = "Paying online is not set up here. Please pay by transfer; the details stand on the invoice."


class MessageDone(DomainError):
    sentence = "This message has left already, or was stopped."


class LinkSpent(DomainError):
    sentence = "This link has been used or is too old. Ask for a new one: it takes a moment."


class WrongCode(DomainError):
    sentence = "That code does not match. Look at the newest mail; after five tries a new code is needed."


class LastOwner(DomainError):
    sentence = "A practice needs one owner. Make somebody else an owner first."


# Constraints that speak for themselves when two people race past a check: the same sentence as the check's.
REFUSALS: dict[str, str] = {
    "goal_two_live": TwoGoalsAtMost.sentence,
    "goal_at_most_two": TwoGoalsAtMost.sentence,
    "reading_one_a_period": PeriodTaken.sentence,
    "reading_supersedes_id_uq": "This entry was corrected a moment ago. Look at the newer one first.",
    "signature_once": AlreadySigned.sentence,
    "coaching_session_no_overlap": SessionOverlaps.sentence,
    "credit_in_order": "Somebody else changed this package a moment ago. Look at it again.",
    "credit_never_below_zero": NothingLeft.sentence,
    "booking_of_session_once": "This session is taken from a package already.",
    "purchase_first_call_once": OneFirstCall.sentence,
    "offer_places_hold": NotForSale.sentence,
    "offer_version_once": Stale.sentence,
    "once_pk": "This form was sent already. What you sent is saved.",
    "practice_slug_key": "That address is taken. Choose another.",
    "practice_slug_uq": "That address is taken. Choose another.",
    "sponsorship_one_boss": "There is a boss already. Change that one instead.",
    "practice_stripe_account_uq": "Another practice uses this Stripe account.",
    "invoice_pk": "This invoice was issued already.",
    "payment_reversed_once": NotTakenBack.sentence,
    "reminder_pause_once": "The reminders of this invoice are paused already.",
    "closing_once": "Somebody else changed this closing a moment ago. Look at it again: nothing was signed.",
    "closing_signed_once": AlreadySigned.sentence,
    "testimonial_asked_once": AskedAlready.sentence,
    "testimonial_text_once": "Somebody else wrote there a moment ago. Look at it again.",
    "message_once": "This message is planned already.",
}
