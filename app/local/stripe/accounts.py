"""Connected accounts: made by the API, finished on the onboarding page. Until then they may not charge."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from app.local.stripe.refusal import Refusal
from app.local.stripe.shapes import example, new_id

if TYPE_CHECKING:
    from app.local.stripe.world import World

LINK_SECONDS = 300
WANTED = ["business_profile.url", "external_account", "tos_acceptance.date"]


@dataclass
class Link:
    """An onboarding link; opens once."""

    return_url: str
    refresh_url: str
    expires_at: int
    used: bool = False


def add(world: "World", *, id: str | None = None, ready: bool = False, **differences: Any) -> dict[str, Any]:
    """`id` lets tests and the demo practice have one they know."""
    account = example("account", id=id or new_id("account"), created=world.clock.now(), country="NL", default_currency="eur", email=None)
    account |= differences
    account["external_accounts"]["url"] = f"/v1/accounts/{account['id']}/external_accounts"
    world.ledger.put(account["id"], account)
    _set_ready(account, ready)
    world.ledger.save()
    return account


def create(world: "World", asking: str, params: dict[str, Any]) -> dict[str, Any]:
    kept = {name: params[name] for name in ("email", "metadata", "default_currency", "country") if params.get(name)}
    if "controller" in params:
        kept["controller"] = {"type": "application", "is_controller": True} | params["controller"]
    return add(world, **kept)


def current(world: "World", asking: str, params: dict[str, Any]) -> dict[str, Any]:
    return get(world, asking)


def retrieve(world: "World", asking: str, params: dict[str, Any], id: str) -> dict[str, Any]:
    return get(world, id)


def get(world: "World", id: str) -> dict[str, Any]:
    if id not in world.ledger.objects:
        raise no_access(id)
    return world.ledger.get(id, "account", id)


def no_access(id: str) -> Refusal:
    return Refusal(
        403,
        f"The provided key does not have access to account '{id}' (or that account does not exist). Application access may have been revoked.",
        code="account_invalid",
    )


def link(world: "World", asking: str, params: dict[str, Any]) -> dict[str, Any]:
    account = get(world, params["account"])
    for name in ("refresh_url", "return_url"):
        if name not in params:
            raise Refusal(400, f"Missing required param: {name}.", code="parameter_missing", param=name)
    secret, now = new_id("request").removeprefix("req_"), world.clock.now()
    world.links[account["id"], secret] = Link(params["return_url"], params["refresh_url"], now + LINK_SECONDS)
    return example("account_link", created=now, expires_at=now + LINK_SECONDS, url=f"{world.address}/setup/{account['id']}/{secret}")


def opened(world: "World", id: str, secret: str) -> tuple[Link, bool]:
    """(the link, whether it still opens the page)"""
    link = world.links.get((id, secret))
    if link is None:
        raise no_access(id)
    fresh = not link.used and world.clock.now() < link.expires_at
    link.used = True
    return link, fresh


def finish(world: "World", id: str, *, ready: bool = True) -> dict[str, Any]:
    account = get(world, id)
    _set_ready(account, ready)
    world.ledger.save()
    world.tell(id, "account.updated", account)
    return account


def _set_ready(account: dict[str, Any], ready: bool) -> None:
    account |= {"charges_enabled": ready, "payouts_enabled": ready, "details_submitted": ready}
    account["capabilities"] = dict.fromkeys(("card_payments", "transfers"), "active" if ready else "inactive")
    wanted: list[str] = [] if ready else list(WANTED)
    account["requirements"] |= {
        "currently_due": wanted,
        "eventually_due": wanted,
        "past_due": wanted,
        "disabled_reason": None if ready else "requirements.past_due",
    }
