"""What changed in a plan since the one that it started from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from crisis_cli.documents.blocks import Asked, Block, Fields, Heading, Page, Said
from crisis_cli.engine.state import State
from crisis_cli.engine.times import day, zone
from crisis_cli.protocol.compiled import Step
from crisis_cli.protocol.kinds import KINDS

TITLE = "What changed in the plan"
BEFORE, NOW = "before", "now"
NOTHING = "Nothing: every part that was asked about says what it said before"


@dataclass(frozen=True, slots=True)
class Change:
    """One part of the plan that says something else than before. was, now: its lines in words;
    empty where it was not there, or is not there any more."""

    name: str
    was: tuple[str, ...]
    now: tuple[str, ...]

    @property
    def text(self) -> str:
        """The change in one line."""
        gone = [line for line in self.was if line not in self.now]
        come = [line for line in self.now if line not in self.was]
        parts = [f"now also {'; '.join(come)}"] * bool(come and self.was and not gone)
        parts += [f"now {'; '.join(come)}"] * bool(come and (gone or not self.was))
        parts += [f"no longer {'; '.join(gone)}"] * bool(gone)
        return f"{self.name}: {', '.join(parts) or 'in another order'}"


def started_from(state: State) -> datetime | None:
    """When the plan was made that this one started from; None where there is none, or where
    nothing of it was brought."""
    made = state.opened.brought.get("made", "")
    there = state.opened.brought.get("values")
    return datetime.fromisoformat(made) if made and there else None


def changes(state: State) -> list[Change]:
    """What the plan says otherwise than the last one, in the order of the protocol."""
    before = state.opened.brought.get("values", {})
    steps = [step for step in state.protocol.steps if step.start_from and not step.private]
    found = [
        Change(step.name, _lines(step, before.get(step.id)), _now(state, step)) for step in steps
    ]
    return [one for one in found if one.was != one.now]


def with_revision(page: Page, state: State) -> Page:
    """A contact record with what changed in the plan at its end, where it started from another."""
    if started_from(state) is None:
        return page
    data = [{"name": one.name, BEFORE: one.was, NOW: one.now} for one in changes(state)]
    blocks = (*page.blocks, *_blocks(state))
    return replace(page, blocks=blocks, data={**page.data, "plan_changes": data})


def _blocks(state: State) -> Iterator[Block]:
    made, found = started_from(state), changes(state)
    yield Heading(TITLE)
    if made:
        yield Fields((("Started from the plan of", day(made, zone(state.opened.zone))),))
    for one in found:
        was = [Said("; ".join(one.was), BEFORE, struck=True)] if one.was else []
        now = [Said("; ".join(one.now) or "Not in this plan", NOW)]
        yield Asked(one.name, (*was, *now))
    if not found:
        yield Fields((("Changed", NOTHING),))


def _now(state: State, step: Step) -> tuple[str, ...]:
    given = state.answer(step.id)
    return _lines(step, given.value) if given and not given.unknown else ()


def _lines(step: Step, value: object) -> tuple[str, ...]:
    """A value as lines of words; what an older protocol kept in another shape has none."""
    if value is None:
        return ()
    try:
        lines = KINDS[step.kind].lines(step, value)
    except (TypeError, ValueError, KeyError, AttributeError):
        return (str(value),)
    return tuple(", ".join(filter(None, (one.name, one.phone, one.more))) for one in lines)
