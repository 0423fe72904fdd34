"""Which properties no longer say what they said, when protocol and properties changed together."""

from __future__ import annotations

from collections.abc import Collection

from crisis_cli.protocol.compiled import Condition
from crisis_cli.workshop.proofs.properties import CLAIMS, Property


def weaker(
    before: Collection[Property], after: Collection[Property], questions: Collection[str]
) -> list[str]:
    """The ids of properties that are gone, or say something else, in the order of the old file.

    questions: the ids of the steps that there were before. A property may leave out whoever said
    anything but a plain no to a later one, and properties may be added: that weakens nothing.
    """
    now = {one.id: one for one in after}
    return [one.id for one in before if not _stands(one, now.get(one.id), questions)]


def _stands(old: Property, new: Property | None, questions: Collection[str]) -> bool:
    if new is None or _before(new.when, questions) != _before(old.when, questions):
        return False
    return all(_known(getattr(new, c), questions) == getattr(old, c) for c in CLAIMS)


def _known(claim: object, questions: Collection[str]) -> object:
    """A claim as far as it is about steps that there were."""
    return tuple(x for x in claim if x in questions) if isinstance(claim, tuple) else claim


def _before(condition: Condition, questions: Collection[str]) -> Condition | bool:
    """A condition where every later question met a plain no, as far as it is then open."""
    match condition:
        case ["all" | "any" as op, parts]:
            settled = op == "any"  # by one part that is true; `all` by one that is false
            left = [_before(part, questions) for part in parts]
            open_ = [part for part in left if not isinstance(part, bool)]
            return settled if settled in left else [op, open_]
        case ["not", part]:
            inner = _before(part, questions)
            return not inner if isinstance(inner, bool) else ["not", inner]
        case [_, question, *_] if question in questions:
            return condition
        case ["is", _, words]:
            return "no" in words
        case ["on_path", _, wanted]:
            return bool(wanted)
    return False
