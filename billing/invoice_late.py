"""The recipe of invoice reminders: planned at the issue (billing/reminding.py), and asked whether it is on when their time comes."""

from __future__ import annotations

from billing.reminding import KIND, RECIPE
from models.recipes import Rule, Words, register

RULE = Rule(
    name=RECIPE,
    title="Invoice late",
    sentence="Three days before an invoice is due, on the day, and 7, 14 and 30 days after, remind whoever pays it.",
    kind=KIND,
    stops="Stops when it is paid or a bank questions the payment, and when you pause the reminders of that invoice",
    done="it is paid",
    words=Words("", ""),
    variables=(),
)
register(RULE, before="testimonial")
