"""One agreement from sign-up to a paid invoice and a change, as coach, client, boss and finance click through it."""

from collections.abc import Callable

from tests.browser.live import Live
from tests.browser.story import agreeing, beginning, paying, working
from tests.browser.visitor import NARROW, Visitor

Visit = Callable[..., Visitor]


def test_the_whole_story(live: Live, visit: Visit) -> None:
    alice, cleo, fritz = visit(live.url), visit(live.url, NARROW), visit(live.url)
    bruno, bruno_on_his_phone = visit(live.url), visit(live.url, NARROW)

    beginning.signs_up(live, alice)
    beginning.adds_the_first_client(alice)
    beginning.asks_why(alice)

    agreeing.writes(alice)
    agreeing.sends_to_the_boss(alice)
    agreeing.the_boss_suggests(live, bruno_on_his_phone)
    agreeing.the_coach_mends(live, alice)
    agreeing.the_boss_signs(live, bruno)
    agreeing.the_coach_offers(live, alice)
    agreeing.the_client_signs(live, cleo)
    agreeing.finance_signs(live, fritz)
    agreeing.the_coach_signs(live, alice)
    agreeing.a_stranger_checks(live, alice, visit(live.url, NARROW))

    working.a_session_is_held(live, alice)
    working.the_client_gets_in(live, alice, cleo)
    working.the_client_works(live, cleo)
    working.the_client_shares(live, cleo, bruno_on_his_phone)
    working.the_coach_reads_the_chart(alice)

    paying.says_who_sells(alice)
    paying.issues(live, alice)
    paying.finance_pays(live, fritz)
    paying.the_coach_sees_it_paid(alice)

    finds_by_keyboard(alice)
    agreeing.all_agree_to_a_change(live, alice, cleo, bruno)
    sees_what_went_out(alice)


def finds_by_keyboard(alice: Visitor) -> None:
    alice.press("^Invoices$")
    alice.page.wait_for_load_state()
    alice.page.keyboard.press("Control+k")
    alice.page.keyboard.type("cleo")
    alice.page.locator("#palette-found").get_by_role("link", name="Cleo Marsh").first.wait_for()
    alice.picture("44-palette", whole=False)
    alice.page.keyboard.press("ArrowDown")
    alice.page.keyboard.press("Enter")
    alice.page.wait_for_url("**/clients/*")
    alice.press("[Aa]greement")


def sees_what_went_out(alice: Visitor) -> None:
    alice.press("^Agreement with")
    alice.press("^Cleo Marsh$")
    alice.go_home("Messages")
    for name in ("Cleo Marsh", "Bruno Vale", "Fritz Vale"):
        alice.reads(name)
    alice.picture("45-messages")
