"""The end: look over every answer, see the level, and finish explicitly."""

from __future__ import annotations

from crisis_cli.engine.entries import Ended, Ending, Raised, Revisited
from crisis_cli.engine.interview import Closed, Review
from crisis_cli.protocol.compiled import LEVELS
from crisis_cli.terminal import consult, pages
from crisis_cli.terminal.change import back
from crisis_cli.terminal.danger import block_step
from crisis_cli.terminal.desk import Desk
from crisis_cli.terminal.front import GAP, Text
from crisis_cli.terminal.revised import revised
from crisis_cli.terminal.suggested import suggested

STEP = "step:"  # before the id of a step in the review
DO = {"finish": "All of this is right: go on to finish", "raise": "Raise the level of concern"}
CALL = {"call": "Write down a call for advice"}
OWN_DO = {"finish": "Finish: it is kept for me alone"}
FINISH = {"finish": "Finish this contact", "back": "Back to the answers"}


def review(desk: Desk, now: Review) -> None:
    """All answers, with a jump to any; the level and its reasons; then finishing."""
    desk.at = ""
    notes = [text for note in now.notes for text in pages.instruction(note, desk.called)]
    level = () if desk.kit.debrief else pages.level(desk.state, desk.state.if_ended())
    words = () if desk.kit.debrief else suggested(desk.state, desk.kit.suggest)
    later = desk.kit.scene.before_the_end(desk.state) if desk.kit.scene else ()
    told = (*revised(desk.state), *words, *later)
    above = (*notes, Text("Review", "title"), *level, *told, GAP)
    listed = {STEP + step: said for step, said in pages.reviewed(desk.state).items()}
    do = OWN_DO if desk.kit.debrief else DO | (CALL if desk.kit.consulting else {})
    chosen = desk.choose(
        "review", "Choose what to do, or an answer to change.", do | listed, *above
    )
    if chosen.startswith(STEP):
        _jump(desk, chosen.removeprefix(STEP))
    elif chosen == "raise":
        _raise(desk)
    elif chosen == "call":
        consult.calls(desk)
    elif chosen == "finish":
        _finish(desk)
    else:
        back(desk)


def close(desk: Desk, now: Closed) -> None:
    """After an early ending: the last guidance and what it comes to, then close."""
    if desk.state.early and not desk.kit.debrief:
        consult.before_the_end(desk)
        notes = [text for note in now.notes for text in pages.instruction(note, desk.called)]
        body = (Text("This contact ends here.", "title"), *notes, GAP, *_summary(desk))
        if not desk.choose("closing", "Nothing more is asked.", {"close": "Close"}, *body):
            return
    desk.write(Ended())


def _finish(desk: Desk) -> None:
    if desk.kit.debrief:
        desk.write(Ending("finished"))
        return
    consult.before_the_end(desk)
    body = (Text("Finish", "title"), GAP, *_summary(desk))
    if desk.choose("finish", "Finish now?", FINISH, *body) == "finish":
        desk.write(Ending("finished"))


def _summary(desk: Desk) -> tuple[Text, ...]:
    reached = pages.level(desk.state, desk.state.if_ended())
    return (*reached, *pages.tasks(desk.state, desk.now()), GAP)


def _jump(desk: Desk, step: str) -> None:
    if desk.state.block_of(step):
        block_step(desk, desk.state.step(step))
    else:
        desk.write(Revisited(step))


def _raise(desk: Desk) -> None:
    highest = LEVELS.index(desk.state.if_ended().highest)
    higher = {level: level.capitalize() for level in LEVELS[highest + 1 :]}
    if not higher:
        desk.notice = "The level is the highest already."
        return
    level = desk.choose("raise", "Raise it to:", higher)
    ask = "Why? You may leave this empty."
    reason = desk.words("raise_reason", ask, optional=True) if level else None
    if reason is not None:
        desk.write(Raised(level, reason))
