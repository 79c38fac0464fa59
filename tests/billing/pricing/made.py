"""Rows of a log and payments, short to write, and those hypothesis makes."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from hypothesis import strategies as st

from billing.pricing.books import Books
from billing.pricing.fee import Fee
from billing.pricing.price import Price
from billing.pricing.work import Kind, Work

DAY = date(2026, 3, 2)  # a Monday
ANN, BO, CY, DEE, EVE = (UUID(int=n) for n in range(1, 6))
SIX, TEN = UUID(int=11), UUID(int=12)  # offers


def work(minutes: int, kind: Kind = Kind.SESSION, client: UUID | None = ANN, on: date = DAY, **more: Any) -> Work:
    """A session is paid for unless said otherwise, and nothing else is."""
    paid_for = more.pop("paid_for", kind is Kind.SESSION)
    return Work(uuid4(), minutes, kind, on, client, paid_for=paid_for, **more)


def fee(amount: str | int, client: UUID | None = ANN, currency: str = "EUR", on: date = DAY, **more: Any) -> Fee:
    return Fee(uuid4(), Decimal(amount), currency, on, client, **more)


def books(rows: list[Work], fees: list[Fee], currency: str = "EUR") -> Books:
    return Books(currency, tuple(rows), tuple(fees))


def euro(amount: int | str) -> Price:
    return Price(Decimal(amount), "EUR")


def shown(value: object, places: str) -> str:
    """As many digits as `places` has, half even."""
    assert isinstance(value, Decimal), value
    return str(value.quantize(Decimal(places)))


days = st.integers(0, 400).map(lambda n: DAY + timedelta(days=n))
clients = st.sampled_from([None, ANN, BO, CY, DEE, EVE])
offers = st.sampled_from([None, SIX, TEN])
amounts = st.integers(0, 10**9).map(lambda minor: Decimal(minor).scaleb(-2))
works = st.builds(
    Work,
    row=st.uuids(),
    minutes=st.integers(0, 600),
    kind=st.sampled_from(Kind),
    on=days,
    client=clients,
    offer=offers,
    paid_for=st.booleans(),
    planned=st.none() | st.integers(0, 120),
)


def fees(currencies: tuple[str, ...] = ("EUR",)) -> st.SearchStrategy[Fee]:
    return st.builds(
        Fee,
        row=st.uuids(),
        amount=amounts,
        currency=st.sampled_from(currencies),
        on=days,
        client=clients,
        offer=offers,
        card_cost=st.integers(0, 3).map(Decimal),
        refunded=st.sampled_from([Decimal(0), Decimal("0.5"), Decimal(100)]),
    )
