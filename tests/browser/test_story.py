"""One agreement from sign-up to a paid invoice and a change, as coach, client, boss and finance click through it."""

from collections.abc import Callable

from tests.browser.live import Live
from tests.browser.story import agreeing, beginning, paying, working
from tests.browser.story.words import FRITZ
from tests.browser.visitor import IN_EVERY_LOOK, Visitor

Visit = Callable[..., Visitor]


@IN_EVERY_LOOK
def test_the_whole_story(live: Live, visit: Visit, width: int, dark: bool) -> None:
    alice, cleo, bruno, fritz, stranger = (visit(live.url, width, dark=dark) for _ in range(5))

    beginning.signs_up(live, alice)
    beginning.adds_the_first_client(alice)
    beginning.asks_why(alice)

    agreeing.writes(alice)
    agreeing.sends_to_the_boss(alice)
    agreeing.the_boss_suggests(live, bruno)
    agreeing.the_coach_mends(live, alice)
    agreeing.the_boss_signs(live, bruno)
    agreeing.the_coach_offers(live, alice)
    agreeing.the_client_signs(live, cleo)
    agreeing.finance_signs(live, fritz)
    agreeing.the_coach_signs(live, alice)
    agreeing.a_stranger_checks(live, alice, stranger)

    working.a_session_is_held(live, alice)
    working.the_client_gets_in(live, alice, cleo)
    working.the_client_works(live, cleo)
    working.the_client_shares(live, cleo, bruno)
    working.the_coach_reads_the_chart(alice)

    paying.says_who_sells(alice)
    paying.issues(live, alice)
    paying.finance_pays(live, fritz)
    paying.the_coach_sees_it_paid(alice)

    finds_by_keyboard(alice)
    agreeing.all_agree_to_a_change(live, alice, cleo, bruno)
    agreeing.it_ends_early(alice)
    sees_what_went_out(alice)
    for reader in (cleo, bruno, fritz):
        reader.press("What we send you")
    working.gets_in(live, fritz, FRITZ)
    for reader in (cleo, bruno, fritz):
        sees_what_came(reader)


def finds_by_keyboard(alice: Visitor) -> None:
    alice.press("^Invoices$")
    alice.page.wait_for_load_state()
    alice.page.keyboard.press("Control+k")
    alice.page.keyboard.type("cleo")
    alice.page.locator("#palette-found").get_by_role("link", name="Cleo Marsh").first.wait_for()
    alice.looks("44-palette", whole=False)
    alice.page.keyboard.press("ArrowDown")
    alice.page.keyboard.press("Enter")
    alice.page.wait_for_url("**/clients/*")
    alice.press("[Aa]greement")


def sees_what_went_out(alice: Visitor) -> None:
    alice.press("^Cleo Marsh$")
    alice.go_home("Messages")
    for name in ("Cleo Marsh", "Bruno Vale", "Fritz Vale"):
        alice.reads(name)
    alice.looks("45-messages")


def sees_what_came(reader: Visitor) -> None:
    """What was sent, and how to have it stop: one click from wherever they were."""
    reader.reads("In the last month")
    reader.looks("46-what-we-send")
