"""Who asks, and where, in one statement each: built once, because every page asks it. What it names, models/kept.py has."""

from datetime import datetime
from typing import Any

from sqlalchemy import DateTime, LargeBinary, Text, and_, bindparam, case, cast, func, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from models import kept
from models.membership import Membership
from models.person import Person
from models.practice import Practice
from models.sign_in import SignIn

_sign_in, _person, _membership, _practice = (noun.__table__.c for noun in (SignIn, Person, Membership, Practice))
_other = Membership.__table__.alias().c
_roles = select(func.array_agg(_other.role)).where(_other.practice_id == _practice.id, _other.ended_at.is_(None)).scalar_subquery()
_here = _practice.slug == bindparam("slug", type_=Text)
_moment = bindparam("moment", type_=DateTime(timezone=True))
_signed_in = and_(
    _sign_in.token_hash == bindparam("token_hash", type_=LargeBinary),
    _sign_in.revoked_at.is_(None),
    _sign_in.expires_at > _moment,
)
_of_person = SignIn.__table__.join(Person.__table__, _person.id == _sign_in.person_id)

_WORKSPACE = (SignIn, Person, Membership, Practice)
_IN_WORKSPACE = (
    select(_roles, *kept.marks(_WORKSPACE))
    .select_from(
        _of_person.outerjoin(
            Membership.__table__.join(Practice.__table__, (_practice.id == _membership.practice_id) & _here),
            (_membership.person_id == _person.id) & _membership.ended_at.is_(None),
        )
    )
    .where(_signed_in, _sign_in.proof == "password", _sign_in.seen_at >= _moment - SignIn.WORKSPACE_IDLE)
)
_READER = (Practice, SignIn, Person)


def entering(practice_id: Any) -> Any:
    """This transaction is in the practice from here on, as if it had been told so in a statement of its own; if there is one."""
    return func.set_config("app.practice_id", cast(practice_id, Text), True)


_ENTERING = _IN_WORKSPACE.add_columns(entering(_membership.practice_id))
_READING = (
    select(_roles, *kept.marks(_READER), case((_sign_in.id.is_not(None), entering(_practice.id))))
    .select_from(Practice.__table__.outerjoin(_of_person, _signed_in))
    .where(_here, _practice.slug != "-")
)


def in_workspace(
    session: Session, token_hash: bytes, slug: str, moment: datetime, *, enters: bool
) -> tuple[SignIn, Membership | None, list[str]] | None:
    """A sign-in by password, the membership in the practice of that slug if there is one, and the roles of all who work there.

    The roles, because who sees a thing depends on whether there is anybody else. `enters`: a member is in the practice from here on.
    """
    statement = _ENTERING if enters else _IN_WORKSPACE
    roles, sign_in, person, membership, practice = _asked(session, statement, _WORKSPACE, token_hash, slug, moment)
    if sign_in is None:
        return None
    set_committed_value(sign_in, "person", person)
    if membership:
        set_committed_value(membership, "practice", practice)
    return sign_in, membership, roles


def reading(session: Session, token_hash: bytes, slug: str, moment: datetime) -> tuple[Practice, SignIn | None, list[str]] | None:
    """The practice of that slug, this browser's sign-in to the pages of clients and companies if it has one, and the roles there.

    With a sign-in this transaction is in the practice from here on, to find out who they are there.
    """
    roles, practice, sign_in, person = _asked(session, _READING, _READER, token_hash, slug, moment)
    if practice is None:
        return None
    if sign_in:
        set_committed_value(sign_in, "person", person)
    return practice, sign_in, roles


def _asked(session: Session, statement: Any, nouns: Any, token_hash: bytes, slug: str, moment: datetime) -> list[Any]:
    found = session.execute(statement, {"token_hash": token_hash, "slug": slug, "moment": moment}).first()
    return [found[0] or [], *kept.rows(session, nouns, found[1:])] if found else [None] * (1 + len(nouns))


BY_SLUG = select(Practice).where(Practice.slug == bindparam("slug", type_=Text), Practice.slug != "-")
"""The practice of an address, for people who only pass."""
