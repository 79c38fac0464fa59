"""Requests are held to the SDK's own types, in Stripe's error shape."""

from typing import Any

import pytest
from stripe.params import AccountCreateParams, AccountLinkCreateParams, InvoiceItemCreateParams, SubscriptionUpdateParams
from stripe.params.checkout import SessionCreateParams, SessionListParams

from app.local.stripe.encoding import nest
from app.local.stripe.refusal import Refusal
from app.local.stripe.sdkschema import check


def test_values_come_back_typed():
    sent = [
        ("mode", "payment"),
        ("line_items[0][quantity]", "2"),
        ("line_items[0][price_data][currency]", "eur"),
        ("line_items[0][price_data][unit_amount]", "120000"),
        ("line_items[0][price_data][product_data][name]", "Ten sessions"),
        ("adaptive_pricing[enabled]", "false"),
        ("metadata[invoice]", "7"),
        ("expand[]", "payment_intent"),
    ]
    assert check(nest(sent), SessionCreateParams) == {
        "mode": "payment",
        "line_items": [{"quantity": 2, "price_data": {"currency": "eur", "unit_amount": 120000, "product_data": {"name": "Ten sessions"}}}],
        "adaptive_pricing": {"enabled": False},
        "metadata": {"invoice": "7"},
        "expand": ["payment_intent"],
    }


def test_a_number_or_an_object_where_either_may_stand():
    assert check({"created": "5"}, SessionListParams) == {"created": 5}
    assert check({"created": {"gte": "5"}}, SessionListParams) == {"created": {"gte": 5}}


def test_what_may_be_emptied_may_also_be_filled():
    assert check({"metadata": ""}, AccountCreateParams) == {"metadata": ""}
    assert check({"metadata": {"practice": "7"}}, AccountCreateParams) == {"metadata": {"practice": "7"}}


@pytest.mark.parametrize(
    ("sent", "schema", "code", "param"),
    [
        ({"colour": "red"}, SessionCreateParams, "parameter_unknown", "colour"),
        ({"payment_method_types": {"0": "card"}}, SessionCreateParams, "payment_method_types_no_longer_supported", "payment_method_types"),
        ({"line_items": {"0": {"amount": "5"}}}, SessionCreateParams, "parameter_unknown", "line_items[0][amount]"),
        ({"line_items": {"0": {"quantity": "2.5"}}}, SessionCreateParams, "parameter_invalid_integer", "line_items[0][quantity]"),
        ({"line_items": {"1": {"quantity": "2"}}}, SessionCreateParams, None, "line_items"),
        ({"line_items": "card"}, SessionCreateParams, None, "line_items"),
        ({"adaptive_pricing": {"enabled": "yes"}}, SessionCreateParams, None, "adaptive_pricing[enabled]"),
        ({"mode": "paymnt"}, SessionCreateParams, None, "mode"),
        ({"mode": {"0": "payment"}}, SessionCreateParams, None, "mode"),
        ({"customer_email": ""}, SessionCreateParams, "parameter_invalid_empty", "customer_email"),
        ({"metadata": {"k": "v" * 501}}, SessionCreateParams, None, "metadata[k]"),
        ({"metadata": {str(n): "v" for n in range(51)}}, SessionCreateParams, None, "metadata"),
        ({"idempotency_key": "k"}, SessionCreateParams, "parameter_unknown", "idempotency_key"),
        ({"account": "acct_1"}, AccountLinkCreateParams, "parameter_missing", "type"),
        ({"customer": "cus_1", "price": "price_1"}, InvoiceItemCreateParams, "parameter_unknown", "price"),
        ({"billing_cycle_anchor": "now"}, SubscriptionUpdateParams, None, "billing_cycle_anchor"),
    ],
)
def test_what_the_sdk_does_not_allow_is_refused(sent: dict[str, Any], schema: type, code: str | None, param: str):
    with pytest.raises(Refusal) as refused:
        check(sent, schema)
    error = refused.value.body["error"]
    assert (refused.value.status, error["type"], error.get("code"), error["param"]) == (400, "invalid_request_error", code, param)


def test_a_name_that_is_both_value_and_object_is_refused():
    with pytest.raises(Refusal):
        nest([("a", "1"), ("a[b]", "2")])
