"""Going back: look at an answer again, leave it or change it, and say how it came to change."""

from __future__ import annotations

from crisis_cli.engine.answers import Given
from crisis_cli.engine.entries import Answered, Kept, Revisited
from crisis_cli.engine.interview import Ask, previous, withdrawn_by
from crisis_cli.protocol.compiled import Step
from crisis_cli.terminal import pages
from crisis_cli.terminal.desk import Desk
from crisis_cli.terminal.front import GAP, Said, Text

LOOK = {"leave": "Leave it as it is", "change": "Change it"}
SURE = {"change": "Change it, and set these aside", "leave": "Leave it as it was"}
HOW = {
    "corrected": "A slip of the key: the answer before was never given",
    "changed": "They now say something else",
    "asked_again": "Asked again later, for example sober or alone: both answers stay",
}
REASON = {
    "corrected": "What happened? A few words are enough.",
    "asked_again": "Why was it asked again? For example: sober now.",
}


def back(desk: Desk) -> None:
    """Go back to the answer before, if there is one."""
    before = previous(desk.state)
    if desk.at and desk.state.block_of(desk.at):
        desk.notice = "This comes first. You can go back after it."
    elif before is None:
        desk.notice = "This is the first question: there is nothing before it."
    else:
        desk.write(Revisited(before))


def look_again(desk: Desk, ask: Ask, given: Given) -> None:
    """Show an answer that was given; leave it or change it."""
    step = desk.at = ask.step.id
    shown = Text(f"The answer now: {pages.in_words(ask.step, given)}")
    above = (*pages.question(desk.state, ask, desk.called), shown, GAP)
    match desk.choose("revisit", "Leave this answer, or change it?", LOOK, *above):
        case "leave":
            desk.write(Kept(step))
        case "change":
            change(desk, ask, given)
        case _:
            back(desk)


def change(desk: Desk, ask: Ask, given: Given) -> None:
    """Ask again. Nothing is written if they go back on the way."""
    step = ask.step
    # A danger question is asked afresh, and a private answer is not shown again.
    start = None if step.danger or step.private else given.value
    said = desk.ask(step, desk.page(*pages.question(desk.state, ask, desk.called)), start)
    if said is None:
        return
    if (said.value, said.unknown) == (given.value, given.unknown):
        desk.write(Kept(step.id))
        return
    event = _explained(desk, step, said, given)
    if event and _agreed(desk, event):
        desk.write(event)


def _explained(desk: Desk, step: Step, said: Said, given: Given) -> Answered | None:
    """The change with how it came about, and why; None where they went back."""
    how, reason = "changed", ""
    if step.danger and given.unknown != "not_asked":
        how = desk.choose("how", "How did this answer change?", HOW, Text(step.text), GAP)
    if how in REASON:
        reason = desk.words("reason", REASON[how]) or ""
    if not how or (how in REASON and not reason):
        return None
    return Answered(step.id, said.value, said.unknown, how, reason)


def _agreed(desk: Desk, event: Answered) -> bool:
    lost = withdrawn_by(desk.state, event)
    if not lost or desk.kit.debrief:
        return True
    above = pages.set_aside(desk.state, lost)
    return desk.choose("withdraw", "Change it?", SURE, *above) == "change"
