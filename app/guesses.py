"""Guessing is slowed: counted in PostgreSQL in a transaction of its own, because a refusal rolls everything else back.

Nobody is locked out: the number is per account *and* network, so an account that is attacked from elsewhere can still be entered.
"""

from datetime import datetime, timedelta
from math import ceil
from uuid import UUID

from sqlalchemy import exists, select
from werkzeug.exceptions import TooManyRequests

from app import auth, db
from app.clock import now
from models import Attempt, Person, SignIn
from models.attempt import network, window_start
from models.folding import fold_address
from models.secret import digest

WINDOW = timedelta(minutes=15)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
FROM_ONE_NETWORK = 100
OF_ONE_ACCOUNT = 10  # from one network
UNDER_ATTACK = 40  # wrong passwords of one account from everywhere: from here on a network nobody of it ever signed in from gets …
FROM_STRANGE_NETWORK = 3


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


def slow_password(address: str) -> None:
    """Before a password is looked at."""
    slow_network("password", FROM_ONE_NETWORK)
    moment, here, account = now(), network(auth.ip()), marked(address)
    with db.transaction() as session:
        everywhere = Attempt.count_one(session, f"password of {account}", moment, WINDOW)
        mine = Attempt.count_one(session, f"password of {account} from {here}", moment, WINDOW)
        at_home = select(exists().where(SignIn.person_id == Person.id, Person.address == fold_address(address), SignIn.ip == auth.ip()))
        most = FROM_STRANGE_NETWORK if everywhere > UNDER_ATTACK and not session.scalar(at_home) else OF_ONE_ACCOUNT
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


def _come_back(moment: datetime, window: timedelta) -> TooManyRequests:
    left = window_start(moment, window) + window - moment
    return TooManyRequests(retry_after=max(1, ceil(left.total_seconds())))
