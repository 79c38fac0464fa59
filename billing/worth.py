"""What the price page says of one currency: one number, where the time goes, what to change first, why, and who is below the floor. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, Decimal
from uuid import UUID

from billing.pricing import flags
from billing.pricing.books import Books
from billing.pricing.capacity import Sold, Week, sold
from billing.pricing.change import Change, changes
from billing.pricing.effective import Earned, by_client, by_offer, earned
from billing.pricing.flags import Finding, PriceSet, Quote
from billing.pricing.floor import Floor
from billing.pricing.headline import Headline, headline
from billing.pricing.period import last_quarter, last_twelve_months
from billing.pricing.price import Price
from billing.pricing.refusal import Reason, Refusal
from billing.pricing.rise import margin, may_leave
from billing.pricing.surveys import at_experience
from billing.pricing.unpaid import Unpaid, unpaid

LEAST_RISE, MOST_RISE = Decimal("1.1"), Decimal("1.25")


@dataclass(frozen=True)
class Rate:
    """Of one client or offer. `agreed`: what came for each paid hour; `earned`: over all of its minutes."""

    of: UUID
    agreed: Decimal
    earned: Decimal
    is_below: bool
    unpaid_hours: Decimal


@dataclass(frozen=True)
class Worth:
    currency: str
    head: Headline | Refusal
    floor: Floor | Refusal
    year: Earned | Refusal
    quarter: Earned | Refusal
    unpaid: Unpaid | Refusal
    list_rate: Price | None
    next_rate: Price | None
    may_leave: Decimal | Refusal
    changes: tuple[Change, ...]
    reasons: tuple[Finding, ...]
    clients: tuple[Rate, ...]
    offers: tuple[Rate, ...]
    weeks: Sold | Refusal

    @property
    def is_known(self) -> bool:
        return isinstance(self.year, Earned)

    @property
    def is_low(self) -> bool:
        """An hour of work brings less than it has to."""
        return isinstance(self.year, Earned) and isinstance(self.floor, Floor) and self.year.rate < self.floor.worked_hour


def worth(
    books: Books,
    *,
    floor: Floor | Refusal,
    list_rate: Price | None,
    quotes: Sequence[Quote],
    prices: Sequence[PriceSet],
    weeks: Sequence[Week],
    years: int | None,
    today: date,
) -> Worth:
    """Over the last twelve whole months, or, while there is nothing in them, over all there is. `years` of coaching, where somebody said so."""
    year_books = books.within(last_twelve_months(today))
    if not year_books.fees:
        year_books = books
    year, lost = earned(year_books), unpaid(year_books)
    next_rate = suggested(year, floor, list_rate)
    rise = (next_rate.amount / list_rate.amount - 1) if next_rate and list_rate and list_rate.amount else Decimal(0)
    stays = margin(year_books)
    return Worth(
        currency=books.currency,
        head=headline(year_books, floor),
        floor=floor,
        year=year,
        quarter=earned(books.within(last_quarter(today))),
        unpaid=lost,
        list_rate=list_rate,
        next_rate=next_rate,
        may_leave=stays if isinstance(stays, Refusal) else may_leave(rise, stays),
        changes=changes(year, lost, list_rate, next_rate)[:3] if isinstance(year, Earned) and isinstance(lost, Unpaid) else (),
        reasons=flags.raised(_findings(year, floor, list_rate, quotes, prices, weeks, years, today)),
        clients=_rates(by_client(year_books), floor),
        offers=_rates(by_offer(year_books), floor),
        weeks=sold([week for week in weeks if week.monday <= today][-4:]),
    )


def _findings(
    year: Earned | Refusal,
    floor: Floor | Refusal,
    list_rate: Price | None,
    quotes: Sequence[Quote],
    prices: Sequence[PriceSet],
    weeks: Sequence[Week],
    years: int | None,
    today: date,
) -> Iterable[Finding | Refusal]:
    here = [price for price in prices if list_rate is None or price.price.currency == list_rate.currency]
    moved = flags.not_moved(here, today)
    yield flags.below_floor(year, floor)
    yield flags.far_below_list(year, list_rate)
    yield flags.nobody_says_no(quotes, moved.since if isinstance(moved, Finding) else None)
    yield moved
    yield flags.nearly_full(weeks, today)
    yield flags.below_survey(list_rate, at_experience(years) if years is not None else Refusal(Reason.NO_FIGURE))


def suggested(year: Earned | Refusal, floor: Floor | Refusal, list_rate: Price | None) -> Price | None:
    """The next person's price: enough to reach the floor, but a tenth more at least and a quarter more at most; in round steps.

    The steps are five below a hundred and ten above it. None while nobody said what an hour costs.
    """
    if list_rate is None or not list_rate.amount:
        return None
    wanted = LEAST_RISE
    if isinstance(year, Earned) and isinstance(floor, Floor) and floor.currency == year.currency == list_rate.currency and year.rate > 0:
        wanted = min(max(floor.worked_hour / year.rate, LEAST_RISE), MOST_RISE)
    step = Decimal(5) if list_rate.amount < 100 else Decimal(10)
    return Price((list_rate.amount * wanted / step).to_integral_value(ROUND_CEILING) * step, list_rate.currency)


def _rates(found: dict[UUID, Earned | Refusal], floor: Floor | Refusal) -> tuple[Rate, ...]:
    """Highest first; whose paid minutes are not known is left out."""
    least = floor.worked_hour if isinstance(floor, Floor) else Decimal(0)
    rates = [
        Rate(of, one.kept * 60 / one.paid_minutes, one.rate, one.rate < least, Decimal(one.unpaid_minutes) / 60)
        for of, one in found.items()
        if isinstance(one, Earned) and one.paid_minutes
    ]
    return tuple(sorted(rates, key=lambda rate: -rate.earned))
