"""The register of doors: every blueprint, and the guard that stands before all its views."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Flask

from app import auth, passing
from blueprints import (
    account,
    actions,
    buying,
    calendar,
    check,
    clients,
    coaching_sessions,
    colleagues,
    confirm,
    contracts,
    enquiries,
    files,
    front,
    goals,
    hours,
    invoices,
    joining,
    links,
    messages,
    notes,
    offers,
    packages,
    pay,
    portal,
    practice,
    practices,
    price,
    proof,
    public,
    public_page,
    purchase,
    reader_sign_in,
    say,
    search,
    seeing,
    settings,
    sign_in,
    sign_up,
    sponsor,
    stop,
    stripe_hook,
    team,
    today,
    wall,
    why,
    work,
)

DOORS: list[tuple[Blueprint, Callable[[], Any]]] = [
    (front.bp, auth.anyone),
    (sign_up.bp, auth.anyone),
    (sign_in.bp, auth.anyone),
    (links.bp, auth.anyone),
    (joining.bp, auth.anyone),
    (reader_sign_in.bp, auth.anyone),
    (stop.bp, auth.anyone),
    (practices.bp, auth.person),
    (account.bp, auth.person),
    (settings.bp, auth.member),
    (practice.bp, auth.owner),
    (team.bp, auth.owner),
    (today.bp, auth.member),
    (clients.bp, auth.member),
    (search.bp, auth.member),
    (messages.bp, auth.content),
    (contracts.bp, auth.member),
    (files.bp, auth.member),
    (check.bp, auth.anyone),
    (why.bp, auth.coach),
    (calendar.bp, auth.member),
    (hours.bp, auth.coach),
    (packages.bp, auth.biller),
    (offers.bp, auth.biller),
    (enquiries.bp, auth.content),
    (colleagues.bp, auth.coach),
    (public_page.bp, auth.coach),
    (price.bp, auth.coach),
    (work.bp, auth.coach),
    (public.bp, passing.stranger),
    (buying.bp, passing.stranger),
    (purchase.bp, passing.buyer),
    (proof.bp, auth.content),
    (wall.bp, passing.stranger),
    (say.bp, passing.writer),
    (confirm.bp, passing.confirmer),
    (coaching_sessions.bp, auth.member),
    (notes.bp, auth.content),
    (actions.bp, auth.content),
    (goals.bp, auth.content),
    (invoices.bp, auth.biller),
    (pay.bp, auth.payer),
    (stripe_hook.bp, auth.anyone),
    (portal.bp, auth.client),
    (sponsor.bp, auth.sponsor),
]

for _door, _guard in DOORS:
    _door.before_request(_guard)


def init_app(app: Flask) -> None:
    app.jinja_env.globals["seen_by"] = seeing.seen_on_sheet
    for door, _ in DOORS:
        app.register_blueprint(door)
