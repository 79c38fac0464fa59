"""The figures are confirmed by somebody who can know, and the agreement closes with its evidence."""

from tests.browser.business.words import CLEO, LESSONS, MILO, TITLE
from tests.browser.live import Live
from tests.browser.story.working import gets_in
from tests.browser.visitor import Visitor


def the_client_names_a_witness(live: Live, cleo: Visitor) -> None:
    cleo.go("/my/harbour-coaching/")
    gets_in(live, cleo, CLEO)
    cleo.press(TITLE)
    cleo.press("Ask somebody at work to confirm the figures")
    cleo.write(relation="colleague", name="Milo Vale", address=MILO)
    cleo.looks("b20-witness")
    cleo.press("Show them the figures")
    cleo.reads("Milo Vale: asked on")


def a_colleague_confirms(live: Live, milo: Visitor) -> None:
    milo.go(live.link(MILO, to="/confirm/"))
    milo.reads(TITLE)
    milo.looks("b21-figures")
    milo.write(answer="yes")
    milo.press("Send my answer")
    milo.reads("Thank you")


def the_coach_proposes_what_was_learned(live: Live, alice: Visitor) -> None:
    live.work()
    alice.go_home("Clients")
    alice.press("Cleo Marsh")
    alice.press("^Agreement")
    alice.press("Close it with its evidence")
    alice.reads("Improved since November")
    alice.write(**LESSONS)
    alice.looks("b22-closing")
    alice.press("Send it to Cleo to read over")
    alice.reads("Signatures")


def both_sign(live: Live, alice: Visitor, cleo: Visitor) -> None:
    cleo.go(live.link(CLEO, to="/l/"))
    cleo.press("Open it|See")
    cleo.reads("What your agreement came to")
    cleo.looks("b23-closing-asked")
    form = cleo.page.locator("form.sign")
    cleo.write(form, name="Cleo Marsh", shares_report=True)
    cleo.press("Sign it", form)
    cleo.reads("signs the same text")
    alice.page.reload()
    form = alice.page.locator("form.sign")
    alice.write(form, name="Alice Harbour")
    alice.press("Sign it", form)
    alice.reads("Closed on")


def the_report_is_there(live: Live, alice: Visitor, cleo: Visitor) -> None:
    live.work()
    cleo.page.reload()
    cleo.reads("Your final report")
    cleo.reads(LESSONS["keep"])
    cleo.looks("b24-report")
    with cleo.page.expect_download() as paper:
        cleo.press("PDF")
    assert paper.value.path().read_bytes().startswith(b"%PDF")
    alice.page.reload()
    alice.reads("For Cleo Marsh")
    alice.looks("b25-closed")
