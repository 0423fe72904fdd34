"""The JSON Schema of the resource file, for editors."""

from __future__ import annotations

from typing import Any

from crisis_cli.directory.entry import EXPIRES, STATUS, WAYS
from crisis_cli.directory.needs import NEEDS
from crisis_cli.directory.reading import NEEDED

DIALECT = "https://json-schema.org/draft/2020-12/schema"
TEXT = {"type": "string"}
SAID = {"type": ["string", "number"]}  # what an editor takes for a number is text to us
STATUSES = {"enum": list(STATUS)}

NUMBER: dict[str, Any] = {
    **{way: SAID | {"description": f"The number: {label.lower()}."} for way, label in WAYS.items()},
    "note": TEXT | {"description": "What to know about this number: press 2 for Spanish."},
    "status": STATUSES | {"description": "How well this number is known, where it is less."},
}
SPAN: dict[str, Any] = {
    "days": {
        "description": "Days of the week: Monday to Friday, every day, or a list.",
        "anyOf": [TEXT, {"type": "array", "items": TEXT}],
    },
    "from": SAID | {"description": "When it opens: 9:00, 9 am, noon."},
    "to": SAID
    | {"description": "When it closes: 17:30, 5 pm, midnight. Before `from`: the next morning."},
    "dates": TEXT | {"description": "The part of the year, if any: November 1 to March 31."},
}
TIMES: dict[str, Any] = {
    "type": "array",
    "items": {
        "type": "object",
        "properties": SPAN,
        "required": ["days", "from", "to"],
        "additionalProperties": False,
    },
}
NEED: dict[str, Any] = {"enum": list(NEEDS)}
RESOURCE: dict[str, Any] = {
    "id": TEXT | {"description": "A short name: a-z, 0-9, _. Protocols name it under `call`."},
    "name": TEXT | {"description": "The name, as it is printed."},
    "for": TEXT | {"description": "What they help with."},
    "numbers": {
        "type": "array",
        "description": "How to reach them, the best way first.",
        "items": {"type": "object", "properties": NUMBER, "additionalProperties": False},
    },
    "hours": {
        "description": "`always`, or a line for each time at which they answer; or words.",
        "anyOf": [TEXT, TIMES],
    },
    "holidays": TEXT | {"description": "What is different on public holidays: closed."},
    "hours_note": TEXT | {"description": "Hours in words, where times do not do: Phone first."},
    "needs": {
        "description": "What somebody needs who is sent there: it is found by this.",
        "anyOf": [NEED, {"type": "array", "items": NEED}],
    },
    "ages": {
        "type": ["string", "number"],
        "description": "Which ages: 18 and over, 6 to 17, 17 and under.",
    },
    "walk_in": {
        "description": "Whether one may just go there.",
        "enum": ["yes", "no", True, False],
    },
    "address": TEXT | {"description": "Where to go."},
    "who": TEXT | {"description": "Who may use it."},
    "languages": {
        "description": "The languages that they speak: codes, or one sentence.",
        "anyOf": [TEXT, {"type": "array", "items": TEXT}],
    },
    "source": TEXT | {"description": "Where this was read or heard."},
    "verified_on": TEXT | {"description": "The day on which it was checked: 2026-11-20."},
    "verified_by": TEXT | {"description": "Who checked it, and how."},
    "status": STATUSES
    | {"description": "confirmed, partly, or unverified: that is never printed for a client."},
    "expires_after_days": {
        "type": "integer",
        "description": f"Days after which it must be checked again; {EXPIRES} where it is missing.",
    },
    "note": TEXT | {"description": "What else a worker should know."},
    "worker_only": {
        "enum": ["yes", "no", True, False],
        "description": "yes: for reports and the like; on worker screens, on no client page.",
    },
}


def json_schema() -> dict[str, Any]:
    """The schema, with a description for every key."""
    entry = {
        "type": "object",
        "properties": RESOURCE,
        "required": [key for key in NEEDED if key != "hours"],
        "anyOf": [{"required": ["hours"]}, {"required": ["hours_note"]}],
        "additionalProperties": False,
    }
    every = {"type": "array", "description": "Who can help, in any order.", "items": entry}
    return {
        "$schema": DIALECT,
        "title": "Resources: who can help",
        "type": "object",
        "properties": {"resources": every},
        "required": ["resources"],
        "additionalProperties": False,
    }
