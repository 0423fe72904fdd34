"""From what somebody says about an ended contact to the entry that is added."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from crisis_cli.commands.contacts import Contact
from crisis_cli.commands.times import moment_of
from crisis_cli.directory.resources import numbers
from crisis_cli.engine.additions import Amended
from crisis_cli.engine.entries import Consulted, Entry, Event, Outcome
from crisis_cli.engine.follow_up import about
from crisis_cli.engine.interview import Show
from crisis_cli.errors import CrisisError, Exit
from crisis_cli.protocol.compiled import Step
from crisis_cli.protocol.kinds import Refused, kept
from crisis_cli.terminal import pages

OUTCOME = "outcome"
CONSULT = "consult"
NOW = (
    "This is about danger. Call your supervisor now, and get in touch with the person today.",
    "Whom to call in an emergency: crisis now",
)
ABOUT = "This is about a danger question. Tell your supervisor today."
THEN = "It stands as an open alert until you say what came of it: crisis amend {} --kind outcome"
NOTHING_OPEN = "{} has no open alert, and nothing that was put off."
STRUCTURED = ("list", "person", "choose_many", "action")  # whose answers have parts


@dataclass(frozen=True, slots=True)
class Draft:
    """What is to be added, as it was typed; "" for what was left out. See `Amended`.

    value: the answer as typed. alert: the rule of an open alert, for what came of it. to: who was
    asked to think along.
    """

    kind: str
    text: str = ""
    reason: str = ""
    step: str = ""
    value: str = ""
    happened: str = ""
    danger: bool = False
    request: str = ""
    decision: str = ""
    alert: str = ""
    to: str = ""


def event_of(contact: Contact, draft: Draft) -> Event:
    """The entry that a draft makes. CrisisError, in words, for what cannot be read."""
    if draft.kind == OUTCOME:
        return Outcome(_alert(contact, draft.alert), draft.text)
    if draft.kind == CONSULT:
        if not draft.to.strip():
            raise CrisisError("Who was asked?", 'Say it with --to "...".', Exit.USAGE)
        return Consulted(draft.to, answered=True, advice=draft.text)
    if draft.alert:
        raise CrisisError("--alert is for what came of it.", "Add --kind outcome.", Exit.USAGE)
    value, unknown = _answer(contact, draft)
    place = contact.state.opened.zone
    return Amended(
        draft.kind,
        draft.text,
        draft.reason,
        draft.step,
        moment_of(draft.happened, contact.clock, place) if draft.happened else "",
        value,
        unknown,
        draft.danger,
        draft.request,
        draft.decision,
        [entry.name for entry, _ in contact.state.after.countersigns],
    )


def steps_of(contact: Contact) -> dict[str, Step]:
    """Every step that an amendment may be about, by its id."""
    every = contact.state.protocol.all_steps
    return {step.id: step for step in every if step.kind != "guidance"}


def answer(step: Step, typed: str) -> tuple[Any, str]:
    """An answer as it was typed: its value, or the word of an unknown. CrisisError if it does
    not fit."""
    try:
        return kept(step, _parts(step, typed))
    except Refused as why:
        raise CrisisError(
            f"'{typed}' does not fit '{step.id}'. {why}", "Or say it in words, with --text."
        ) from None


def _answer(contact: Contact, draft: Draft) -> tuple[Any, str]:
    if not draft.value:
        return None, ""
    step = steps_of(contact).get(draft.step)
    if step is None:
        hint = f"Name the step: --step ID. Their ids: crisis show {contact.id} --json"
        raise CrisisError("An answer belongs to a step.", hint, Exit.USAGE)
    return answer(step, draft.value)


def _parts(step: Step, typed: str) -> Any:
    """What was typed, as a front end would give it: a label stands for its choice."""
    labels = {choice.label.casefold(): choice.id for choice in step.choices}
    if step.kind in STRUCTURED and typed.lstrip()[:1] in ("[", "{"):
        try:
            return json.loads(typed)
        except ValueError:
            raise Refused("It begins like JSON, and is none.") from None
    if step.kind == "choose_many":
        parts = (part.strip() for part in typed.split(","))
        return [labels.get(part.casefold(), part) for part in parts if part]
    return labels.get(typed.strip().casefold(), typed) if step.choices else typed


def open_alerts(contact: Contact) -> dict[str, str]:
    """The alerts, and the actions that were put off, of which nobody has said what came of them:
    how an `Outcome` names each -> what it is."""
    alerts = {a.rule: a.means for a in contact.state.alerts() if a.status == "open"}
    return alerts | {about(step): step.name for step in contact.state.put_off()}


def _alert(contact: Contact, rule: str) -> str:
    """The rule of the alert that is meant: the only open one, where none is named."""
    known = open_alerts(contact)
    if rule or len(known) == 1:
        return rule or next(iter(known))
    if not known:
        raise CrisisError(NOTHING_OPEN.format(contact.id), "Add words: --kind addendum")
    named = "\n".join(f"  {one}: {means}" for one, means in known.items())
    raise CrisisError(f"What came of what? Say it with --alert:\n{named}", "", Exit.USAGE)


def guidance(contact: Contact, entry: Entry) -> list[str]:
    """What to do now about an amendment that a supervisor has to hear of; nothing for others."""
    state, event = contact.state, entry.event
    if not isinstance(event, Amended) or not state.after.pressing(event):
        return []
    if not state.after.danger(event):
        return [ABOUT]
    told = list(NOW)
    for block, rules in _blocks(contact).items():
        shown = Show(state.protocol.blocks[block], state.shown(state.protocol.blocks[block]), rules)
        texts = pages.urgent(state, shown, _numbers)
        told += ["", *(" " * one.indent + one.text for one in texts if one.text)]
    return [*told, "", THEN.format(contact.id)]


def _blocks(contact: Contact) -> dict[str, tuple[Any, ...]]:
    """The urgent blocks that what is known now would bring up, each with its rules."""
    protocol = contact.state.protocol
    held = contact.state.after.urgent()
    blocks = {one.rule: one.block for one in protocol.urgent}
    return {
        block: tuple(protocol.rules[rule] for rule in held if blocks[rule] == block)
        for block in dict.fromkeys(blocks[rule] for rule in held)
    }


def _numbers(ids: Any, brief: bool) -> list[tuple[str, str, str]]:
    try:
        return numbers(ids, brief)
    except CrisisError:
        return []  # the words are shown anyway
