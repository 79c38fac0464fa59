"""One invoice: issued, declined once, paid, receipted."""

from tests.browser.live import Live
from tests.browser.story.words import FRITZ
from tests.browser.visitor import Visitor
from tests.cast import PASSWORD
from tests.fixtures_stripe import DECLINED, PAYS


def says_who_sells(alice: Visitor) -> None:
    alice.go_home("Settings")
    alice.press("^Money$", alice.page.get_by_role("navigation", name="Settings"))
    alice.write(legal_name="Harbour Coaching B.V.", legal_address="1 Quay\n1011 AB Amsterdam", tax_number="NL000000000B00", tax_rate="21")
    alice.press("^Save$")
    alice.press("Paying online")
    alice.write(account="own")
    alice.press("Go on with Stripe")
    alice.write(password=PASSWORD)  # it was given more than a week ago
    alice.press("^(Go on|Continue|Confirm|Sign in|That is me)")
    alice.write(account="own")
    alice.press("Go on with Stripe")
    alice.reads("Invoices can be paid by card")
    alice.looks("33-paying-online")


def issues(live: Live, alice: Visitor) -> None:
    alice.go_home("Money")
    alice.press("New invoice|invoice")
    alice.press("Cleo Marsh")
    alice.write(**{"lines-0-description": "Coaching package, November to March", "lines-0-unit_price": "4800"})
    alice.reads("5,808.00")
    alice.looks("34-invoice-form")
    alice.press("Look at it as a document")
    alice.looks("35-invoice-draft")
    alice.press("Issue and send")
    alice.reads("Invoice 2026-")
    alice.looks("36-invoice-issued")


def finance_pays(live: Live, fritz: Visitor) -> None:
    fritz.go(live.link(FRITZ, to="/l/"))
    fritz.press("Open it")
    fritz.looks("37-pay")
    address = fritz.page.url
    fritz.press("by card")
    fritz.write(email=FRITZ, number=DECLINED)
    fritz.press("^Pay €|^Pay ")
    fritz.reads("declined")
    fritz.write(number=PAYS)
    live.work()
    told = len(live.mailbox.to(FRITZ))
    fritz.press("^Pay ")
    live.work()
    assert len(live.mailbox.to(FRITZ)) == told + 1, "the receipt"
    fritz.page.goto(address)
    fritz.reads("Paid")
    with fritz.page.expect_download() as paper:
        fritz.press("Receipt for")
    assert paper.value.path().read_bytes().startswith(b"%PDF")
    fritz.looks("38-paid")


def the_coach_sees_it_paid(alice: Visitor) -> None:
    alice.page.reload()
    alice.reads("Paid")
    alice.looks("39-invoice-paid")
