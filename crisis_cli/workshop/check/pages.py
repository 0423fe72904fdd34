"""What a client takes home: somebody to reach at any hour."""

from __future__ import annotations

import re

from crisis_cli.protocol.compiled import SAFETY_PLAN, Part
from crisis_cli.workshop.check.look import Look

NUMBER = re.compile(r"(?<!\d)(988|911)(?!\d)")


def any_hour(look: Look) -> None:
    """Every plan names somebody who answers day and night."""
    plan = look.protocol.documents.get(SAFETY_PLAN)
    if plan is None:
        _no_plan(look)
        return
    found = [part for part in plan.parts if _reaches(look, part)]
    at = ("documents", SAFETY_PLAN)
    if not found:
        message = "The safety plan names nobody who answers day and night."
        look.tell("W102", message, at, HINT, key=True)
    elif all(part.when is not None for part in found):
        place = plan.parts.index(found[0])
        message = "The safety plan names somebody for day and night only under a condition."
        at_part = (*at, "parts", place, "when")
        look.tell("W102", message, at_part, "Delete the `when`, or add a part without.", key=True)


def _no_plan(look: Look) -> None:
    if look.danger and not look.file.documents and not look.known_broken("documents"):
        message = "There is no safety plan, so nothing is printed for the client."
        hint = "Write `documents:`, under it `safety_plan:`, and its parts."
        look.tell("W107", message, ("sections",), hint, key=True)


def _reaches(look: Look, part: Part) -> bool:
    if NUMBER.search(part.text):
        return True
    if look.resources is None:
        return bool(part.resources)
    known = [look.resources[one] for one in part.resources if one in look.resources]
    return any(one.always and one.printed and not one.stale for one in known)


HINT = "Add a part with `text: Call or text 988.`, or with `resources: [lifeline]`."
