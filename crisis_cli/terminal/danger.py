"""Danger comes first: urgent blocks, the emergency key, and what came of them."""

from __future__ import annotations

from crisis_cli.engine.alerts import Alert
from crisis_cli.engine.entries import Acknowledged, Answered, Emergency, Outcome
from crisis_cli.engine.interview import Show
from crisis_cli.protocol.compiled import Step
from crisis_cli.protocol.kinds import KINDS
from crisis_cli.terminal import pages
from crisis_cli.terminal.desk import Desk
from crisis_cli.terminal.front import Page, Text

READ = {"acknowledged": "I have read this and I am acting on it"}
LATE = {"acknowledged": "I have read this; next I type what was done then"}
CALLING = {"calling": "I am calling now", "back": "Back to the question"}
RECORD = "alert:"  # before the rule of an alert in the emergency menu


def urgent(desk: Desk, show: Show) -> None:
    """Show an urgent block until it is acknowledged."""
    desk.at = ""
    body, late = pages.urgent(desk.state, show, desk.called), desk.state.happened
    first = "Read this before anything else." if late else "Do this before anything else."
    if desk.choose("urgent", first, LATE if late else READ, *body):
        desk.write(Acknowledged(show.block.id))
    else:
        desk.notice = "This comes first. You can go back after it."


def emergency(desk: Desk) -> None:
    """The emergency key: guidance first, then writing, then the way back to the question."""
    step, body = desk.at, pages.emergency(desk.called)
    desk.front.show(Page(body, tuple(desk.alerts())))
    failed = desk.try_to_write(Emergency(step))
    while True:
        trouble = (Text(failed, "alert"),) if failed else ()
        chosen = desk.choose("emergency", "What now?", _choices(desk), *body, *trouble)
        if chosen == "calling":
            desk.notice = desk.try_to_write(Emergency(step, calling=True))
        if not chosen.startswith(RECORD):
            desk.at = step
            return
        outcome(desk, chosen.removeprefix(RECORD))


def _choices(desk: Desk) -> dict[str, str]:
    opened = {
        RECORD + rule: f"Record what came of: {means}" for means, rule in desk.alerts().items()
    }
    return {"calling": CALLING["calling"], **opened, "back": CALLING["back"]}


def outcome(desk: Desk, rule: str) -> None:
    """Record what came of an alert: through the steps of its block, or in words."""
    alert = next(a for a in reversed(desk.state.alerts()) if a.rule == rule and a.status == "open")
    steps = _steps(desk, alert)
    chosen = "words"
    if steps:
        names = {i: pages.beside(s, pages.answered(desk.state, s)) for i, s in steps.items()}
        listed = {**names, "words": "Say it in your own words: this closes the alert"}
        chosen = desk.choose("outcome", f"What came of it? {alert.means}", listed)
    if chosen in steps:
        block_step(desk, steps[chosen])
    elif chosen:
        said = desk.words("outcome_text", f"What came of it? {alert.means}")
        if said:
            desk.write(Outcome(rule, said))


def _steps(desk: Desk, alert: Alert) -> dict[str, Step]:
    if not alert.block or not alert.acknowledged:
        return {}
    shown = desk.state.shown(desk.state.protocol.blocks[alert.block])
    return {step.id: step for step in shown if KINDS[step.kind].asks}


def block_step(desk: Desk, step: Step) -> None:
    """Answer a step of a block, or answer it anew."""
    said = desk.ask(step, desk.page(*pages.instruction(step, desk.called, "strong")))
    if said:
        how = "changed" if desk.state.answer(step.id) else ""
        desk.write(Answered(step.id, said.value, said.unknown, how))
