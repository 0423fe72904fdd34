"""What a closed record still takes: amendments, what came of an open alert, calls for advice, and
countersigns, and what is done about follow-ups."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from crisis_cli.engine.additions import (
    ADDENDUM,
    AMENDMENTS,
    CORRECTION,
    DECISIONS,
    LATE_ENTRY,
    SETTLED,
    UNREACHED,
    WAYS,
    Amended,
    Assigned,
    Countersigned,
    Settled,
    Tried,
)
from crisis_cli.engine.entries import Consulted, Event, Outcome
from crisis_cli.engine.follow_up import FOLLOW_UP
from crisis_cli.engine.state import State
from crisis_cli.errors import CrisisError
from crisis_cli.protocol.compiled import LEVELS, UNKNOWN, Step
from crisis_cli.protocol.kinds import Refused, accept

CLOSED = "This contact has ended, and its record is closed."
SIGNED = "This contact has ended, and a supervisor has countersigned its record."
INSTEAD = "Nothing in it can be changed. Add to it: crisis amend"
ANSWERING = (CORRECTION, LATE_ENTRY)  # those that may give an answer, and not only words


def refuse_after(state: State, event: Event) -> None:
    """Raise CrisisError, in words, for an event that a record cannot take now."""
    if not state.ended:
        raise CrisisError(
            "Only a closed record is amended or countersigned.", "Go on with it: crisis resume"
        )
    match event:
        case Amended():
            _refuse_amendment(state, event)
        case Countersigned():
            _refuse_countersign(state, event)
        case Tried() | Assigned() | Settled():
            _refuse_about_task(state, event)
        case Outcome() | Consulted():
            pass  # as in an open contact: what came of an alert, and a call for advice
        case _:
            raise CrisisError(SIGNED if state.after.countersigns else CLOSED, INSTEAD)


def refuse_value(step: Step, value: Any) -> None:
    """CrisisError for a value that a step does not keep like this."""
    try:
        kept = accept(step, value)
    except Refused as why:
        raise CrisisError(f"'{step.id}': {why}") from None
    if kept != value:
        raise CrisisError(f"'{step.id}': {value!r} is kept as {kept!r}.")


def _refuse_amendment(state: State, event: Amended) -> None:
    if event.kind not in AMENDMENTS:
        raise CrisisError(
            f"'{event.kind}' is not a kind of amendment.", f"One of: {', '.join(AMENDMENTS)}."
        )
    if not event.text.strip() and not event.answers:
        raise CrisisError("An amendment without words says nothing.", "Say what is to be added.")
    if not event.reason.strip() and (event.kind != ADDENDUM or event.decision):
        raise CrisisError("This needs a reason.", "Say why it is written now.")
    if event.kind == LATE_ENTRY and not event.happened:
        raise CrisisError("When did it happen?", "A late entry says when, as well as it is known.")
    _refuse_time(event.happened)
    _refuse_answer(state, event)
    _refuse_decision(state, event)


def _refuse_answer(state: State, event: Amended) -> None:
    known = {step.id: step for step in state.protocol.all_steps}
    if event.step and event.step not in known:
        raise CrisisError(f"These questions have no step '{event.step}'.")
    if not event.answers:
        return
    if not event.step or event.kind not in ANSWERING:
        raise CrisisError(
            "Only a correction or a late entry gives an answer, and it names the step.",
            "Say it in words instead.",
        )
    if event.unknown and (event.unknown not in UNKNOWN or event.value is not None):
        raise CrisisError(f"'{event.unknown}' is not an answer.")
    if not event.unknown:
        refuse_value(known[event.step], event.value)


def _refuse_decision(state: State, event: Amended) -> None:
    if bool(event.request) != bool(event.decision):
        raise CrisisError("A decision names the client's request, and says what came of it.")
    if event.request and event.request not in state.after.undecided():
        raise CrisisError(f"No request '{event.request}' of the client waits for a decision.")
    if event.decision and event.decision not in DECISIONS:
        raise CrisisError(
            f"'{event.decision}' is not a decision.", f"One of: {', '.join(DECISIONS)}."
        )


def _refuse_about_task(state: State, event: Tried | Assigned | Settled) -> None:
    tasks = [one for one in state.tasks(state.entries[-1].at) if one.kind == FOLLOW_UP]
    task = next((one for one in tasks if one.id == event.task), None)
    if task is None and state.after.tries.settled(event.task):
        raise CrisisError(f"'{event.task}' is settled already.", "Nobody has to see to it.")
    if task is None:
        listed = ", ".join(one.id for one in tasks) or "none is left"
        raise CrisisError(f"There is no follow-up '{event.task}'.", f"There are: {listed}.")
    match event:
        case Tried(_, way):
            if way not in WAYS:
                raise CrisisError(f"'{way}' is not a way.", f"One of: {', '.join(WAYS)}.")
            _refuse_time(event.happened)
        case Assigned(_, owner):
            if not owner.strip():
                raise CrisisError("Who sees to it from now on?")
        case Settled():
            _refuse_settling(event, task.caring)


def _refuse_settling(event: Settled, caring: bool) -> None:
    if event.how not in SETTLED:
        raise CrisisError(f"'{event.how}' settles nothing.", f"One of: {', '.join(SETTLED)}.")
    if event.how == "sent" and not caring:
        raise CrisisError(
            "Sending words settles a caring contact only.", "Say what came of this one: a try."
        )
    if event.how in UNREACHED and not event.reason.strip():
        raise CrisisError("This needs a reason.", "Say why nobody has to see to it any more.")


def _refuse_time(happened: str) -> None:
    if happened and datetime.fromisoformat(happened).tzinfo is None:
        raise CrisisError(f"'{happened}' names no time zone.")


def _refuse_countersign(state: State, event: Countersigned) -> None:
    if not event.agree and not event.instruction.strip():
        raise CrisisError("Who disagrees says what is to be done.", "Give an instruction.")
    if not event.level:
        return
    highest = state.level().highest
    if event.level not in LEVELS:
        raise CrisisError(f"'{event.level}' is not a level.", f"One of: {', '.join(LEVELS)}.")
    if event.level == highest:
        raise CrisisError(f"The level is {highest} already.", "Leave it out to leave it as it is.")
    if not event.reason.strip():
        raise CrisisError("Another level needs a reason.", "Both stand in the record, with it.")
