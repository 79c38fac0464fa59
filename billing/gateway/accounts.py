"""Whose account the money goes to."""

from stripe.params import AccountCreateParams

from billing.answers import OWN, Account, Connection
from billing.gateway.line import Line, named_errors


class Accounts(Line):
    def account(self, account: str | None) -> Account:
        """Whether it may take payments yet. OWN or None: the account of the key itself."""
        with named_errors():
            accounts = self._stripe.v1.accounts
            one = accounts.retrieve_current() if account is None or account == OWN else accounts.retrieve(account)
        profile = getattr(one, "business_profile", None)
        requirements = getattr(one, "requirements", None)
        currency = getattr(one, "default_currency", None)
        return Account(
            id=one.id,
            charges_enabled=bool(one.charges_enabled),
            payouts_enabled=bool(one.payouts_enabled),
            details_submitted=bool(one.details_submitted),
            country=getattr(one, "country", None),
            currency=currency.upper() if currency else None,
            name=profile.name if profile else None,
            missing=tuple(requirements.currently_due or ()) if requirements else (),
        )

    def connect_url(
        self, account: str | None, *, key: str, email: str | None, metadata: dict[str, str], refresh_url: str, return_url: str
    ) -> Connection:
        """Where the owner of `account` finishes setting it up; None makes a new one (`key` from the practice: one, not two).

        The account is theirs: own sign-in at Stripe, own fees, own losses.
        """
        if account is None:
            params: AccountCreateParams = {
                "controller": {
                    "fees": {"payer": "account"},
                    "losses": {"payments": "stripe"},
                    "requirement_collection": "stripe",
                    "stripe_dashboard": {"type": "full"},
                },
                "metadata": metadata,
            }
            if email is not None:
                params["email"] = email
            with named_errors():
                account = self._stripe.v1.accounts.create(params, {"idempotency_key": key}).id
        with named_errors():
            link = self._stripe.v1.account_links.create(
                {"account": account, "type": "account_onboarding", "refresh_url": refresh_url, "return_url": return_url}
            )
        return Connection(account=account, url=link.url)
