"""People who are asked how it was: their links, and what they send."""

from io import BytesIO
from typing import Any
from uuid import UUID

from flask import Flask
from itsdangerous import Signer
from PIL import Image
from sqlalchemy import select

from app.addresses import settings
from app.clock import now
from models import Link, Testimonial
from tests.cast import House
from tests.story import Enter

WORDS = "It goes out on the third now. Nobody has died of a rounding error."


def made(app: Flask) -> str:
    """The hidden time of an open form."""
    with app.app_context():
        return Signer(app.config["SECRET_KEY"], salt="open form").sign(str(int(now().timestamp()) // 3600)).decode()


def everything(app: Flask, **more: Any) -> dict[str, Any]:
    """A whole form: all items, all places."""
    ticks = {f"show_{item}": "y" for item in ("text", "name", "role", "company", "measured")}
    places = {f"on_{place}": "y" for place in ("page", "proposal", "post")}
    said = {"free": WORDS, "role": "planner", "company": "Quay Freight", "got": "no", "know": "no", "until": "1", "made": made(app)}
    return {**ticks, **places, **said, **more}


def picture(kind: str = "PNG", size: tuple[int, int] = (60, 40), **more: Any) -> bytes:
    out = BytesIO()
    Image.new("RGB", size, "teal").save(out, kind, **more)
    return out.getvalue()


def link_of(app: Flask, enter: Enter, house: House, id: UUID, purpose: str = "testimonial") -> str:
    """The address that stands in the mail."""
    with app.app_context(), enter(house) as session:
        secret = settings().secret
        row = Link.mint(session, secret, purpose, practice_id=house.practice_id, subject_id=id, address="cleo@private.example", now=now())
        token = row.token(secret)
        session.commit()
    return f"/{'say' if purpose == 'testimonial' else 'confirm'}/{house.slug}/{token}"


def the_one(enter: Enter, house: House) -> UUID:
    with enter(house) as session:
        return session.scalars(select(Testimonial.id)).one()
