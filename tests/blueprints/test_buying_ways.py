"""Other ways to pay than at once by card: on invoice, and in parts."""

from dataclasses import replace

from flask import Flask
from sqlalchemy import select

from billing import Package
from billing.draft import InvoiceDraft
from billing.gateway import Gateway
from billing.invoice import Invoice
from tests.blueprints.test_buying import ONCE, Browse, Enter, agree, ask_stripe, begin, counts, hidden, offered, pay, with_stripe
from tests.cast import House
from tests.fixtures_stripe import StripeStandin
from tests.money import work
from tests.sale import SINGLE, TOTAL
from tests.words import text

__all__ = ["with_stripe"]


def test_on_invoice_waits_for_the_practice(browse: Browse, harbour: House, enter: Enter, app: Flask, with_stripe: Gateway) -> None:
    stranger = browse()
    url = begin(stranger, offered(enter, harbour, terms=replace(SINGLE, on_invoice=True)))
    agree(stranger, url)
    made = hidden(stranger.get(url).text, "made")
    assert stranger.post(f"{url}/invoice", data={"made": made, "company": ""}).status_code == 422
    assert stranger.post(f"{url}/invoice", data={"made": made, "company": "Ilves Oy"}).status_code == 303
    work(app)
    work(app)
    assert "looks at it and sends the invoice" in stranger.get(url).text
    assert counts(enter, harbour) == {**ONCE, "invoice": 0, "payment": 0, "package": 0, "bought": 0}
    alice = browse(harbour, "alice")
    with enter(harbour) as session:
        draft = session.scalars(select(InvoiceDraft)).one()
        assert "Ilves Oy" in draft.buyer_address
    assert alice.post(f"/p/harbour-coaching/invoices/{draft.id}/issue", data={"version": draft.draft_no}).status_code == 303
    work(app)
    with enter(harbour) as session:
        assert session.scalars(select(Package)).one().left == 1
    assert "On invoice, to Ilves Oy." in stranger.get(url).text


def test_instalments_ask_for_the_first_part(
    browse: Browse, harbour: House, enter: Enter, app: Flask, with_stripe: Gateway, stripe_standin: StripeStandin
) -> None:
    stranger = browse()
    url = begin(stranger, offered(enter, harbour, terms=replace(SINGLE, instalments=3, instalment_minor=7333)))
    agree(stranger, url)
    page = stranger.get(url).text
    assert "€88.73 now, then the same each month, 3 times." in text(page)
    assert "a year for the wait" in text(page)
    sent = pay(stranger, url, parts="yes")
    assert sent.location.startswith(stripe_standin.url), text(sent.text)
    stripe_standin.pay(sent.location)
    ask_stripe(app, enter, harbour)
    with enter(harbour) as session:
        invoice = session.scalars(select(Invoice)).one()
        assert [part.amount_minor for part in invoice.instalments] == [8873, 8873, 8873]
        assert (invoice.total_minor, invoice.paid_minor, invoice.next_part_minor) == (26619, 8873, 8873)


def test_paid_at_once_in_one_tab_while_another_asks_for_instalments(
    browse: Browse, harbour: House, enter: Enter, app: Flask, with_stripe: Gateway, stripe_standin: StripeStandin
) -> None:
    stranger = browse()
    url = begin(stranger, offered(enter, harbour, terms=replace(SINGLE, instalments=3, instalment_minor=7333)))
    agree(stranger, url)
    stripe_standin.pay(pay(stranger, url).location)
    assert pay(stranger, url, parts="yes").location == url  # the other page was paid meanwhile: that is kept, and no second one opened
    work(app)
    assert counts(enter, harbour) == ONCE
    with enter(harbour) as session:
        invoice = session.scalars(select(Invoice)).one()
        assert (invoice.total_minor, invoice.owed_minor, len(invoice.instalments)) == (TOTAL, 0, 1)


def test_an_order_on_invoice_closes_the_page_for_cards(
    browse: Browse, harbour: House, enter: Enter, app: Flask, with_stripe: Gateway, stripe_standin: StripeStandin
) -> None:
    stranger = browse()
    url = begin(stranger, offered(enter, harbour, terms=replace(SINGLE, on_invoice=True)))
    agree(stranger, url)
    sent = pay(stranger, url).location
    made = hidden(stranger.get(url).text, "made")
    stranger.post(f"{url}/invoice", data={"made": made, "company": "Ilves Oy"})
    work(app)
    assert stripe_standin.show(sent.rsplit("/", 1)[1])["status"] == "expired"
