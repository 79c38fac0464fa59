"""How the payment gateway says no. Two are final, one wants another card, one wants patience."""


class GatewayError(Exception):
    """`code` is Stripe's; `detail` is Stripe's English, for the log of refusals only: it may quote what was sent."""

    def __init__(self, code: str, detail: str = "", request_id: str | None = None) -> None:
        super().__init__(f"{code} ({request_id})" if request_id else code)
        self.code, self.detail, self.request_id = code, detail, request_id


class BadSignature(GatewayError):
    """Not from Stripe, or signed more than five minutes ago."""


class Declined(GatewayError):
    """The card was refused: the payer may try another."""


class GatewayRefused(GatewayError):
    """Final: asking again the same way gives the same answer."""


class GatewayUnavailable(GatewayError):
    """Ask again later with the same key and parameters. It may have happened all the same (a time-out after success).

    `replayed`: Stripe repeated the stored failure of this key, and always will: look up by metadata, then take a new try.
    """

    def __init__(self, code: str, detail: str = "", request_id: str | None = None, *, replayed: bool = False) -> None:
        super().__init__(code, detail, request_id)
        self.replayed = replayed
