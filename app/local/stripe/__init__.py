"""A small Stripe for one machine: what the product calls, a payment page, signed webhooks, and faults to order.

    python -m app.local.stripe --port 8044 --webhook-url http://127.0.0.1:5000/hooks/stripe --webhook-secret whsec_local

It refuses what the SDK's own types do not allow, and answers in the shapes of Stripe's published examples. It is not Stripe:
real Stripe was never compared with it.
"""
