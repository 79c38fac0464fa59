"""What somebody who pays did on Stripe's page, as far as Stripe says so."""

from flask import current_app

from app.clock import now
from billing.checkout import Checkout, ForeignAnswer
from billing.gateway import Gateway, GatewayError


def ask_about(checkout: Checkout) -> None:
    """While they wait, so that their page says at once what their bank said. A line that breaks leaves it to a job."""
    gateway: Gateway | None = current_app.extensions["gateway"]
    if gateway is None or not checkout.may_be_asked(now()):
        return
    try:
        checkout.take_in(*checkout.question.ask_all(gateway), now())
    except (GatewayError, ForeignAnswer):
        checkout.look(now())
