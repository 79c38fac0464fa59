from email.message import EmailMessage
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from app.local.inbox import create
from app.local.mail import Caught, Mailbox


@pytest.fixture
def mailbox(tmp_path: Path) -> Mailbox:
    return Mailbox(tmp_path)


@pytest.fixture
def visitor(mailbox: Mailbox) -> FlaskClient:
    return create(mailbox).test_client()


@pytest.fixture
def caught(mailbox: Mailbox) -> Caught:
    message = EmailMessage()
    message["From"], message["Subject"] = "tessa@example.com", "<b>Bold</b>"
    message.set_content("<script>alert(1)</script> https://plumbline.example/l/abc")
    message.add_alternative("<script>alert(1)</script><p>Hello</p>", subtype="html")
    message.add_attachment(b"%PDF-1.7", maintype="application", subtype="pdf", filename="receipt.pdf")
    message.add_attachment(b"<script>", maintype="text", subtype="html", filename="page.html")
    return mailbox.add(["bram@example.com"], bytes(message))


def test_an_empty_inbox_says_so(visitor: FlaskClient):
    assert "Nothing yet" in visitor.get("/").text


def test_words_of_a_mail_never_become_markup(visitor: FlaskClient, caught: Caught):
    for page in (visitor.get("/").text, visitor.get(f"/m/{caught.id}").text):
        assert "&lt;b&gt;Bold" in page
        assert "<script" not in page
        assert "<b>" not in page


def test_a_message_shows_its_links_and_its_parts(visitor: FlaskClient, caught: Caught):
    page = visitor.get(f"/m/{caught.id}").text
    assert 'href="https://plumbline.example/l/abc"' in page
    assert "receipt.pdf" in page
    assert 'sandbox="allow-popups allow-popups-to-escape-sandbox"' in page


def test_the_html_part_runs_nothing(visitor: FlaskClient, caught: Caught):
    answer = visitor.get(f"/m/{caught.id}/html")
    assert "<p>Hello</p>" in answer.text
    policy = answer.headers["Content-Security-Policy"]
    assert policy.startswith("sandbox ")
    assert "allow-scripts" not in policy
    assert "default-src 'none'" in policy


def test_attachments_come_out_whole_and_harmless(visitor: FlaskClient, caught: Caught):
    pdf = visitor.get(f"/m/{caught.id}/attachments/0")
    assert (pdf.data, pdf.mimetype) == (b"%PDF-1.7", "application/pdf")
    assert visitor.get(f"/m/{caught.id}/attachments/1").mimetype == "application/octet-stream"
    assert visitor.get(f"/m/{caught.id}/attachments/2").status_code == 404


def test_the_list_for_programs(visitor: FlaskClient, caught: Caught):
    (listed,) = visitor.get("/messages.json?to=BRAM@example.com").json
    assert listed["id"] == caught.id
    assert listed["links"] == ["https://plumbline.example/l/abc"]
    assert visitor.get("/messages.json?to=dana@example.com").json == []


def test_source_is_plain_text(visitor: FlaskClient, caught: Caught):
    assert visitor.get(f"/m/{caught.id}/source").mimetype == "text/plain"


@pytest.mark.parametrize("path", ["/m/x", "/m/20261124064704711189-0123abcd", "/m/x/html", "/m/x/source", "/m/x/attachments/0"])
def test_what_is_not_there_is_not_found(visitor: FlaskClient, path: str):
    assert visitor.get(path).status_code == 404


def test_only_its_own_page_empties_it(visitor: FlaskClient, caught: Caught, mailbox: Mailbox):
    assert visitor.post("/emptied", headers={"Origin": "https://elsewhere.example"}).status_code == 403
    assert len(list(mailbox)) == 1
    assert visitor.post("/emptied", headers={"Origin": "http://localhost"}).status_code == 303
    assert list(mailbox) == []


def test_another_host_name_is_refused(visitor: FlaskClient, caught: Caught):
    assert visitor.get("/", headers={"Host": "elsewhere.example"}).status_code == 400
