"""A record of the organisation: laid beside a goal by the coach, and what the client says of it."""

import re
from collections.abc import Callable
from io import BytesIO
from uuid import uuid4

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from models import Testimonial
from tests.cast import House
from tests.closing import run_all
from tests.saying import the_one
from tests.story import MINUTES, Enter

Browse = Callable[..., FlaskClient]


def with_record(app: Flask, enter: Enter, house: House, browse: Browse, body: bytes = MINUTES) -> FlaskClient:
    alice = browse(house, "alice")
    url = f"/p/{house.slug}/proof/{the_one(enter, house)}"
    given = {"paper": (BytesIO(body), "minutes.pdf"), "source": "Minutes, kept by the office", "once": str(uuid4())}
    assert alice.post(f"{url}/record", data=given).status_code == 303
    return alice


def say_of_record(app: Flask, enter: Enter, house: House, browse: Browse, answer: str = "", digest: str = "") -> int:
    """The client's yes, or with "/removal" their no, to the file that they see."""
    cleo = browse(house, "cleo")
    with enter(house) as session:
        url = f"/my/{house.slug}/goals/{session.scalars(select(Testimonial.goal_id)).one()}/record"
    seen = re.findall(r'name="sha256"[^>]*value="([0-9a-f]{64})"', cleo.get(url).get_data(as_text=True))
    status = cleo.post(f"{url}{answer}", data={"sha256": digest or seen[0]}).status_code
    run_all(app)
    return status
