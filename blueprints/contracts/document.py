"""The agreement as a document on a desk: three sheets, how they came about, old versions."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import render_template
from sqlalchemy import select

from app import db
from blueprints.contracts import bp
from blueprints.contracts.desk import offer_form
from blueprints.contracts.history import ahead, history
from blueprints.contracts.loading import is_their_coach, load, readable, today_of, version_of
from blueprints.contracts.step import step_of
from blueprints.forms.agreement import SignForm
from blueprints.seeing import seen
from models import Contract, File, Part, Version
from models.contract import offer
from models.contract.text import canonical, parse


@dataclass(frozen=True)
class Sheet:
    """What stands on one sheet; `sign` is the form of a coach who is asked to sign it."""

    part: Part
    text: Mapping[str, Any]
    version: Version | None
    sign: SignForm | None = None

    @property
    def template(self) -> str:
        return f"contracts/_{self.part.kind}_sheet.html"

    @property
    def change(self) -> Version | None:
        """A later version that waits for signatures, while this one holds."""
        return self.part.open if self.version and self.part.open_id not in (None, self.version.id) else None


def document_page(contract: Contract, status: int = 200, **typed: Any) -> Any:
    kinds = readable(contract)
    mend = offer.to_mend(contract, today_of(contract)) if contract.is_draft and is_their_coach(contract) else []
    step = step_of(contract, mend)
    once = ("you offer it" if is_their_coach(contract) else "it is offered") if contract.is_draft else ""
    page = render_template(
        "contracts/show.html",
        contract=contract,
        client=contract.client,
        boss=contract.client.boss,
        step=step,
        sheets=[_sheet(contract, contract.part(kind), step.parts, typed.get(f"sign_{kind}")) for kind in kinds],
        files=_files(contract, kinds),
        history=history(contract, kinds),
        ahead=ahead(contract, today_of(contract)),
        is_mine=is_their_coach(contract),
        sees={kind: seen(kind, contract.client, once=once) for kind in kinds},
        sign=offer_form(contract, typed.get("sign")),
    )
    return page, status


@bp.get("/contracts/<uuid:id>")
def show(id: UUID) -> Any:
    return document_page(load(id))


@bp.get("/contracts/<uuid:id>/versions/<uuid:version_id>", endpoint="version")
def show_version(id: UUID, version_id: UUID) -> Any:
    """One version as it was, readable for ever."""
    contract = load(id)
    version = version_of(contract, version_id)
    return render_template(
        "contracts/version.html",
        contract=contract,
        version=version,
        sheet=Sheet(version.part, version.content, version),
        newest=version.part.versions[-1],
    )


def _sheet(contract: Contract, part: Part, asked: tuple[str, ...], typed: SignForm | None) -> Sheet:
    version = part.in_force or part.open or (part.versions[-1] if contract.is_over and part.versions else None)
    text = version.content if version else part.proposed or parse(canonical(offer.draft_text(contract, part.kind, today_of(contract))))
    if part.kind not in asked or version is None or part.open_id != version.id:
        return Sheet(part, text, version)
    form = typed or SignForm(formdata=None, name=contract.client.coach.name, sha256=version.sha256)
    return Sheet(part, text, version, form.tell(seen(part.kind, contract.client), f"seen-sign-{part.kind}"))


def _files(contract: Contract, kinds: list[str]) -> dict[UUID, File]:
    """The papers of what is in force, by version."""
    ids = [part.in_force_id for part in contract.parts if part.kind in kinds and part.in_force_id]
    if not ids:
        return {}
    return {file.subject_id: file for file in db.session().scalars(select(File).where(File.subject_id.in_(ids), File.kind == "agreement"))}
