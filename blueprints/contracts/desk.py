"""What the page for writing an agreement shows: a block for each goal with its findings, and the forms of the rest."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from flask import get_template_attribute, render_template
from markupsafe import escape

from blueprints.contracts.loading import ladder_of, today_of
from blueprints.contracts.step import step_of
from blueprints.forms.agreement import AnnexForm, GoalForm, LooksForm, NewForm, SignForm, TermsForm, WishForm
from blueprints.seeing import seen
from models import Contract, Goal, Reply
from models.contract import offer
from models.contract.compose import TERMS
from models.contract.sharpness import Finding
from models.seen import SeenBy

PROBLEM = "problem"


@dataclass
class GoalBlock:
    """A goal on the page: its form, and for each field at most one remark."""

    goal: Goal
    place: int
    form: GoalForm
    finds: Mapping[str, Finding]
    replies: list[Reply]
    replaces: str = ""
    key: str = field(default="")

    @property
    def heading(self) -> str:
        return "First goal" if self.place == 1 else "Second goal"

    @property
    def act(self) -> str:
        """What can be done with it as a whole: drop | leave | park."""
        if self.goal.replaces_id and not self.goal.is_live:
            return "drop"
        return "leave" if self.goal.is_live else "park"


def edit_page(contract: Contract, status: int = 200, declined: str = "", **typed: Any) -> Any:
    """The whole page. `typed` holds a form that was refused, under the name of its block, so that nothing typed is lost."""
    today, client = today_of(contract), contract.client
    ladder = ladder_of(contract)
    once = "you propose it" if contract.is_active else "you offer it"
    goals, annex, terms = (seen(kind, client, once=once) for kind in ("goals", "annex", "terms"))
    blocks = [_block(contract, goal, today, typed.get(f"goal_{goal.id}"), goals) for goal in contract.current_goals]
    mend = offer.to_mend(contract, today)
    page = render_template(
        "contracts/edit.html",
        contract=contract,
        client=client,
        boss=client.boss,
        step=step_of(contract, mend),
        declined=declined,
        blocks=blocks,
        mend=mend,
        leaving=[goal for goal in contract.goals if goal.is_live and goal.leaves],
        parked=contract.parked_goals,
        asked=[reply for part in contract.parts for reply in part.replies if reply.kind == "asks" or not reply.goal_place][-6:],
        ladder=ladder,
        new=NewForm(formdata=None),
        wish=(typed.get("wish") or WishForm(formdata=None)).tell(goals, "seen-wish"),
        looks=(typed.get("looks") or looks_form(contract)).tell(goals, "seen-looks"),
        annex=(typed.get("annex") or annex_form(contract)).tell(annex, "seen-annex"),
        terms=(typed.get("terms") or terms_form(contract)).tell(terms, "seen-terms"),
        sign=offer_form(contract, typed.get("sign")),
        seen_sentence=seen("cause sentence", client),
    )
    return page, status


def offer_form(contract: Contract, typed: SignForm | None) -> SignForm:
    """The coach's signature under the terms and the goals, which a boss has signed before."""
    goals = contract.part("goals").open
    form = typed or SignForm(formdata=None, name=contract.client.coach.name, sha256=goals.sha256 if goals else "")
    return form.tell(seen("offered", contract.client, once="you offer it"))


def found(contract: Contract, goal: Goal) -> dict[str, str]:
    """The same remarks as HTML, by field, for a page that saves itself: js/autosave.js puts each into its place."""
    mark = get_template_attribute("macros/parts.html", "finding")
    return {name: str(mark(one.severity, one.words, one.better)) for name, one in _finds(contract, goal, today_of(contract)).items()}


def way(contract: Contract) -> dict[str, str]:
    """How far it is, as HTML, for a page that saves itself: what is still to mend, and the act that comes next."""
    mend, client = offer.to_mend(contract, today_of(contract)), contract.client
    step = step_of(contract, mend)
    parts = {"contract": contract, "client": client, "boss": client.boss, "step": step, "mend": mend, "sign": offer_form(contract, None)}
    return {"step": str(escape(step.words)), "next": render_template("contracts/_next.html", **parts)}


def _block(contract: Contract, goal: Goal, today: date, typed: GoalForm | None, sees: SeenBy) -> GoalBlock:
    place = contract.place_of(goal)
    replaced = next((old for old in contract.goals if old.id == goal.replaces_id), None)
    said = [reply for reply in contract.part("goals").replies if reply.goal_place == place]
    form = (typed or goal_form(goal)).tell(sees, f"seen-goal-{place}")
    return GoalBlock(goal, place, form, _finds(contract, goal, today), said[-4:], replaced.name if replaced else "")


def _finds(contract: Contract, goal: Goal, today: date) -> dict[str, Finding]:
    """What could be sharper, once there are words, and over it what cannot be understood."""
    wording = goal.wording(today, contract.place_of(goal))
    found = {finding.field: finding for finding in offer.sharpness(contract, wording, today)} if wording.is_begun else {}
    return found | {name: Finding(name, "must", PROBLEM, words) for name, words in wording.problems.items()}


def goal_form(goal: Goal, formdata: Any = None) -> GoalForm:
    return GoalForm(formdata=formdata, data={**goal.draft, "version": goal.draft_no}, prefix="")


def looks_form(contract: Contract) -> LooksForm:
    dates = dict(zip(("first", "second", "third"), contract.look_dates, strict=False))
    return LooksForm(formdata=None, data={**dates, "shares_progress": contract.shares_progress, "version": contract.looks_no})


def annex_form(contract: Contract) -> AnnexForm:
    part = contract.part("annex")
    return AnnexForm(formdata=None, data={**part.draft, "version": part.draft_no})


def terms_form(contract: Contract) -> TermsForm:
    part = contract.part("terms")
    words = {**TERMS, **part.draft}
    return TermsForm(formdata=None, data={**words, "about_data": words["data"], "version": part.draft_no})
