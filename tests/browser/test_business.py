"""From a stranger to words in public: bought, booked and held, closed with its evidence, said, shown, taken back, gone."""

from collections.abc import Callable

from tests.browser.business import buying, ending, proving, scene
from tests.browser.live import Live
from tests.browser.visitor import IN_EVERY_LOOK, Visitor

Visit = Callable[..., Visitor]


@IN_EVERY_LOOK
def test_from_a_stranger_to_words_in_public(live: Live, visit: Visit, width: int, dark: bool) -> None:
    scene.furnish(live)
    alice, greta, cleo, milo, writer, guest, later = (visit(live.url, width, dark=dark) for _ in range(7))

    buying.the_coach_shows_a_page(alice)
    buying.finds_an_offer(greta)
    buying.gives_details_and_agrees(greta)
    buying.is_declined_and_pays(live, greta)
    buying.books_an_hour(live, greta)
    buying.the_coach_sees_the_order(live, alice)
    buying.the_hour_is_held(live, alice)

    ending.the_client_names_a_witness(live, cleo)
    ending.a_colleague_confirms(live, milo)
    ending.the_coach_proposes_what_was_learned(live, alice)
    ending.both_sign(live, alice, cleo)
    ending.the_report_is_there(live, alice, cleo)

    proving.the_coach_asks(alice)
    address = proving.the_writer_agrees(live, writer)
    proving.it_stands(live, guest)
    proving.the_coach_sees_it_stand(alice)
    proving.it_is_taken_back(writer, address)
    proving.it_is_gone(live, later)
