"""Making a client, and changing what is kept about one."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from models import Client, Contact, Message, Organisation, Practice
from tests.cast import House
from tests.client_forms import change, typed, url
from tests.story import Enter

Browse = Callable[..., FlaskClient]


def named(enter: Enter, house: House, name: str = "Nora Field") -> Client | None:
    with enter(house) as session:
        return session.scalar(select(Client).where(Client.name == name))


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
