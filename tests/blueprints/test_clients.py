"""Clients: the list, one of them, making and changing one."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Connection, func, select

from models import Client, Contact, File, Message, Organisation, Practice, Sponsorship
from tests.cast import NOW, House, add_client
from tests.statements import counted
from tests.story import Enter, begin, furnish, sign_all

Browse = Callable[..., FlaskClient]
MENU = "<span>Money</span>"


def url(house: House, end: str = "") -> str:
    return f"/p/{house.slug}/clients{end}"


def typed(house: House, **more: str) -> dict[str, str]:
    return {
        "name": "Nora Field", "address": "nora@private.example", "zone": "Europe/Lisbon", "coach": str(house.members["alice"]), "once": str(uuid4()), **more,
    }  # fmt: skip


def named(enter: Enter, house: House, name: str = "Nora Field") -> Client | None:
    with enter(house) as session:
        return session.scalar(select(Client).where(Client.name == name))


def test_the_list_says_the_state_of_each(enter: Enter, harbour: House, browse: Browse) -> None:
    sign_all(enter, harbour)
    page = browse(harbour, "alice").get(url(harbour)).text
    assert "Cleo Marsh" in page and "Dora Marsh" in page and "Quay Freight" in page
    assert "Decisions are closed in the meeting" in page and "In force" in page
    assert "Cody" not in page


def test_an_assistant_sees_names_and_no_content(enter: Enter, harbour: House, browse: Browse) -> None:
    id = harbour.clients["cleo"]
    sign_all(enter, harbour)
    ada = browse(harbour, "ada")
    for page in (ada.get(url(harbour)).text, ada.get(url(harbour, f"/{id}")).text):
        assert "Cleo Marsh" in page
        assert "Decisions are closed" not in page and "In force" not in page


def test_the_page_of_a_client(app: Flask, enter: Enter, harbour: House, browse: Browse) -> None:
    ids = furnish(enter, harbour, app)
    page = browse(harbour, "alice").get(url(harbour, f"/{ids['client']}")).text
    for words in (
        "Decisions are closed in the meeting",
        "Try the three sentences",
        "We looked at",
        "Bruno Vale",
        "video",
        "Prepare",
        "In force",
    ):
        assert words in page, words
    assert "mark-private-note" not in page and "mark-annex" not in page


def test_whoever_only_reads_is_offered_nothing_to_change(app: Flask, enter: Enter, harbour: House, browse: Browse) -> None:
    ids = furnish(enter, harbour, app)
    rita = browse(harbour, "rita")
    page = rita.get(url(harbour, f"/{ids['client']}")).text
    assert "Decisions are closed in the meeting" in page
    assert '<form class="act"' not in page and "/edit" not in page
    assert rita.post(url(harbour), data=typed(harbour)).status_code == 403


def test_money_is_for_who_bills(app: Flask, enter: Enter, harbour: House, browse: Browse) -> None:
    """Whoever only reads finds neither the section on the page nor the place in the menu, and the doors behind them stay shut."""
    ids = furnish(enter, harbour, app)
    with enter(harbour) as session:
        made = File(
            subject_id=ids["invoice"],
            kind="invoice",
            name="1.pdf",
            media_type="application/pdf",
            path="x",
            size=1,
            sha256="0" * 64,
            made_at=NOW,
        )
        session.add(made)
        session.commit()
        paper = made.id
    page = url(harbour, f"/{ids['client']}")
    for who in ("alice", "bob", "ada"):
        text = browse(harbour, who).get(page).text
        assert "Invoiced" in text and MENU in text, who
    rita = browse(harbour, "rita")
    text = rita.get(page).text
    assert "Cleo Marsh" in text
    assert "Invoiced" not in text and MENU not in text and "5,808" not in text
    assert rita.get(f"/p/{harbour.slug}/invoices").status_code == 403
    assert rita.get(f"/p/{harbour.slug}/files/{paper}").status_code == 403


def test_pages_cost_the_same_for_one_client_and_for_many(enter: Enter, harbour: House, browse: Browse, connection: Connection) -> None:
    alice, id = browse(harbour, "alice"), harbour.clients["cleo"]
    sign_all(enter, harbour)
    with counted(connection) as few:
        alice.get(url(harbour))
    with counted(connection) as one:
        assert alice.get(url(harbour, f"/{id}")).status_code == 200
    with enter(harbour) as session:
        for n in range(12):
            who = f"kim{n}"
            add_client(session, harbour, who, "alice", company=f"Company {n}", boss=f"boss{n}")
            begin(session, harbour, who)
        session.commit()
    with counted(connection) as many:
        alice.get(url(harbour))
    assert len(few) == len(many) <= 8, many
    assert len(one) <= 8, one


def test_search_and_archive_on_the_list(enter: Enter, harbour: House, browse: Browse) -> None:
    alice = browse(harbour, "alice")
    assert "Name or company" not in alice.get(url(harbour)).text
    with enter(harbour) as session:
        for n in range(30):
            session.add(
                Client(
                    name=f"Zoë Ödegård {n:02d}",
                    address=f"z{n}@private.example",
                    coach_id=harbour.members["alice"],
                    zone="UTC",
                    created_at=NOW,
                )
            )
        session.commit()
    assert "Name or company" in alice.get(url(harbour)).text
    first, second = alice.get(url(harbour, "?q=ODEGARD zoe")).text, alice.get(url(harbour, "?q=ODEGARD zoe&page=2")).text
    assert "Zoë Ödegård 00" in first and "Cleo" not in first and "Zoë Ödegård 29" not in first
    assert "Zoë Ödegård 29" in second
    assert "Cleo Marsh" in alice.get(url(harbour, "?q=quay")).text, "the company's name counts too"
    assert "Nobody here is called" in alice.get(url(harbour, "?q=nobody")).text
    assert alice.get(url(harbour, "?page=100000000000000000000&show=%00&q=%00")).status_code == 200


def test_archiving_can_be_undone(harbour: House, browse: Browse) -> None:
    alice, id = browse(harbour, "alice"), harbour.clients["dora"]
    answer = alice.post(url(harbour, f"/{id}/archive"), follow_redirects=True)
    assert "Dora Marsh is archived" in answer.text and f"/{id}/archive/removal" in answer.text
    assert "Dora Marsh</a>" not in alice.get(url(harbour)).text
    assert "Dora Marsh</a>" in alice.get(url(harbour, "?show=archived")).text
    assert "Bring back" in alice.get(url(harbour, f"/{id}")).text
    alice.post(url(harbour, f"/{id}/archive/removal"))
    assert "Dora Marsh</a>" in alice.get(url(harbour)).text


def test_a_client_with_a_company_and_three_people(enter: Enter, harbour: House, browse: Browse) -> None:
    answer = browse(harbour, "alice").post(
        url(harbour), data=typed(harbour, organisation="  QUAY   freight ", boss_name="Bo Ss", boss_address="bo@company.example", finance_name="Fi Nance",
        finance_address="FI@company.example",
    )
    )  # fmt: skip
    made = named(enter, harbour)
    assert answer.status_code == 303 and made and answer.location.endswith(str(made.id))
    with enter(harbour) as session:
        nora = session.get_one(Client, (harbour.practice_id, made.id))
        assert session.scalar(select(func.count()).select_from(Organisation)) == 1, "the same company under another spelling"
        assert nora.organisation is not None and nora.organisation.name == "Quay Freight"
        assert sorted((s.role, s.contact.address) for s in nora.sponsorships) == [
            ("boss", "bo@company.example"),
            ("finance", "fi@company.example"),
        ]
        assert (nora.zone, nora.coach_id) == ("Europe/Lisbon", harbour.members["alice"])
        assert not list(session.scalars(select(Message))), "nobody is written to"


def test_a_name_and_an_address_are_enough(enter: Enter, harbour: House, browse: Browse) -> None:
    answer = browse(harbour, "bob").post(url(harbour), data={"name": "Nora Field", "address": "nora@private.example", "once": str(uuid4())})
    made = named(enter, harbour)
    assert answer.status_code == 303 and made
    assert (made.zone, made.coach_id) == ("Europe/Amsterdam", harbour.members["bob"])


def test_the_same_form_twice_makes_one_client(enter: Enter, harbour: House, browse: Browse) -> None:
    alice, form = browse(harbour, "alice"), typed(harbour)
    assert alice.post(url(harbour), data=form).status_code == 303
    assert alice.post(url(harbour), data=form).status_code == 409
    with enter(harbour) as session:
        assert session.scalar(select(func.count()).select_from(Client).where(Client.name == "Nora Field")) == 1


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"name": ""}, "Please fill this in."),
        ({"name": "\u200b\x00 "}, "Please fill this in."),
        ({"name": "x" * 201}, "At most 200"),
        ({"name": "see www.bad.example"}, "web address"),
        ({"address": "nowhere"}, "has an @ in it"),
        ({"address": "a@" + "b" * 400}, "longer than"),
        ({"zone": "Mars/Olympus"}, "Not a valid choice"),
        ({"coach": "no-id"}, "Not a valid choice"),
        ({"boss_name": "Bo Ss"}, "belong together"),
        ({"hr_address": "hr@company.example"}, "belong together"),
        ({"boss_name": "Me", "boss_address": "nora@private.example"}, "own address"),
        ({"once": "junk"}, "save once more"),
    ],
)  # fmt: skip
def test_what_cannot_be_saved_is_said_and_nothing_is_lost(harbour: House, browse: Browse, wrong: dict[str, str], sentence: str) -> None:
    answer = browse(harbour, "alice").post(url(harbour), data=typed(harbour, organisation="Kept words", **wrong))
    assert answer.status_code == 422
    assert sentence in answer.text and "Kept words" in answer.text


def test_a_coach_of_another_practice_cannot_be_chosen(enter: Enter, harbour: House, summit: House, browse: Browse) -> None:
    answer = browse(harbour, "alice").post(url(harbour), data=typed(harbour, coach=str(summit.members["charlie"])))
    assert answer.status_code == 422 and named(enter, harbour) is None


def test_where_people_pay_no_boss_is_asked_for(enter: Enter, harbour: House, browse: Browse) -> None:
    with enter(harbour) as session:
        session.get_one(Practice, harbour.practice_id).who_pays = "people"
        session.commit()
    alice = browse(harbour, "alice")
    page = alice.get(url(harbour, "/new")).text
    assert "Boss" not in page and "Finance" not in page and "Company" not in page
    assert (
        alice.post(url(harbour), data=typed(harbour, boss_name="Bo Ss", boss_address="bo@company.example", organisation="X")).status_code
        == 303
    )
    made = named(enter, harbour)
    assert made and made.organisation_id is None
    page = alice.get(url(harbour, f"/{harbour.clients['cleo']}")).text
    assert "Bruno" not in page and "boss" not in page.lower()


def change(house: House, **more: str) -> dict[str, str]:
    return {
        "name": "Cleo Marsh", "address": "cleo@private.example", "zone": "Europe/Amsterdam", "coach": str(house.members["alice"]), "version": "1",
        "organisation": "Quay Freight", "boss_name": "Bruno Vale", "boss_address": "bruno@company.example", "hr_name": "Hana Vale",
        "hr_address": "hana@company.example", "finance_name": "Fritz Vale", "finance_address": "fritz@company.example", **more,
    }  # fmt: skip


def test_changing_a_client(enter: Enter, harbour: House, browse: Browse) -> None:
    alice, id = browse(harbour, "alice"), harbour.clients["cleo"]
    page = alice.get(url(harbour, f"/{id}/edit")).text
    assert "bruno@company.example" in page and "Quay Freight" in page
    form = change(
        harbour,
        name="Cleo Marsh-Ode",
        boss_name="Bea New",
        boss_address="bea@company.example",
        hr_name="",
        hr_address="",
        finance_name="Fritz Other",
    )
    assert alice.post(url(harbour, f"/{id}/edit"), data=form).status_code == 303
    with enter(harbour) as session:
        cleo = session.get_one(Client, (harbour.practice_id, id))
        assert (cleo.name, cleo.folded, cleo.version) == ("Cleo Marsh-Ode", "cleo marsh-ode", 2)
        assert sorted((s.role, s.contact.name) for s in cleo.sponsorships) == [("boss", "Bea New"), ("finance", "Fritz Other")]
        assert session.scalar(select(func.count()).select_from(Contact).where(Contact.name == "Bruno Vale")) == 1, (
            "who was a boss is not forgotten"
        )


def test_the_holder_of_an_old_address_is_shut_out(harbour: House, browse: Browse) -> None:
    cleo, id = browse(harbour, "cleo"), harbour.clients["cleo"]
    assert cleo.get(f"/my/{harbour.slug}/").status_code == 200
    browse(harbour, "alice").post(url(harbour, f"/{id}/edit"), data=change(harbour, address="cleo@elsewhere.example"))
    assert cleo.get(f"/my/{harbour.slug}/").status_code == 404


def test_a_practice_of_one_is_not_asked_who_coaches(enter: Enter, summit: House, browse: Browse) -> None:
    charlie, id = browse(summit, "charlie"), summit.clients["cody"]
    assert 'name="coach"' not in charlie.get(url(summit, f"/{id}/edit")).text
    typed = {"name": "Cody Two", "address": "cody@private.example", "zone": "Europe/Paris", "version": "1"}
    assert charlie.post(url(summit, f"/{id}/edit"), data=typed).status_code == 303
    with enter(summit) as session:
        cody = session.get_one(Client, (summit.practice_id, id))
        assert (cody.name, cody.coach_id) == ("Cody Two", summit.members["charlie"])


def test_a_stale_form_shows_both_versions(harbour: House, browse: Browse) -> None:
    alice, id = browse(harbour, "alice"), harbour.clients["cleo"]
    alice.post(url(harbour, f"/{id}/edit"), data=change(harbour, name="Cleo One"))
    answer = alice.post(url(harbour, f"/{id}/edit"), data=change(harbour, name="Cleo Two"))
    assert answer.status_code == 409
    assert "Cleo One" in answer.text and "Cleo Two" in answer.text


def test_who_reads_an_agreement_cannot_change_while_it_is_out(enter: Enter, harbour: House, browse: Browse) -> None:
    with enter(harbour) as session:
        begin(session, harbour).with_boss_at = NOW
        session.commit()
    alice, id = browse(harbour, "alice"), harbour.clients["cleo"]
    answer = alice.post(
        url(harbour, f"/{id}/edit"), data=change(harbour, name="Cleo Typed", boss_name="Bea", boss_address="bea@company.example")
    )
    assert answer.status_code == 422 and "Take it back to draft" in answer.text and "Cleo Typed" in answer.text
    with enter(harbour) as session:
        cleo = session.get_one(Client, (harbour.practice_id, id))
        assert (cleo.name, cleo.version) == ("Cleo Marsh", 1)
        assert session.scalar(select(Sponsorship.id).join(Sponsorship.contact).where(Contact.name == "Bruno Vale"))
    assert alice.post(url(harbour, f"/{id}/edit"), data=change(harbour, name="Cleo Typed")).status_code == 303, "the name alone can"


def test_a_client_is_sent_their_page_once_a_day(enter: Enter, harbour: House, browse: Browse) -> None:
    alice, id = browse(harbour, "alice"), harbour.clients["cleo"]
    assert "On its way to cleo@private.example" in alice.post(url(harbour, f"/{id}/welcome"), follow_redirects=True).text
    assert "today already" in alice.post(url(harbour, f"/{id}/welcome"), follow_redirects=True).text
    with enter(harbour) as session:
        assert session.scalars(select(Message.kind)).all() == ["portal_welcome"]


@pytest.mark.parametrize("end", ["", "/edit"])
def test_of_another_practice_and_missing_look_alike(harbour: House, summit: House, browse: Browse, end: str) -> None:
    alice = browse(harbour, "alice")
    foreign, missing = alice.get(url(harbour, f"/{summit.clients['cody']}{end}")), alice.get(url(harbour, f"/{uuid4()}{end}"))
    assert (foreign.status_code, foreign.text) == (missing.status_code, missing.text)
    assert foreign.status_code == 404


def test_only_their_own_coach_changes_the_way_in(enter: Enter, harbour: House, browse: Browse) -> None:
    """An owner who set herself as coach, or an assistant who sent mail elsewhere, would read what is private."""
    dora = harbour.clients["dora"]
    with enter(harbour) as session:
        standing = session.get_one(Client, (harbour.practice_id, dora))
        version, name = standing.version, standing.name
    taken = {
        "version": version,
        "name": name,
        "address": "dora@private.example",
        "zone": "Europe/Amsterdam",
        "coach": str(harbour.members["alice"]),
    }
    moved = {**taken, "coach": str(harbour.members["bob"]), "address": "ada@harbour.example"}
    for form in (taken, moved):
        answer = browse(harbour, "alice").post(url(harbour, f"/{dora}/edit"), data=form)
        assert answer.status_code == 422
        assert "Only Bob Harbour, who coaches Dora" in answer.text
    assert browse(harbour, "ada").post(url(harbour, f"/{dora}/edit"), data=moved).status_code == 403
    assert browse(harbour, "bob").post(url(harbour, f"/{dora}/edit"), data=taken).status_code == 303
