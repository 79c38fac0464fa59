"""Who coaches: the client says whether another coach may go on with them. Until then nothing of it passes."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for

from app import auth
from app.clock import now
from blueprints.portal import bp
from blueprints.reading import me_as_client
from models.handover import accept, refuse


@bp.get("/coach")
def coach() -> Any:
    return render_template("portal/coach.html", asked=me_as_client().next_coach)


@bp.post("/coach/acceptance")
def accept_coach() -> Any:
    """To exactly the coach who stood on the page."""
    client = me_as_client()
    accept(client, request.form.get("coach", ""), now())
    auth.audit("client.accept_another_coach_for", client.id)
    flash("Your yes is kept. This is your coach from now on.")
    return redirect(url_for("portal.coach"), 303)


@bp.post("/coach/refusal")
def refuse_coach() -> Any:
    client = me_as_client()
    refuse(client, request.form.get("coach", ""), now())
    auth.audit("client.refuse_another_coach_for", client.id)
    flash("Nothing changes.")
    return redirect(url_for("portal.coach"), 303)
