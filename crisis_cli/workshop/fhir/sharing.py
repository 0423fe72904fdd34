"""Answers that several questions share stand in the file once, as an answer set."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from crisis_cli.workshop.fhir.words import Ids
from crisis_cli.workshop.fhir.writing import Keys


def shared(sections: list[Keys]) -> dict[str, Any]:
    """Name the answers that stand twice or more, and take them out of the steps."""
    users: dict[str, list[Keys]] = {}
    same: dict[int, str] = {}
    for keys in _asking(sections):
        answers = keys["answers"]
        if id(answers) not in same:
            same[id(answers)] = _same(answers)
        users.setdefault(same[id(answers)], []).append(keys)
    ids = Ids()
    sets: dict[str, Any] = {}
    for several in users.values():
        if len(several) > 1:
            name = ids.new(f"{several[0]['id']}_answers"[-60:].strip("_"), "answers")
            sets[name] = several[0]["answers"]
            for keys in several:
                keys["answers"] = name
    return sets


def _asking(sections: list[Keys]) -> Iterator[Keys]:
    for section in sections:
        for step in section["steps"]:
            yield from (one for one in (step, *step.get("each", ())) if "answers" in one)


def _same(answers: Any) -> str:
    beside = answers.beside if isinstance(answers, Keys) else {}
    return repr((list(answers.items()), beside))
