"""Other words for what a worker wrote about a person, beside the review of all answers."""

from __future__ import annotations

from collections.abc import Iterator

from crisis_cli.engine.entries import Answered, Consulted, Outcome, Raised
from crisis_cli.engine.state import State
from crisis_cli.protocol.compiled import Step
from crisis_cli.terminal.front import GAP, Text
from crisis_cli.terminal.kit import Suggest

SEEN = "seen"  # what the worker saw and heard, by the record's word for it: their own words
MOST = 5  # so that the review stays a page
HEAD = "Other words, if you like"
ONLY = "Only suggestions: the person may read this record. Choose an answer to change it, or go on."
MORE = "And {} more."


def suggested(state: State, suggest: Suggest) -> tuple[Text, ...]:
    """What is suggested for the worker's own words in a contact; nothing where nothing is."""
    lines = [f"{name}: {one}" for name, text in own_words(state) for one in suggest(text)]
    if not lines:
        return ()
    more = [MORE.format(len(lines) - MOST)] if len(lines) > MOST else []
    items = (Text(f"- {line}", indent=2, hang=2) for line in [*lines[:MOST], *more])
    return (GAP, Text(HEAD, "strong"), *items, Text(ONLY))


def own_words(state: State) -> Iterator[tuple[str, str]]:
    """What the worker wrote themselves, each under a few words for what it is.

    What the person said is not theirs to reword, and no word of a private answer is shown.
    """
    blocks = dict.fromkeys(alert.block for alert in state.alerts() if alert.block)
    steps = [step for one in blocks for step in state.shown(state.protocol.blocks[one])]
    for step in (*state.path(), *steps):
        if not step.private and (text := _written(state, step)):
            yield step.name, text
    for entry in state.entries:
        match entry.event:
            case Answered(step=name, reason=reason) if reason and not state.step(name).private:
                yield f"Why {state.step(name).name} was changed", reason
            case Raised(reason=reason) if reason:
                yield "Why the level was raised", reason
            case Consulted(advice=advice, reason=reason):
                yield "Call for advice", f"{advice}\n{reason}"
            case Outcome(text=text):
                yield "What came of it", text


def _written(state: State, step: Step) -> str:
    given = state.answer(step.id)
    if given is None or given.unknown:
        return ""
    if step.kind == "action":
        return str(given.value.get("note", ""))
    return str(given.value) if step.record == SEEN and step.kind in ("text", "long_text") else ""
