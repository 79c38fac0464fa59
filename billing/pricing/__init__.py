"""What an hour earns, what it should, and what to change: values in, frozen dataclasses out. No session, no clock, no table.

Money is `Decimal` in major units and never rounded here: `Decimal(minor).scaleb(-digits)` on the way in, the page's formats on the way
out. Shares run from 0 to 1, time is whole minutes, days are the practice's own. Nothing is converted: what divides money by time takes
`Books`, and books hold one currency. What cannot be said yet comes back as a `Refusal` (reason, have, need), which pages word; a value
that no form lets through raises ValueError. Sums keep no rows: a page finds those of a number by asking the books for the same part.

In: `work.Work` a row of the log, `fee.Fee` a payment net of tax, `fee.spread` a payment ahead dealt out over the sessions it pays for.
    `books.split(work, fees, home)` one `Books` per currency, with its part of the work that is for nobody in particular;
    `books.within(period.last_quarter(today))` a stretch of them. `price.Price` what an hour is said to cost.

Now: `effective.earned`, `by_client`, `by_offer`, `by_month` → `Earned.rate`, the fees kept over all minutes, and `.of_list` its ratio to
    the list price. `unpaid.unpaid` the unpaid minutes by cause, at what an hour earns. `headline.headline` one number however little there
    is. `capacity.capacity` the next twelve weeks; `sold`, `most_clients`, `starts_a_month`, `talks_needed`, `waiting`.
    `sums.sums` all of it for one currency and twelve months. `renewals.renewals` how many stay, with its interval.

Should: `floor.floor(Wanted)` has two figures. `sold_hour` is what a paid hour must bring: hold prices against it. `worked_hour` is the
    same year over all hours of work: hold what an hour earns against it.

Signs: seven functions in `flags`, each a `Finding` with its numbers and one act; `flags.raised` puts those that are up in order.

Then: `change.changes` which price or cause first; `rise.what_if` who stays and what is left, `rise.effects` the next person or a renewal,
    `rise.may_leave`, `must_come`, `after_discount`; `value.fee_range` a price from its worth; `plan.payment_plan` what instalments cost.

Others: `surveys.published`, `at_experience`, `PAID_SHARES`: published figures with study, year and source; dollars, secondary pages.

Formulas: science.md 7, where nothing else is said. The interval of a share is Wilson's (`wilson.wilson`).
"""
