"""Pages for strangers are the same for everybody: each is made once, and made anew when a row it was made of has changed."""

from collections import OrderedDict
from collections.abc import Callable
from functools import cache
from typing import Any
from uuid import UUID

from flask import g, make_response, request
from sqlalchemy import Select, String, Uuid, bindparam, func, literal_column, select
from sqlalchemy.dialects.postgresql import aggregate_order_by

from app import db
from app.clock import now
from billing import Offer, OfferVersion
from models import Practice, PublicPage, WallCard

MINUTE = "public, max-age=60"
MOST = 300  # pages kept in one process, the last asked for
_made: OrderedDict[tuple[UUID, str], tuple[tuple[str, ...], str]] = OrderedDict()


def standing(make: Callable[[], str]) -> Any:
    """The page that `make` gives, with the mark of its content, so that who asks again is told that nothing changed."""
    key, mark = (g.practice.id, str(request.endpoint)), _mark()
    kept = _made.pop(key, None)  # whoever asks at the same moment makes it once more, and nobody misses what another thread dropped
    if kept is None or kept[0] != mark:
        kept = (mark, make())
    _made[key] = kept
    while len(_made) > MOST:
        _made.popitem(last=False)
    return for_all(kept[1])


def for_all(page: str) -> Any:
    """May be kept for a minute on the way."""
    answer = make_response(page)
    answer.headers["Cache-Control"] = MINUTE
    answer.add_etag(weak=True)
    return answer.make_conditional(request)


def _mark() -> tuple[str, ...]:
    """Another after any change of what strangers may read, in the next hour (forms say theirs) and on the practice's next day."""
    moment = now()
    rows = db.session().execute(_rows(), {"practice_id": g.practice.id}).one()
    return (*(str(row) for row in rows), f"{moment:%j %H}", str(g.practice.today(moment)))


@cache
def _rows() -> Select[Any]:
    """Of each table the ids of its rows, and which transaction wrote each as it is."""
    of_practice = select(_written(Practice)).where(Practice.id == bindparam("practice_id", type_=Uuid()))
    asked = (of_practice, *(select(_written(noun)) for noun in (PublicPage, Offer, OfferVersion, WallCard)))
    return select(*(one.scalar_subquery() for one in asked))


def _written(noun: type[Any]) -> Any:
    version = literal_column(f"{noun.__tablename__}.xmin::text", String)
    return func.string_agg(noun.id.cast(String) + version, aggregate_order_by(literal_column("' '"), noun.id))
