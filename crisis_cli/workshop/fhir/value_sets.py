"""Value sets that came along with a form, and the answers in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import islice
from typing import Any

from crisis_cli.workshop.fhir.element import Element
from crisis_cli.workshop.fhir.options import Answers, listed
from crisis_cli.workshop.fhir.words import clean, one_line

MOST = 5_000  # answers to choose from; nobody would look through more
INCOMPLETE = f"is not whole in the file, or has more than {MOST:,} answers"
DEEPEST = 20  # levels of codes under codes
Resource = dict[str, Any]


class Sets:
    """The value sets and code systems of one file. Each set is read once, however often used."""

    def __init__(self, resources: Iterable[Resource]) -> None:
        self._sets: dict[str, Resource] = {}
        self._systems: dict[str, Resource] = {}
        self._read: dict[str, Answers | None] = {}
        self._used: set[int] = set()
        self._resources = list(resources)
        kinds = {"ValueSet": self._sets, "CodeSystem": self._systems}
        for one in self._resources:
            kept = kinds.get(str(one.get("resourceType")), {})
            url = one.get("url")
            for name in (f"#{one.get('id')}", str(url), f"{url}|{one.get('version')}"):
                kept.setdefault(name, one)

    def answers(self, element: Element) -> Answers:
        """The answers of an item, from its own list or its value set; empty for none."""
        answers = Answers()
        listed(element, answers)
        reference = element.raw("answerValueSet") or _older(element)
        if not reference:
            return answers
        if answers.options:
            message = "a list of answers and a value set; only the list is imported"
            element.notes.missing(element.place, message, "Look which of them is meant.")
            return answers
        found = self._of(reference, element)
        if found is not None:
            return found
        there = reference.split("|")[0] in self._sets or reference in self._sets
        where = INCOMPLETE if there else "is not in the file"
        message = f"the value set {one_line(reference)[:200]} {where}; words can be typed instead"
        element.notes.missing(element.place, message, "Write the answers under `answers:`.")
        return answers

    def notices(self) -> list[str]:
        """What the owners of the sets that were used want to be told."""
        used = (one for one in self._resources if id(one) in self._used)
        said = (clean(one["copyright"]) for one in used if isinstance(one.get("copyright"), str))
        return list(dict.fromkeys(text for text in said if text))

    def unused(self) -> list[Resource]:
        """The resources that no item took its answers from."""
        return [one for one in self._resources if id(one) not in self._used]

    def _of(self, reference: str, element: Element) -> Answers | None:
        if reference not in self._read:
            self._read[reference] = self._made(reference, element)
        return self._read[reference]

    def _made(self, reference: str, element: Element) -> Answers | None:
        found = self._sets.get(reference) or self._sets.get(reference.split("|")[0])
        codings = None if found is None else self._codings(found)
        if found is None or not codings or len(codings) > MOST:
            return None
        self._used.add(id(found))
        answers = Answers()
        answers.reference = reference
        for coding in codings:
            answers.add("Coding", coding, element)
        more = {key for coding in codings for key in ("designation", "extension") if key in coding}
        for key in sorted(more):
            message = f"{one_line(reference)[:200]}: '{key}' of its codes (other languages, scores)"
            element.notes.missing(element.place, message, "Write it by hand if it matters.")
        return answers if answers.options else None

    def _codings(self, found: Resource) -> list[Resource] | None:
        """What is in a value set; None where not all of it can be told from the file."""
        expansion = found.get("expansion")
        if isinstance(expansion, dict) and isinstance(expansion.get("contains"), list):
            contained = list(islice(_contained(expansion["contains"]), MOST + 1))
            total = expansion.get("total")
            short = isinstance(total, Decimal) and total > len(contained)
            return None if short or expansion.get("offset") else contained
        compose = found.get("compose")
        if not isinstance(compose, dict) or compose.get("exclude"):
            return None
        includes = compose.get("include")
        parts = [self._included(one) for one in includes] if isinstance(includes, list) else [None]
        if any(part is None for part in parts):
            return None
        return [coding for part in parts for coding in part or ()]

    def _included(self, include: Any) -> list[Resource] | None:
        if not isinstance(include, dict) or include.get("filter") or include.get("valueSet"):
            return None
        system = include.get("system")
        if "concept" in include:
            return list(islice(_concepts(include["concept"], system), MOST + 1))
        whole = self._systems.get(str(system))
        if whole is None or whole.get("content") != "complete":
            return None
        self._used.add(id(whole))
        return list(islice(_concepts(whole.get("concept"), system), MOST + 1))


def _contained(raw: Any, depth: int = 0) -> Iterator[Resource]:
    """The codes of an expansion; those that only group others, or are no longer used, are not."""
    for one in raw if isinstance(raw, list) and depth < DEEPEST else ():
        if isinstance(one, dict):
            if "code" in one and not one.get("abstract") and not one.get("inactive"):
                yield one
            yield from _contained(one.get("contains"), depth + 1)


def _concepts(raw: Any, system: Any, depth: int = 0) -> Iterator[Resource]:
    for one in raw if isinstance(raw, list) and depth < DEEPEST else ():
        if isinstance(one, dict):
            yield one | {"system": system}
            yield from _concepts(one.get("concept"), system, depth + 1)


def _older(element: Element) -> str:
    """The value set as STU3 names it."""
    part = element.part("options")
    return part.raw("reference") if part else ""
