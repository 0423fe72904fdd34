"""What stands as the answer to a question: what was said, or why nothing is known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from crisis_cli.engine.additions import CORRECTION, LATE_ENTRY, Amended
from crisis_cli.engine.answers import IN_FORCE, KEPT_TOO, WITHDRAWN, Given
from crisis_cli.engine.state import State
from crisis_cli.protocol.compiled import Step

IN_WORDS = "in_words"  # an amendment says it in words, and no value does


@dataclass(frozen=True, slots=True)
class Standing:
    """One answer that stands: a value as its kind keeps it, or else the word of an unknown, or
    IN_WORDS."""

    value: Any = None
    unknown: str = ""


def standing(state: State, step: Step) -> list[Standing]:
    """Every answer that stands, oldest first: one, or two where it was asked again.

    None that was replaced, corrected or withdrawn. What an amendment says counts as said. Empty
    where nothing was asked, or where a plain no to danger made the question needless.
    """
    given = [one for one in state.history(step.id) if _stands(one)]
    found = [Standing(one.value, one.unknown) for one in given]
    for event in _amendments(state, step.id):
        found = _amended(found, event, state.after.danger(event))
    if not found and (word := state.standing_in(step.id)):
        found = [Standing(unknown=word)]
    return [one for at, one in enumerate(found) if one not in found[:at]]


def _stands(given: Given) -> bool:
    """What was done stays done, though a change took its step off the path."""
    done = given.standing == WITHDRAWN and given.outcome == "done"
    return done or given.standing in (IN_FORCE, KEPT_TOO)


def _amendments(state: State, step: str) -> list[Amended]:
    """By number, then by name: in whichever order they came from two machines."""
    every = sorted(state.after.amendments, key=lambda one: (one[0].seq, one[0].name))
    return [event for _, event in every if event.step == step]


def _amended(found: list[Standing], event: Amended, danger: bool) -> list[Standing]:
    """A correction takes the place of the last answer; a late entry, or danger, stands beside it:
    whoever wrote that there was danger must not be read as a no."""
    said = Standing(event.value, event.unknown) if event.answers else Standing(unknown=IN_WORDS)
    if event.kind == CORRECTION:
        return [*found[:-1], said]
    if event.kind == LATE_ENTRY or danger:
        return [*found, said]
    return found
