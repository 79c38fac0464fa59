"""The composition root: the application, and the `plumbline` command. The only file that knows everyone."""

import gc

import click
from flask import Flask
from sqlalchemy import Engine

import blueprints
from app import assets, auth, cli, db, errors, formats, headers, logs, pages, queue, tenancy
from app.passwords import Passwords
from app.settings import Settings, read
from app.storage import Storage
from app.vault import Vault
from billing.gateway import Gateway
from models import Due


def create_app(settings: Settings | None = None, engine: Engine | None = None) -> Flask:
    settings = settings or read()
    app = pages.Application("plumbline", root_path=str(pages.ROOT), template_folder="templates", static_folder=None)
    pages.configure(app, settings)
    logs.init()
    app.extensions |= {
        "settings": settings,
        "vault": Vault.from_text(settings.vault_key.get_secret_value()),
        "passwords": Passwords(1, 8, 1) if settings.cheap_passwords else Passwords(),
        "storage": Storage(settings.files_dir),
        "gateway": gateway(settings),
    }
    Due.LEASE = settings.lease
    queue.connect(settings.redis_url)
    headers.init_app(app, settings)
    db.init_app(app, engine or db.connect(settings.database_url))
    for part in (tenancy, auth, errors, formats, assets, pages, blueprints):
        part.init_app(app)
    return app


def gateway(settings: Settings) -> Gateway | None:
    """None where Stripe is not set up: then invoices are paid by hand."""
    if settings.stripe_api_key is None or settings.stripe_webhook_secret is None:
        return None
    secret = settings.stripe_webhook_secret.get_secret_value()
    return Gateway(
        settings.stripe_api_key.get_secret_value(), webhook_secret=secret, livemode=settings.is_live, base_url=settings.stripe_api_base
    )


def __getattr__(name: str) -> object:
    """`wsgi:application` is made when a server asks for it, and only as a role that cannot pass the wall. The server may fork afterwards
    (gunicorn --preload): no connection is open then, and what stands is shared, because no collection walks over it any more."""
    if name != "application":
        raise AttributeError(name)
    app = create_app()
    db.refuse_unsafe_role(app.extensions["engine"])
    app.extensions["engine"].dispose()
    gc.collect()
    gc.freeze()
    return app


plumbline: click.Group = cli.commands(create_app)

if __name__ == "__main__":
    plumbline()
