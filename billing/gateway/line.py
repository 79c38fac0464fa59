"""The line to Stripe: one client, and every failure as one of four named errors."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime

import stripe

from billing.answers import OWN
from billing.refusals import Declined, GatewayRefused, GatewayUnavailable

CONNECT_SECONDS = 3.05
READ_SECONDS = 10.0
PAGE = 100  # Stripe's largest page of a list


class Line:
    """`webhook_secret` may hold several, separated by commas: own and connected endpoint, or old and new while it is rolled."""

    def __init__(
        self,
        api_key: str,
        *,
        webhook_secret: str,
        livemode: bool,
        base_url: str | None = None,
        timeout: tuple[float, float] = (CONNECT_SECONDS, READ_SECONDS),
        max_network_retries: int = 1,
    ) -> None:
        self.livemode = livemode
        self._secrets = tuple(part.strip() for part in webhook_secret.split(",") if part.strip())
        self._stripe = stripe.StripeClient(
            api_key,
            base_addresses={"api": base_url.rstrip("/")} if base_url else None,
            max_network_retries=max_network_retries,
            http_client=stripe.RequestsClient(timeout=timeout),
        )

    def _check_mode(self, livemode: bool) -> None:
        if livemode != self.livemode:
            raise GatewayRefused("wrong_mode", "the object is of the other mode, live or test")


@contextmanager
def named_errors() -> Iterator[None]:
    """Stripe's errors quote e-mail addresses, so they are not chained: no traceback prints them."""
    try:
        yield
    except stripe.CardError as error:
        raise Declined(*_said(error)) from None
    except (stripe.RateLimitError, stripe.APIConnectionError) as error:
        raise GatewayUnavailable(*_said(error)) from None
    except stripe.StripeError as error:
        # 409: another request with this key is still under way. No status: the answer was not Stripe's.
        if error.http_status is None or error.http_status == 409 or error.http_status >= 500:
            raise GatewayUnavailable(*_said(error), replayed=_replayed(error)) from None
        raise GatewayRefused(*_said(error)) from None


def _said(error: stripe.StripeError) -> tuple[str, str, str | None]:
    said = error.error  # the SDK leaves error.code empty for some classes, a refused account among them
    code = error.code or getattr(said, "code", None) or getattr(said, "type", None) or type(error).__name__
    return code, error.user_message or "", error.request_id


def _replayed(error: stripe.StripeError) -> bool:
    return {name.lower(): value for name, value in (error.headers or {}).items()}.get("idempotent-replayed") == "true"


def as_account(account: str | None) -> stripe.RequestOptions:
    return {} if account in (None, OWN) else {"stripe_account": account}


def metadata_of(found: Mapping[str, str] | stripe.StripeObject | None) -> dict[str, str]:
    if found is None:
        return {}
    return dict(found) if isinstance(found, Mapping) else {str(key): str(value) for key, value in found.to_dict().items()}


def moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def id_of(found: str | stripe.StripeObject | None) -> str | None:
    """Of a reference that Stripe may send as an id or whole."""
    return found if found is None or isinstance(found, str) else str(found["id"])
