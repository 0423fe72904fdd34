"""What in a protocol hangs on a condition, and which questions each of them names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from crisis_cli.protocol.compiled import LEVELS, Concern, Condition, Protocol, Step
from crisis_cli.protocol.truth import atoms, questions


@dataclass(frozen=True, slots=True, eq=False)
class Use:
    """One thing that hangs on a condition.

    kind: step, block_step, urgent, concern, follow_up, document or part. id: of the step, block,
    concern or document. words: what comes of it, after "then" or "may lead to".
    """

    kind: str
    id: str
    when: Condition
    words: str


def uses(protocol: Protocol) -> Iterator[Use]:
    """Everything that hangs on a condition, in the order of the file."""
    for step in protocol.steps:
        if step.when is not None:
            yield Use("step", step.id, step.when, _of_step(step))
    for one in protocol.urgent:
        words = f"the urgent block {one.block} comes at once ({one.rule})"
        yield Use("urgent", one.block, protocol.rules[one.rule].when, words)
    for block in protocol.blocks.values():
        for step in block.steps:
            if step.when is not None:
                words = f"{step.id} is part of the block {block.id}"
                yield Use("block_step", step.id, step.when, words)
    for level in sorted(protocol.concern, key=lambda one: -LEVELS.index(one.level)):
        yield Use("concern", level.id, level.when, _of_concern(level))
    yield from _afterwards(protocol)


def _of_step(step: Step) -> str:
    return f"{step.id} {'is shown' if step.kind == 'guidance' else 'is asked'}"


def _of_concern(one: Concern) -> str:
    least = "" if one.level == LEVELS[-1] else "at least "
    return f"the level is {least}{one.level} ({one.because})"


def _afterwards(protocol: Protocol) -> Iterator[Use]:
    for one in protocol.follow_up:
        if one.when is not None:
            what = f": {one.what}" if one.what else ""
            yield Use("follow_up", "", one.when, f"follow-up {one.due}{what}")
    for document in protocol.documents.values():
        if document.when is not None:
            yield Use("document", document.id, document.when, f"{document.id} is made")
        for part in document.parts:
            if part.when is not None:
                words = f'"{part.heading}" stands in {document.id}'
                yield Use("part", document.id, part.when, words)


def rules_naming(protocol: Protocol, question: str) -> list[str]:
    """The rules that name a question, also through other rules."""
    rules = protocol.rules
    return [name for name, rule in rules.items() if question in questions(rule.when, rules)]


def levels_named(condition: Condition, protocol: Protocol) -> set[str]:
    """The levels of concern that a condition names."""
    found = (atom[1] for atom in atoms(condition, protocol.rules) if atom[0] == "concern")
    return {level for levels in found for level in levels}


def printed(protocol: Protocol, step: str) -> list[tuple[str, str]]:
    """Where the answer to a step is printed for the client: the document and the heading."""
    parts = ((name, part) for name, one in protocol.documents.items() for part in one.parts)
    return [(name, part.heading) for name, part in parts if step in part.steps]
