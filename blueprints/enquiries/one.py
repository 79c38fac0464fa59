"""One enquiry: what was asked, what comes next, and a letter to answer with."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, url_for

from app import auth
from app.clock import now
from app.tenancy import find
from blueprints.enquiries import bp
from blueprints.forms.base import Form
from blueprints.forms.enquiry import SOURCES, STAGES, LoseForm, StepForm
from blueprints.forms.invoice_money import typed_amount
from blueprints.mailto import mailto
from models import Enquiry
from models.errors import Stale
from models.mere_skill import ask_back
from models.seen import seen_here


@bp.get("/<uuid:id>")
def show(id: UUID) -> Any:
    return page(find(Enquiry, id))


@bp.post("/<uuid:id>")
def update(id: UUID) -> Any:
    enquiry, form = find(Enquiry, id, lock=True), StepForm()
    if not form.validate():
        return page(enquiry, step=form), 422
    values = {name: form[name].data or "" for name in ("stage", "next_step", "source", "source_note")}
    try:
        enquiry.write(form.version.data, next_on=form.next_on.data, value_minor=form.value_minor, **values)
    except Stale:
        form.overtaken(enquiry.version)
        return page(enquiry, step=form), 409
    if enquiry.stage == "proposed" and enquiry.quoted_at is None and enquiry.value_minor is not None:
        enquiry.quoted_at = now()
    auth.audit("enquiry.step", id)
    flash("Saved.")
    return redirect(url_for(".show", id=id), 303)


def page(enquiry: Enquiry, step: StepForm | None = None, lose: LoseForm | None = None) -> str:
    return render_template(
        "enquiries/show.html",
        enquiry=enquiry,
        step=(step or _step(enquiry)).tell(seen_here("enquiry"), "seen-step"),
        lose=(lose or LoseForm(formdata=None)).tell(seen_here("enquiry"), "seen-lose"),
        button=Form(formdata=None),
        letter=mailto(enquiry.address, "Your letter", f"{enquiry.first_name},\n\n"),
        back=ask_back(enquiry.behaviour),
        stages=STAGES,
        sources=SOURCES,
        reasons=Enquiry.REASONS,
    )


def _step(enquiry: Enquiry) -> StepForm:
    form = StepForm(formdata=None, obj=enquiry)
    if enquiry.value_minor is not None:
        form.worth.data = typed_amount(enquiry.value_minor, enquiry.currency)
    return form
