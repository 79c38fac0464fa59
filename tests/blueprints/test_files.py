"""Papers: made once by a due row, handed out as downloads, each part to who may read it."""

import re
import zlib
from collections.abc import Callable
from contextlib import suppress
from uuid import UUID, uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import jobs
from models import Due, File, Version
from tests.cast import House
from tests.signing import in_force

Enter = Callable[..., Session]
Browse = Callable[..., FlaskClient]


@pytest.fixture
def papers(app: Flask, enter: Enter, harbour: House) -> dict[str, UUID]:
    in_force(enter, harbour)
    with app.app_context(), enter(harbour) as session:
        for due in session.scalars(select(Due).where(Due.verb == "make_agreement_pdf")):
            jobs.VERBS[due.verb](session, due.subject_id)
            jobs.VERBS[due.verb](session, due.subject_id)
        session.commit()
        files = session.scalars(select(File)).all()
        made = {session.get_one(Version, (harbour.practice_id, file.subject_id)).part.kind: file.id for file in files}
    return made


def inside(body: bytes) -> bytes:
    """The body and what its streams hold."""
    found = [body]
    for stream in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", body, re.DOTALL):
        with suppress(zlib.error):
            found.append(zlib.decompress(stream))
    return b"\n".join(found)


def test_each_part_is_one_paper(papers: dict[str, UUID], browse: Browse, harbour: House) -> None:
    assert sorted(papers) == ["annex", "goals", "terms"]
    answer = browse(harbour, "alice").get(f"/p/harbour-coaching/files/{papers['goals']}")
    assert answer.status_code == 200
    assert answer.data.startswith(b"%PDF-")
    assert b"pdfuaid" in inside(answer.data)
    assert answer.headers["Content-Disposition"] == 'attachment; filename="Goals version 1.pdf"'
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_who_may(papers: dict[str, UUID], browse: Browse, harbour: House, summit: House) -> None:
    allowed = {"alice": {"goals", "annex", "terms"}, "bob": {"goals", "terms"}, "ada": {"terms"}, "rita": {"goals", "terms"}}
    for who, kinds in allowed.items():
        browser = browse(harbour, who)
        served = {kind for kind, id in papers.items() if browser.get(f"/p/harbour-coaching/files/{id}").status_code == 200}
        refused = {kind for kind, id in papers.items() if browser.get(f"/p/harbour-coaching/files/{id}").status_code == 403}
        assert (served, refused) == (kinds, set(papers) - kinds), who
    assert browse(summit, "charlie").get(f"/p/summit-coaching/files/{papers['terms']}").status_code == 404
    assert browse(harbour, "alice").get(f"/p/harbour-coaching/files/{uuid4()}").status_code == 404
