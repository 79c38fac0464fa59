"""What a browser sends to make a client or to change one, and where."""

from uuid import uuid4

from tests.cast import House


def url(house: House, end: str = "") -> str:
    return f"/p/{house.slug}/clients{end}"


def typed(house: House, **more: str) -> dict[str, str]:
    """A new client, Nora."""
    return {
        "name": "Nora Field", "address": "nora@private.example", "zone": "Europe/Lisbon", "coach": str(house.members["alice"]), "once": str(uuid4()), **more,
    }  # fmt: skip


def change(house: House, **more: str) -> dict[str, str]:
    """Cleo as she stands, over her first version."""
    return {
        "name": "Cleo Marsh", "address": "cleo@private.example", "zone": "Europe/Amsterdam", "coach": str(house.members["alice"]), "version": "1",
        "organisation": "Quay Freight", "boss_name": "Bruno Vale", "boss_address": "bruno@company.example", "hr_name": "Hana Vale",
        "hr_address": "hana@company.example", "finance_name": "Fritz Vale", "finance_address": "fritz@company.example", **more,
    }  # fmt: skip
