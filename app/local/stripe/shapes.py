"""Objects begin as Stripe's published examples and get ids of Stripe's kind."""

import json
import secrets
from copy import deepcopy
from pathlib import Path
from typing import Any

EXAMPLES = json.loads(Path(__file__).with_name("fixtures.json").read_text("utf-8"))["resources"]
PREFIX = {
    "account": "acct_",
    "balance_transaction": "txn_",
    "charge": "ch_",
    "checkout.session": "cs_test_",
    "dispute": "dp_",
    "event": "evt_",
    "invoice": "in_",
    "invoice_payment": "inpay_",
    "payment_intent": "pi_",
    "payment_method": "pm_",
    "refund": "re_",
    "request": "req_",
    "subscription": "sub_",
    "subscription_item": "si_",
}


def new_id(kind: str) -> str:
    return PREFIX[kind] + secrets.token_hex(12)


def example(kind: str, **differences: Any) -> dict[str, Any]:
    """A fresh copy of the published example with `differences` put in; its placeholders are the caller's to replace."""
    unknown = differences.keys() - EXAMPLES[kind].keys()
    if unknown:
        raise KeyError(f"{kind} has no {sorted(unknown)}")
    return deepcopy(EXAMPLES[kind]) | differences
