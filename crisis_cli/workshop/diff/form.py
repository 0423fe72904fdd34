"""What changed in the steps, blocks and pages themselves, whoever comes to them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from crisis_cli.protocol.compiled import Block, Document, Part, Protocol, Step
from crisis_cli.workshop.diff.matching import Matched, in_place
from crisis_cli.workshop.english import English, listed
from crisis_cli.workshop.reading.describe import KINDS_IN_WORDS

WIDE = 60  # characters of a text that are told
URGENT, STEPS, PAGES = "urgent", "steps", "pages"


class Form(NamedTuple):
    """One such change in a sentence. about: urgent, steps or pages."""

    about: str
    sentence: str


def forms(old: Protocol, match: Matched) -> list[Form]:
    """The changes of form, those of urgent blocks first."""
    new = match.new
    found = [
        *_blocks(old, new),
        *_flags(old, new),
        *_answers(old, new),
        *_moved(old, new),
        *_renamed(match),
        *_pages(old, new),
    ]
    order = (URGENT, STEPS, PAGES)
    return sorted(dict.fromkeys(found), key=lambda one: order.index(one.about))


# -- urgent blocks and others


def _blocks(old: Protocol, new: Protocol) -> Iterator[Form]:
    if [one.block for one in old.urgent] != [one.block for one in new.urgent]:
        yield from _priority(old, new)
    for name in old.blocks:
        if name in new.blocks:
            for sentence in _block(old.blocks[name], new.blocks[name], English(new)):
                yield Form(URGENT, f"In the block {name}, {sentence}.")


def _priority(old: Protocol, new: Protocol) -> Iterator[Form]:
    """Blocks that are in both, in another order of priority."""
    before = list(dict.fromkeys(one.block for one in old.urgent))
    now = list(dict.fromkeys(one.block for one in new.urgent))
    kept = [one for one in before if one in now]
    if kept != [one for one in now if one in before]:
        order = listed([one for one in now if one in before], "then")
        yield Form(URGENT, f"Urgent blocks that are due together come in another order: {order}.")


def _block(was: Block, now: Block, after: English) -> Iterator[str]:
    old, new = ({step.id: step for step in block.steps} for block in (was, now))
    yield from (
        f"{name} is gone: {_first(step.text)}" for name, step in old.items() if name not in new
    )
    for name in [name for name in new if name not in old]:
        when = "" if new[name].when is None else f", when {after.say(new[name].when)}"
        yield f"{name} is new{when}: {_first(new[name].text)}"
    if _order(old, new) != _order(new, old):
        yield f"the steps come in another order: {listed(_order(new, old), 'then')}"


def _first(text: str) -> str:
    """The beginning of a text, in quotes."""
    return f'"{text[:WIDE].rstrip(" .")}{"..." * (len(text) > WIDE)}"'


def _order(mine: Iterable[str], theirs: Iterable[str]) -> list[str]:
    there = set(theirs)
    return [name for name in mine if name in there]


# -- what a step is


def _flags(old: Protocol, new: Protocol) -> Iterator[Form]:
    for was, now in _both(old, new):
        about = URGENT if now.block else STEPS
        for sentence in _flag(was, now):
            yield Form(about, f"{now.id} {sentence}.")


def _flag(was: Step, now: Step) -> Iterator[str]:
    if was.danger != now.danger:
        yield "is now a danger question" if now.danger else "is no longer a danger question"
    if was.kind != now.kind:
        words = f"{KINDS_IN_WORDS[now.kind]}, before {KINDS_IN_WORDS[was.kind]}"
        yield f"is asked as {words}; each is compared with every answer to the other"
    if was.private != now.private:
        yield "is now private" if now.private else "is no longer private"
    if was.start_from != now.start_from:
        yield "now begins with the last plan" if now.start_from else "no longer begins with it"
    if was.record != now.record:
        there, before = (f"as '{one}'" if one else "as usual" for one in (now.record, was.record))
        yield f"stands in the record {there}, before {before}"
    gone = [one for one in was.call if one not in now.call]
    come = [one for one in now.call if one not in was.call]
    yield from [f"no longer shows the number of {listed(gone, 'and')}"] if gone else []
    yield from [f"now shows the number of {listed(come, 'and')}"] if come else []


def _answers(old: Protocol, new: Protocol) -> Iterator[Form]:
    for was, now in _both(old, new):
        if was.kind != now.kind and not (was.choices and now.choices):
            continue
        before, after = was.options, now.options
        gone = [f'"{label}"' for name, label in before.items() if name not in after]
        come = [f'"{label}"' for name, label in after.items() if name not in before]
        if gone:
            yield Form(STEPS, f"{now.id} can no longer be answered {listed(gone)}.")
        if come:
            how = f"Who answers so could not before; see: crisis protocol explain {now.id} NEW"
            yield Form(STEPS, f"{now.id} can now also be answered {listed(come)}. {how}")
        if (was.least, was.most, was.unit) != (now.least, now.most, now.unit):
            yield Form(STEPS, f"{now.id} takes {_limits(now)}, before {_limits(was)}.")
        if [one.id for one in was.each] != [one.id for one in now.each]:
            fields = listed([one.name for one in now.each], "and")
            yield Form(STEPS, f"{now.id} asks for each: {fields}.")


def _limits(step: Step) -> str:
    least = "" if step.least is None else f"at least {step.least:.15g}"
    most = "" if step.most is None else f"at most {step.most:.15g}"
    return " and ".join(filter(None, (least, most))) + f" {step.unit}".rstrip() or "any"


def _both(old: Protocol, new: Protocol) -> Iterator[tuple[Step, Step]]:
    """The steps that are in both."""
    before = {step.id: step for step in old.all_steps}
    return ((before[step.id], step) for step in new.all_steps if step.id in before)


def _moved(old: Protocol, new: Protocol) -> Iterator[Form]:
    """Steps of both that stand at another place among the others."""
    theirs = _order([step.id for step in new.steps], [step.id for step in old.steps])
    kept = set(in_place(old, new))
    for place, name in enumerate(theirs):
        if name not in kept:
            after = f"after {theirs[place - 1]}" if place else "first"
            yield Form(STEPS, f"{name} moved: it now comes {after}.")


def _renamed(match: Matched) -> Iterator[Form]:
    for new, old in match.steps.items():
        yield Form(STEPS, f"{old} is now called {new}; nothing else about it changed.")
    for new, old in match.blocks.items():
        yield Form(STEPS, f"The block {old} is now called {new}; its steps are the same.")


# -- client pages


def _pages(old: Protocol, new: Protocol) -> Iterator[Form]:
    for name, was in old.documents.items():
        if name in new.documents:
            yield from _page(was, new.documents[name])


def _page(was: Document, now: Document) -> Iterator[Form]:
    before = {part.heading: part for part in was.parts}
    page = now.id.replace("_", " ")
    for part in now.parts:
        if part.heading in before:
            for sentence in _part(before[part.heading], part):
                yield Form(PAGES, f'On the {page}, "{part.heading}" {sentence}.')
    mine = _order(before, [part.heading for part in now.parts])
    theirs = _order([part.heading for part in now.parts], before)
    if mine != theirs:
        order = listed([f'"{heading}"' for heading in theirs], "then")
        yield Form(PAGES, f"The headings of the {page} come in another order: {order}.")


def _part(was: Part, now: Part) -> Iterator[str]:
    for what, before, after in (
        ("the answer to", was.steps, now.steps),
        ("the number of", was.resources, now.resources),
    ):
        gone = [one for one in before if one not in after]
        come = [one for one in after if one not in before]
        yield from [f"no longer prints {what} {listed(gone, 'and')}"] if gone else []
        yield from [f"now also prints {what} {listed(come, 'and')}"] if come else []
    if was.short != now.short:
        lines = f"has {now.short} lines" if now.short else "is not"
        yield f"{lines} on the short form"
