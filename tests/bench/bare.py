"""The yardsticks: a Flask that says hello, and the thinnest honest client list. Each is an application for gunicorn."""

import os
from uuid import UUID

from flask import Flask

ROWS = """<!doctype html><title>Clients</title><table>
{% for row in rows %}<tr><td><a href="/p/x/clients/{{ row.id }}">{{ row.name }}</a></td><td>{{ row.title }}</td><td>{{ row.headline }}</td>
<td>{{ row.last_value }} {{ row.unit }}</td><td>{{ row.target }}</td><td>{{ row.last_period }}</td></tr>
{% endfor %}</table>"""


def hello() -> Flask:
    app = Flask("hello")

    @app.get("/")
    def say() -> str:
        return "hello"

    return app


def rows() -> Flask:
    """50 clients with two goals each, read in one statement behind the wall."""
    from sqlalchemy import select

    from app import db
    from models import Client, Goal, Measure

    app, engine, practice_id = Flask("rows"), db.connect(os.environ["DATABASE_URL"]), UUID(os.environ["BENCH_PRACTICE"])
    page = app.jinja_env.from_string(ROWS)
    listed = (
        select(Client.id, Client.name, Goal.title, Measure.headline, Measure.last_value, Measure.unit, Measure.target, Measure.last_period)
        .join(Goal, (Goal.client_id == Client.id) & (Goal.practice_id == Client.practice_id))
        .join(Measure, (Measure.goal_id == Goal.id) & (Measure.practice_id == Goal.practice_id))
        .where(Client.archived_at.is_(None), Goal.place.is_not(None))
        .order_by(Client.folded, Client.id, Goal.place)
        .limit(100)
    )

    @app.get("/")
    def show() -> str:
        with db.open_session(engine) as session:
            db.enter(session, practice_id)
            return page.render(rows=session.execute(listed).all())

    return app
