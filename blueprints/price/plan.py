"""The assumptions behind the page."""

from typing import Any

from flask import flash, g, redirect, render_template, url_for

from app import auth, db
from app.clock import now
from billing import PricePlan
from blueprints.forms.price import PlanForm
from blueprints.price import bp
from models.errors import Stale
from models.seen import seen_here


@bp.get("/plan")
def edit_plan() -> Any:
    return _page(PlanForm.of(PricePlan.of(db.session())))


@bp.post("/plan")
def save_plan() -> Any:
    form, plan = PlanForm(), PricePlan.of(db.session())
    if not form.validate():
        return _page(form), 422
    try:
        plan.write(form.version.data, **form.values)
    except Stale:
        form.overtaken(plan.version)
        return _page(form), 409
    db.session().add(plan)
    PricePlan.weigh(db.session(), now())
    auth.audit("price.plan", g.practice.id)
    flash("Saved.")
    return redirect(url_for(".show"), 303)


def _page(form: PlanForm) -> str:
    return render_template("price/plan.html", form=form.tell(seen_here("price plan")))
