"""Which step of a changed protocol is which step of the old one, also under a new name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import Any, TypeVar

from crisis_cli.protocol.compiled import (
    Block,
    Condition,
    Document,
    FollowUp,
    Part,
    Protocol,
    Step,
    Urgent,
)

Thing = TypeVar("Thing")


@dataclass(frozen=True, slots=True)
class Matched:
    """A changed protocol under the names of the old one.

    new: the changed protocol, with what was only renamed or reworded called as before. spoken:
    the same in its own words. steps, blocks: new name -> old name, of what was renamed.
    """

    new: Protocol
    spoken: Protocol
    steps: Mapping[str, str]
    blocks: Mapping[str, str]


def matched(old: Protocol, new: Protocol) -> Matched:
    """The new protocol with renamed steps and blocks called as in the old one.

    Renamed is what is gone under one name and there under another, alike in all but its name,
    and like nothing else.
    """
    steps = _renamed(_steps(old), _steps(new), _face)
    named = _with_names(new, steps)
    blocks = _renamed(old.blocks, named.blocks, lambda block: tuple(map(_face, block.steps)))
    named = _with_blocks(named, blocks)
    documents = {
        name: _headed(old.documents[name], one) if name in old.documents else one
        for name, one in named.documents.items()
    }
    follow_up = _worded(old.follow_up, named.follow_up)
    alike = replace(named, documents=documents, follow_up=follow_up)
    return Matched(alike, named, steps, blocks)


def in_place(old: Protocol, new: Protocol) -> list[str]:
    """The steps of both that kept their place among the others, in order."""
    there, were = {step.id for step in new.steps}, {step.id for step in old.steps}
    mine = [step.id for step in old.steps if step.id in there]
    theirs = [step.id for step in new.steps if step.id in were]
    alike = SequenceMatcher(None, mine, theirs, autojunk=False).get_matching_blocks()
    return [name for one in alike for name in mine[one.a : one.a + one.size]]


def _steps(protocol: Protocol) -> dict[str, Step]:
    return {step.id: step for step in protocol.all_steps}


def _face(step: Step) -> Any:
    """What makes a step the same question, whatever it is called and whenever it comes."""
    return (step.kind, step.text, step.danger, step.choices, step.least, step.most, step.unit)


def _renamed(
    old: Mapping[str, Thing], new: Mapping[str, Thing], face: Callable[[Thing], Any]
) -> dict[str, str]:
    """New name -> old name, where it is sure."""
    gone = {name: face(one) for name, one in old.items() if name not in new}
    come = {name: face(one) for name, one in new.items() if name not in old}
    seen = Counter([*map(face, old.values()), *map(face, new.values())])
    sure = {one: name for name, one in gone.items() if seen[one] == 2}
    return {name: sure[one] for name, one in come.items() if one in sure}


def _with_names(protocol: Protocol, names: Mapping[str, str]) -> Protocol:
    """The same protocol with some steps under other names."""
    if not names:
        return protocol
    steps = tuple(_step(step, names) for step in protocol.steps)
    blocks = {
        name: replace(block, steps=tuple(_step(step, names) for step in block.steps))
        for name, block in protocol.blocks.items()
    }
    return replace(
        protocol,
        steps=steps,
        blocks=blocks,
        rules={n: replace(r, when=_named(r.when, names)) for n, r in protocol.rules.items()},
        concern=tuple(replace(one, when=_named(one.when, names)) for one in protocol.concern),
        follow_up=tuple(replace(one, when=_of(one.when, names)) for one in protocol.follow_up),
        documents={n: _document(d, names) for n, d in protocol.documents.items()},
    )


def _step(step: Step, names: Mapping[str, str]) -> Step:
    return replace(step, id=names.get(step.id, step.id), when=_of(step.when, names))


def _document(document: Document, names: Mapping[str, str]) -> Document:
    parts = tuple(
        replace(
            part,
            when=_of(part.when, names),
            steps=tuple(names.get(step, step) for step in part.steps),
        )
        for part in document.parts
    )
    return replace(document, when=_of(document.when, names), parts=parts)


def _of(condition: Condition | None, names: Mapping[str, str]) -> Condition | None:
    return None if condition is None else _named(condition, names)


def _named(condition: Condition, names: Mapping[str, str]) -> Condition:
    match condition:
        case ["all" | "any" as op, parts]:
            return [op, [_named(part, names) for part in parts]]
        case ["not", part]:
            return ["not", _named(part, names)]
        case ["rule" | "concern", _]:
            return condition
        case [op, question, *rest]:
            return [op, names.get(question, question), *rest]
    raise ValueError(f"no such condition: {condition}")


def _with_blocks(protocol: Protocol, names: Mapping[str, str]) -> Protocol:
    """The same protocol with some blocks under other names."""
    blocks = {names.get(n, n): _block(block, names) for n, block in protocol.blocks.items()}
    urgent = tuple(Urgent(one.rule, names.get(one.block, one.block)) for one in protocol.urgent)
    return replace(protocol, blocks=blocks, urgent=urgent)


def _block(block: Block, names: Mapping[str, str]) -> Block:
    name = names.get(block.id, block.id)
    return Block(name, block.title, tuple(replace(step, block=name) for step in block.steps))


def _worded(old: Iterable[FollowUp], new: Iterable[FollowUp]) -> tuple[FollowUp, ...]:
    """Follow-ups of which only the words changed, in the old words."""
    gone = {_without_words(one): one.what for one in old}
    return tuple(replace(one, what=gone.get(_without_words(one), one.what)) for one in new)


def _without_words(one: FollowUp) -> str:
    return repr(replace(one, what=""))


def _headed(old: Document, new: Document) -> Document:
    """Parts of which only the heading changed, under the old one."""
    headings = {part.heading for part in old.parts}
    kept = {part.heading for part in new.parts} & headings
    gone = {_body(part): part.heading for part in old.parts if part.heading not in kept}
    parts = tuple(
        part if part.heading in kept else replace(part, heading=gone.get(_body(part), part.heading))
        for part in new.parts
    )
    return replace(new, parts=parts)


def _body(part: Part) -> str:
    return repr((part.when, part.steps, part.resources))
