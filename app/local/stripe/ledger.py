"""All objects, each in the account it belongs to. In memory; in a JSON file too when a path is given."""

import json
import os
from copy import deepcopy
from pathlib import Path
from typing import Any

from app.local.stripe.refusal import Refusal, missing_object

OWN = "acct_standinown"  # the account of the key itself: requests without a Stripe-Account header


class Ledger:
    def __init__(self, path: Path | None = None) -> None:
        self.path = path
        self.objects: dict[str, dict[str, dict[str, Any]]] = {}
        self.hidden: dict[str, Any] = {}  # session id → what Stripe remembers of it and does not show
        if path is not None and path.exists():
            kept = json.loads(path.read_text("utf-8"))
            self.objects, self.hidden = kept["objects"], kept["hidden"]

    def put(self, account: str, thing: dict[str, Any]) -> dict[str, Any]:
        self.objects.setdefault(account, {})[thing["id"]] = thing
        return thing

    def get(self, account: str, kind: str, id: str, *, param: str = "id") -> dict[str, Any]:
        """Another account's object is as missing as one that never was."""
        thing = self.objects.get(account, {}).get(id)
        if thing is None or thing["object"] != kind:
            raise missing_object(kind, id, param)
        return thing

    def of(self, account: str, kind: str) -> list[dict[str, Any]]:
        """Newest first."""
        return [thing for thing in reversed(self.objects.get(account, {}).values()) if thing["object"] == kind]

    def owner_of(self, id: str) -> str | None:
        return next((account for account, things in self.objects.items() if id in things), None)

    def expanded(self, account: str, thing: dict[str, Any], paths: list[str]) -> dict[str, Any]:
        """A copy in which each path of ids is replaced by the objects: "latest_charge.balance_transaction"."""
        whole = deepcopy(thing)
        for path in paths:
            for node in whole["data"] if path.startswith("data.") else [whole]:
                self._expand(account, node, path.removeprefix("data.").split("."))
        return whole

    def _expand(self, account: str, node: Any, steps: list[str]) -> None:
        for step in steps:
            if not isinstance(node, dict) or step not in node:
                raise Refusal(400, f"This property cannot be expanded ({step}).", param="expand")
            if isinstance(node[step], str):
                node[step] = deepcopy(self.objects[account][node[step]])
            node = node[step]
            if node is None:
                break

    def save(self) -> None:
        if self.path is None:
            return
        draft = self.path.with_suffix(".draft")
        with draft.open("w", encoding="utf-8") as file:
            json.dump({"objects": self.objects, "hidden": self.hidden}, file)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(self.path)

    def clear(self) -> None:
        self.objects.clear()
        self.hidden.clear()
        self.save()
