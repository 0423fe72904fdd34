"""What a worker chose to say to others after a debrief: words to say or to copy, sent nowhere."""

from __future__ import annotations

from crisis_cli.engine.state import State
from crisis_cli.protocol.compiled import TO_SAY, Part
from crisis_cli.protocol.kinds import say


def to_say(state: State) -> list[tuple[str, str]]:
    """To whom, and the words; empty where the protocol or the answers ask for none."""
    document = state.protocol.documents.get(TO_SAY)
    if document is None or not state.holds(document.when):
        return []
    held = [part for part in document.parts if state.holds(part.when)]
    return [(part.heading, words) for part in held if (words := _words(state, part))]


def _words(state: State, part: Part) -> str:
    """The words of a part: its own, then the answers that it names; nothing private."""
    answers = [(step, state.answer(step.id)) for step in state.path() if step.id in part.steps]
    said = [
        say(step, given.value)
        for step, given in answers
        if given and not given.unknown and not step.private
    ]
    return " ".join(text for text in (part.text, *said) if text)
