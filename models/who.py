"""Who asks, and where, in one statement each: built once, because every page asks it. Parameters: token_hash, moment, slug."""

from sqlalchemy import DateTime, LargeBinary, Text, bindparam, func, select
from sqlalchemy.orm import aliased, contains_eager

from models.membership import Membership
from models.practice import Practice
from models.sign_in import SignIn

_other = aliased(Membership)
TEAM = select(func.array_agg(_other.role)).where(_other.practice_id == Practice.id, _other.ended_at.is_(None)).scalar_subquery()
"""The roles of all who work in a practice: who sees a thing depends on whether there is anybody else."""

IN_WORKSPACE = (
    select(SignIn, Membership, TEAM)
    .join(SignIn.person)
    .outerjoin(
        Membership,
        (Membership.person_id == SignIn.person_id)
        & Membership.ended_at.is_(None)
        & Membership.practice.has(Practice.slug == bindparam("slug", type_=Text)),
    )
    .outerjoin(Practice, Practice.id == Membership.practice_id)
    .options(contains_eager(SignIn.person), contains_eager(Membership.practice))
    .where(
        SignIn.token_hash == bindparam("token_hash", type_=LargeBinary), SignIn.revoked_at.is_(None),
        SignIn.expires_at > bindparam("moment", type_=DateTime(timezone=True)), SignIn.proof == "password",
    )
)  # fmt: skip
"""A sign-in by password, the membership in the practice of the address if there is one, and the roles there."""

READING = (
    select(Practice, SignIn, TEAM)
    .outerjoin(
        SignIn,
        (SignIn.token_hash == bindparam("token_hash", type_=LargeBinary))
        & SignIn.revoked_at.is_(None)
        & (SignIn.expires_at > bindparam("moment", type_=DateTime(timezone=True))),
    )
    .outerjoin(SignIn.person)
    .options(contains_eager(SignIn.person))
    .where(Practice.slug == bindparam("slug", type_=Text), Practice.slug != "-")
)
"""The practice of the address, this browser's sign-in to the pages of clients and companies if it has one, and the roles there."""

BY_SLUG = select(Practice).where(Practice.slug == bindparam("slug", type_=Text), Practice.slug != "-")
"""The practice of an address, for people who only pass."""
