"""Guessing is slowed: counted in PostgreSQL in a transaction of its own, because a refusal rolls everything else back.

Nobody is locked out: the number is per account *and* network, so an account that is attacked from elsewhere can still be entered. The same holds
for codes in the mail: a device or network that came in as that address before has a number of its own.
"""

from datetime import datetime, timedelta
from math import ceil
from uuid import UUID

from flask import session as cookie
from sqlalchemy import exists, select
from sqlalchemy.orm import Session
from werkzeug.exceptions import TooManyRequests

from app import auth, db
from app.clock import now
from models import Attempt, Link, Person, SignIn
from models.attempt import network, window_start
from models.folding import fold_address
from models.practice import INSTALLATION
from models.secret import digest

WINDOW = timedelta(minutes=15)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
FROM_ONE_NETWORK = 100
OF_ONE_ACCOUNT = 10  # from one network
UNDER_ATTACK = 40  # wrong passwords of one account from everywhere: from here on a network nobody of it ever signed in from gets …
FROM_STRANGE_NETWORK = 3
MAILS_A_DAY = 30  # of one kind to one mailbox: with five tries each, at most 150 guesses a day at one in a million
MAILS_A_DAY_FROM_ONE_NETWORK = 200
PLACES = 50  # of somebody's sign-ins, the newest, whose networks are known

MAILED_ENOUGH = (
    "As many of these mails as go to one mailbox in a day were asked for already. The newest one still works for as long as it says; tomorrow more "
    "can be asked for. From a device or network where you came in before, it works at once."
)


def slow(key: str, most: int, window: timedelta = WINDOW, practice_id: UUID | None = None) -> None:
    """One more of these. Answers 429 and when to come back, once there were more than `most` in the window. `practice_id`: whose limit it is."""
    moment = now()
    with db.transaction(practice_id) as session:
        count = Attempt.count_one(session, key, moment, window)
    if count > most:
        raise _come_back(moment, window)


def slow_network(what: str, most: int, window: timedelta = WINDOW) -> None:
    slow(f"{what} from {network(auth.ip())}", most, window)


def slow_address(what: str, address: str, most: int, window: timedelta = WINDOW) -> None:
    """Of an account that may or may not exist: both are counted alike, under a hash."""
    slow(f"{what} of {marked(address)}", most, window)


def slow_mail(what: str, address: str, most: int, window: timedelta, *, network_most: int, practice_id: UUID = INSTALLATION) -> None:
    """Before a code or link is mailed to an address that somebody typed: so many in the window, and so many in a day."""
    spans = ((what, most, network_most, window), (f"{what} a day", MAILS_A_DAY, MAILS_A_DAY_FROM_ONE_NETWORK, DAY))
    for name, to_one, from_one, span in spans:
        slow_network(name, from_one, span)
        moment, key = now(), f"{name} {practice_id} of {marked(address)}"
        with db.transaction() as session:
            count = Attempt.count_one(session, key, moment, span)
            if count > to_one and _is_known_here(session, address, practice_id):
                count = Attempt.count_one(session, f"{key} from a known place", moment, span)
        if count > to_one:
            raise _come_back(moment, span, MAILED_ENOUGH if span == DAY else None)


def slow_password(address: str) -> None:
    """Before a password is looked at."""
    slow_network("password", FROM_ONE_NETWORK)
    moment, here, account = now(), network(auth.ip()), marked(address)
    with db.transaction() as session:
        everywhere = Attempt.count_one(session, f"password of {account}", moment, WINDOW)
        mine = Attempt.count_one(session, f"password of {account} from {here}", moment, WINDOW)
        is_strange = everywhere > UNDER_ATTACK and not _is_known_here(session, address, INSTALLATION)
        most = FROM_STRANGE_NETWORK if is_strange else OF_ONE_ACCOUNT
    if mine > most:
        raise _come_back(moment, WINDOW)


def was_right(address: str) -> None:
    """The password was right, so it was no guess."""
    moment, here, account = now(), network(auth.ip()), marked(address)
    with db.transaction() as session:
        for key in (f"password from {here}", f"password of {account}", f"password of {account} from {here}"):
            Attempt.give_back(session, key, moment, WINDOW)


def marked(address: str) -> str:
    return digest(fold_address(address)).hex()[:32]


def _is_known_here(session: Session, address: str, practice_id: UUID) -> bool:
    """Did whoever reads mail at that address come in from this network before, or with a code that this browser asked for?"""
    places = select(SignIn.ip).join(Person, Person.id == SignIn.person_id).where(Person.address == fold_address(address))
    if network(auth.ip()) in {network(ip) for ip in session.scalars(places.order_by(SignIn.id.desc()).limit(PLACES))}:
        return True
    mark = cookie.get("mark")
    asked = exists().where(
        Link.practice_id == practice_id,
        Link.purpose.in_(("sign_in", "confirm")),
        Link.address == fold_address(address),
        Link.browser_hash == digest(str(mark)),
        Link.used_at.is_not(None),
    )
    return bool(mark and session.scalar(select(asked)))


def _come_back(moment: datetime, window: timedelta, note: str | None = None) -> TooManyRequests:
    left = window_start(moment, window) + window - moment
    return TooManyRequests(note, retry_after=max(1, ceil(left.total_seconds())))
