"""What comes next on the way of an agreement, for the coach who looks at it."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask import g

from models import Contract
from models.contract.part import Part
from models.progress import phrases


@dataclass(frozen=True)
class Step:
    """name: mend | send | boss | offer | sign | wait | change | closing | over. `parts`: the kinds that wait for the coach's own signature."""

    name: str
    words: str
    parts: tuple[str, ...] = ()


def step_of(contract: Contract, mend: list[str]) -> Step:
    client, boss = contract.client.first_name, contract.client.boss
    if contract.is_over:
        return Step("over", "It has ended. Everything stays readable.")
    if contract.is_closing:
        return Step("closing", "What it came to waits for two signatures.")
    if contract.state == "draft":
        if mend:
            return Step("mend", _mend(len(mend)))
        return Step("send", f"Nothing is missing. {boss.first_name} reads it first.") if boss else Step("offer", "Nothing is missing.")
    if contract.state == "with boss":
        goals = contract.part("goals")
        if goals.open and goals.contributor and goals.contributor.signature_of(goals.open):
            return Step(
                "offer",
                f"{boss.first_name if boss else 'The boss'} has signed the goals. Now sign them and the terms, and offer it to {client}.",
            )
        return Step("boss", f"{boss.first_name if boss else 'The boss'} is reading it. You hear of the answer by mail.")
    mine = tuple(part.kind for part in contract.parts if part.open and part.open.waits_for(g.membership.id))
    if mine:
        return Step("sign", f"It waits for your signature under the {_and(Part.NAMES[kind].lower() for kind in mine)}.", mine)
    if waiting := _waiting(contract):
        return Step("wait", f"It waits for {waiting}.")
    return Step("change", "Nothing waits for a signature.")


def _mend(many: int) -> str:
    return f"{phrases.count(many).capitalize()} thing{'' if many == 1 else 's'} to mend before it can be offered."


def _waiting(contract: Contract) -> str:
    names = [seat.name for part in contract.parts if part.open for seat in part.open.missing]
    if contract.state == "offered" and any(part.open is None for part in contract.parts):
        names.append(contract.client.name)
    return _and(names)


def _and(names: Iterable[str]) -> str:
    *others, last = dict.fromkeys(names) or [""]
    return f"{', '.join(others)} and {last}" if others else last
