"""The wall on somebody else's page: under a strict policy of that page, and on a page that tries to reach into it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from playwright.sync_api import Browser, Page, Response, expect

from app import db
from app.clock import now
from models import Person, Testimonial
from models.face import refresh_face
from models.signup import Signup
from tests.browser.live import Live

ATTACK = "<script>document.title = 'taken'</script> It goes out on the third now."
LINE = '<iframe src="{}" sandbox="allow-popups allow-popups-to-escape-sandbox" loading="lazy" title="What people said" width="100%" height="600"></iframe>'
REACH = """<script>
  addEventListener("load", () => {
    const frame = document.querySelector("iframe");
    const tried = [];
    try { tried.push(frame.contentDocument === null ? "no document" : "a document"); } catch (error) { tried.push(error.name); }
    try { frame.contentWindow.document.body.innerHTML = "taken"; tried.push("wrote"); } catch (error) { tried.push(error.name); }
    try { frame.contentWindow.document.cookie; tried.push("read a cookie"); } catch (error) { tried.push(error.name); }
    document.title = tried.join(", ");
  });
</script><style>iframe { filter: none } h1, p { display: none !important }</style>"""


@pytest.fixture
def widget(live: Live) -> str:
    """A practice of which one person spoke."""
    at = datetime(2026, 11, 17, 9, tzinfo=UTC)
    with live.app.app_context():
        with db.transaction() as session:
            person = Person(address="alice@harbour.example", name="Alice Harbour", confirmed_at=at, created_at=at)
            session.add(person)
            session.flush()
            key = live.app.extensions["vault"].new_key()
            practice = (
                Signup("Harbour Coaching", "both", "leaders", "EUR", "Europe/Amsterdam", "en").make(session, person, key, at).practice
            )
            id, slug = practice.id, practice.slug
        with db.transaction(id) as session:
            said = Testimonial(source="old", name="Cleo Marsh", zone="UTC", locale="en", created_at=at, asked_at=at)
            session.add(said)
            session.flush()
            text = said.say(ATTACK, at)
            agreed = {"ip": "", "browser": "", "now": at, "today": at.date()}
            said.agree(["text", "name"], ["page"], text.sha256, 2, **agreed)
            refresh_face(session, session.merge(practice), now())
    return f"{live.url}/at/{slug}/wall/widget"


@contextmanager
def hosting(body: str, policy: str = "") -> Iterator[str]:
    """A page of another site."""

    class Host(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            if policy:
                self.send_header("Content-Security-Policy", policy)
            self.end_headers()
            self.wfile.write(f"<!doctype html><title>Host</title><h1>Host</h1>{body}".encode())

        def log_message(self, *_words: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Host)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://localhost:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)


@pytest.fixture
def guest(browser: Browser) -> Iterator[Callable[[], tuple[Page, list[str], list[Response]]]]:
    contexts = []

    def visit() -> tuple[Page, list[str], list[Response]]:
        context = browser.new_context()
        contexts.append(context)
        page, heard, answers = context.new_page(), [], []
        page.on("console", lambda message: heard.append(message.text))
        page.on("response", lambda answer: answers.append(answer))
        return page, heard, answers

    yield visit
    for context in contexts:
        context.close()


def test_under_a_strict_policy_of_its_host(live: Live, widget: str, guest: Callable[[], tuple[Page, list[str], list[Response]]]) -> None:
    page, heard, answers = guest()
    with hosting(LINE.format(widget), f"default-src 'none'; frame-src {live.url}") as host:
        page.goto(host)
        frame = page.frame_locator("iframe")
        expect(frame.get_by_text("It goes out on the third now.")).to_be_visible()
        expect(frame.get_by_text("<script>")).to_be_visible()
        ours = [answer for answer in answers if answer.url.startswith(live.url)]
        assert len(ours) == 2, [answer.url for answer in ours]
        assert sum(len(answer.body()) for answer in ours) < 15_000
        for answer in ours:
            assert "set-cookie" not in answer.headers
            assert "cookie" not in answer.request.headers
            assert "frame-ancestors *" in answer.headers["content-security-policy"]
        assert frame.locator("h1").evaluate("one => getComputedStyle(one).fontFamily").startswith("Georgia"), "its own style is there"
        assert page.title() == "Host"
        assert page.context.cookies() == []
    assert heard == []


def test_a_hostile_page_reaches_nothing_in_it(widget: str, guest: Callable[[], tuple[Page, list[str], list[Response]]]) -> None:
    page, _heard, _answers = guest()
    with hosting(LINE.format(widget) + REACH) as host:
        page.goto(host)
        page.wait_for_function("document.title !== 'Host'")
        assert page.title() == "no document, SecurityError, SecurityError"
        expect(page.frame_locator("iframe").locator("h1")).to_be_visible()


def test_nothing_else_of_ours_may_be_framed(live: Live, widget: str, guest: Callable[[], tuple[Page, list[str], list[Response]]]) -> None:
    """frame-ancestors is opened for the widget alone."""
    page, heard, _answers = guest()
    with hosting(f'<iframe src="{widget.removesuffix("/widget")}"></iframe><iframe src="{live.url}/sign-in"></iframe>') as host:
        page.goto(host)
        page.wait_for_timeout(500)
        assert sum("frame-ancestors" in words for words in heard) == 2
