"""The page of whoever is asked to say how it was: by one link they write, look at it as it will stand, agree, change, renew and take back. No cookie."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, abort, current_app, g, redirect, render_template, request, url_for
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app import auth, db
from app.clock import now
from app.storage import Storage
from app.tenancy import find
from app.uploads import LARGEST, portrait
from blueprints.drawing import drawn
from blueprints.forms.base import Form
from blueprints.forms.open import carries_no_token
from blueprints.forms.words import AgreeForm, ApproveForm, PressForm, RenewForm, SayForm
from blueprints.serving import serve
from blueprints.showing import Card, chart_of
from models import Consent, File, Membership, Testimonial, photograph
from models.errors import NotAPhoto
from models.local_time import years_on
from models.seen import seen_here
from models.wall import body_of, mark_of

bp = Blueprint("say", __name__, url_prefix="/say/<slug>/<token>")
bp.record_once(carries_no_token)


@bp.url_value_preprocessor
def allow_photographs(_endpoint: str | None, _values: dict[str, Any] | None) -> None:
    request.max_content_length = LARGEST + 1024 * 1024


def mine() -> Testimonial:
    found: Testimonial = g.testimonial
    return found


def _who() -> dict[str, Any]:
    one = mine()
    coach = db.session().get(Membership, (one.practice_id, one.by_id), options=[joinedload(Membership.person)]) if one.by_id else None
    return {"said": one, "token": request.view_args["token"] if request.view_args else "", "coach": coach.first_name if coach else g.practice.name,
            "zone": one.zone, "locale": one.locale, "today": g.practice.today(now()), "no": PressForm(formdata=None)}  # fmt: skip


@bp.get("")
def show(token: str) -> Any:
    one, today = mine(), g.practice.today(now())
    consent = one.consent
    if one.proposal and consent and consent.holds(today):
        form = ApproveForm(formdata=None, sha256=one.proposal.sha256)
        return render_template("say/proposal.html", form=form, old=one.agreed_text, new=one.proposal, **_who())
    if consent and consent.holds(today) and "again" not in request.args:
        return render_template(
            "say/standing.html",
            card=_card(consent),
            consent=consent,
            renew=RenewForm(formdata=None).tell(seen_here("to be said")),
            **_who(),
        )
    return _form(SayForm(formdata=None, data=_before(one)))


def _before(one: Testimonial) -> dict[str, Any]:
    """What was said before, in one piece; nothing that may be shown is ticked beforehand."""
    text = one.agreed_text or one.own
    return {"free": text.text if text else "", "role": one.role, "company": one.company}


def _form(form: Form, status: int = 200) -> Any:
    measured = mine().measured
    chart = drawn(chart_of(measured, "measured")) if measured else ""
    form.tell(seen_here("to be said"))
    return render_template("say/show.html", form=form, measured=measured, chart=chart, **_who()), status


@bp.post("")
def write(token: str) -> Any:
    """Keep the words and the photograph; what is agreed to is agreed on the next page, where it is seen as it will stand."""
    one, form = mine(), SayForm()
    if not form.validate():
        return _form(form, 422)
    picture = form.picture if form.show_photo.data else b""
    if picture:
        try:
            _keep_photo(one, picture)
        except NotAPhoto as refused:
            form.refuse(form.photo, refused.sentence)
            return _form(form, 422)
    elif form.show_photo.data and one.photo_id is None:
        form.refuse(form.photo, "Choose a photograph, or leave it unticked.")
        return _form(form, 422)
    one.role, one.company = form.role.data or "", form.company.data or ""
    one.incentive = form.got_what.data if form.got.data == "yes" else ""
    one.relationship = form.know_how.data if form.know.data == "yes" else ""
    text = one.say(form.words, now())
    chosen = {"show": form.items, "on": form.channels, "until": form.until.data, "text": text.sha256[:16]}
    return redirect(url_for(".preview", token=token, **chosen), 303)


def _keep_photo(one: Testimonial, body: bytes) -> None:
    taken = portrait(body)
    storage: Storage = current_app.extensions["storage"]
    path = storage.put(one.practice_id, taken.body, taken.suffix)
    photograph.send(one, path, taken.body, now())


@dataclass(frozen=True)
class Drafted:
    """What would be agreed to, shaped as a consent, so that the same function draws it."""

    items: list[str]
    text_sha256: str
    expires_on: Any
    at: Any


@bp.get("/preview")
def preview(token: str) -> Any:
    if mine().newest is None:
        return redirect(url_for(".show", token=token), 303)
    until = request.args.get("until")
    return _preview(request.args.getlist("show"), request.args.getlist("on"), until if until in ("1", "2") else "1")


def _preview(show: list[str], on: list[str], until: str, status: int = 200) -> Any:
    items, channels = [item for item in Consent.ITEMS if item in show], [channel for channel in Consent.CHANNELS if channel in on]
    drafted = _drafted(items, until)
    seen = {"sha256": drafted.text_sha256, "seen": mark_of(mine(), drafted)}
    form = AgreeForm(formdata=None, data={"items": items, "channels": channels, "until": until, **seen})
    page = {"card": _card(drafted), "form": form, "items": items, "channels": channels, "drafted": drafted, "changed": status == 409}
    return render_template("say/preview.html", **page, **_who()), status


def _drafted(items: list[str], until: str) -> Any:
    newest = mine().newest
    assert newest is not None
    return Drafted(items, newest.sha256, years_on(g.practice.today(now()), int(until)), now())


def _card(consent: Any) -> Card:
    one = mine()
    has_photo = one.photo_id is not None and "photo" in consent.items
    photo = url_for(".photo", token=request.view_args["token"]) if has_photo and request.view_args else ""
    return Card(body_of(one, consent, photo or None), "preview", photo, one.said_on)


@bp.post("/consent")
def agree(token: str) -> Any:
    """To exactly what was looked at: what another tab changed since is shown first, and asked about again."""
    one, form = mine(), AgreeForm()
    if not form.validate() or not form.items.data or one.newest is None:
        return redirect(url_for(".show", token=token, again="1"), 303)
    db.session().refresh(one, with_for_update=True)
    if form.seen.data != mark_of(one, _drafted(form.items.data, form.until.data)):
        return _preview(form.items.data, form.channels.data, form.until.data, 409)
    one.agree(form.items.data, form.channels.data, form.sha256.data, int(form.until.data), **_proof())
    auth.audit("testimonial.agree", one.id)
    return redirect(url_for(".thanks", token=token), 303)


def _proof() -> dict[str, Any]:
    """Kept with what was agreed to: when, from where, with what."""
    return {"ip": auth.ip(), "browser": request.user_agent.string[:300], "now": now(), "today": g.practice.today(now())}


@bp.post("/approval")
def approve(token: str) -> Any:
    form = ApproveForm()
    if not form.validate():
        return redirect(url_for(".show", token=token), 303)
    mine().approve(form.sha256.data, **_proof())
    auth.audit("testimonial.approve", mine().id)
    return redirect(url_for(".thanks", token=token), 303)


@bp.post("/renewal")
def renew(token: str) -> Any:
    form = RenewForm()
    if not form.validate():
        return redirect(url_for(".show", token=token), 303)
    mine().renew(int(form.until.data), **_proof())
    auth.audit("testimonial.renew", mine().id)
    return redirect(url_for(".thanks", token=token), 303)


@bp.post("/withdrawal")
def withdraw(token: str) -> Any:
    """Pressed, it is gone: the card leaves with this very commit."""
    mine().withdraw(**_proof())
    auth.audit("testimonial.withdraw", mine().id)
    return redirect(url_for(".thanks", token=token), 303)


@bp.post("/no")
def decline(token: str) -> Any:
    mine().decline(now())
    auth.audit("testimonial.decline", mine().id)
    return redirect(url_for(".thanks", token=token), 303)


@bp.get("/thanks")
def thanks(token: str) -> Any:
    consent = mine().consent
    holds = consent is not None and consent.holds(g.practice.today(now()))
    return render_template("say/thanks.html", consent=consent, holds=holds, **_who())


@bp.get("/record")
def record(token: str) -> Any:
    """The paper of what was agreed to last; a moment after it was agreed it is there."""
    consent = mine().consent
    found = db.session().scalar(select(File).where(File.subject_id == consent.id, File.kind == "consent")) if consent else None
    if found is None:
        abort(404)
    return serve(found)


@bp.get("/photo")
def photo(token: str) -> Any:
    """Their own, for looking at it beforehand."""
    if (id := mine().photo_id) is None:
        abort(404)
    storage: Storage = current_app.extensions["storage"]
    answer = Response(storage.read(find(File, id).path), mimetype="image/jpeg")
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer
