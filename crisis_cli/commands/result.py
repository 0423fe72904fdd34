"""What came of an interview: as one JSON object, and in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from crisis_cli.commands.contacts import Contact
from crisis_cli.documents.table import DOCUMENTS
from crisis_cli.engine.concern import Reason
from crisis_cli.engine.consult import OPEN
from crisis_cli.engine.entries import Answered
from crisis_cli.engine.follow_up import Task, first_contact
from crisis_cli.engine.times import moment, zone
from crisis_cli.protocol.kinds import say as said
from crisis_cli.protocol.kinds import value_or_unknown
from crisis_cli.protocol.letters import visible

MOST = 6  # answers told of one reason: the level stands above them, and has to stay on the screen


def summary(
    contact: Contact, asked: list[str] | None, unused: list[str], documents: dict[str, Path]
) -> dict[str, Any]:
    """The object that `start --json` prints. Times are absolute, with their zone.

    asked: the ids of the steps that were asked; None where only the answered ones are known.
    """
    state, level = contact.state, contact.state.if_ended()
    tasks = state.tasks(contact.clock())
    answered = [e.event.step for e in state.entries if isinstance(e.event, Answered)]
    opened = state.opened
    return {
        "contact": contact.id,
        **_late(contact),
        "protocol": {
            "id": opened.protocol,
            "version": opened.version,
            "hash": opened.hash,
            "approved": opened.approved,
        },
        "concern": {
            "level": level.highest,
            "present": level.present,
            "undetermined": level.undetermined,
            "because": list(map(_reason, level.because)),
            **({"because_now": list(map(_reason, level.because_now))} if level.because_now else {}),
        },
        "asked": list(dict.fromkeys(answered if asked is None else asked)),
        "replaced": _standing(contact, "replaced"),
        "withdrawn": _standing(contact, "withdrawn"),
        "urgent": [{"rule": a.rule, "block": a.block, "after": a.after} for a in state.alerts()],
        "unused": unused,
        "follow_up": {
            "due": _iso(first_contact(state.every_task(contact.clock()))),
            "tasks": [_task(task) for task in tasks],
        },
        "documents": {name: str(path) for name, path in documents.items()},
        **_consult(contact),
    }


def _consult(contact: Contact) -> dict[str, Any]:
    """Who had to think along and why, and every call; nothing where nobody had to."""
    consult, calls = contact.state.consult, contact.state.consult.calls
    if not consult.needed.why and not calls:
        return {}
    place = zone(contact.state.opened.zone)
    told = [{"at": _iso(one.at.astimezone(place)), **asdict(one.event)} for one in calls]
    asked = {"needed": consult.needed.why, "open": contact.state.consult_open, "calls": told}
    return {"consult": asked}


def words(contact: Contact, unused: list[str], documents: dict[str, Path]) -> str:
    """The same for a person: the level with its reasons, what is due, and where the papers are."""
    return "\n".join(visible(line) for line in _lines(contact, unused, documents))


def _lines(contact: Contact, unused: list[str], documents: dict[str, Path]) -> Iterator[str]:
    state, level = contact.state, contact.state.if_ended()
    place = zone(state.opened.zone)
    yield f"Contact {contact.id}{' (practice)' if state.opened.practice else ''}"
    if state.happened:
        written = moment(state.entries[0].at, place)
        yield f"Late entry: took place {moment(state.happened, place)}, written {written}"
    now = level.none_now.lower() if level.present == "none" else level.present
    yield f"Level of concern: {level.highest}" + (
        f" (the answers now say: {now})" if level.present != level.highest else ""
    )
    if level.highest == "none":
        yield f"  {level.none}."
    yield from _because(contact, level.because)
    if level.because_now:
        yield f"The answers now say: {level.present}"
    yield from _because(contact, level.because_now)
    for alert in state.alerts():
        if alert.status == "open":
            yield f"STILL OPEN: {alert.means}"
    if state.consult_open:
        yield f"STILL OPEN: {OPEN}"
    for task in state.tasks(contact.clock()):
        yield f"Due {moment(task.due, place)}: {task.what}"
    if unused:
        yield f"Answers that were not used: {', '.join(unused)}"
    yield from _written(documents)


def _written(documents: dict[str, Path]) -> Iterator[str]:
    """The files, each document on a line: the level above them has to stay on the screen."""
    for folder in dict.fromkeys(path.parent for path in documents.values()):
        yield f"Written to {folder}:"
        here = [path.name for path in documents.values() if path.parent == folder]
        for name in DOCUMENTS:
            if files := [file for file in here if file.startswith(name)]:
                yield f"  {', '.join(files)}"


def _because(contact: Contact, reasons: Iterable[Reason]) -> Iterator[str]:
    for reason in reasons:
        yield f"  {reason.text} ({reason.id})"
        yield from (f"    {line}" for line in _answers(contact, reason))


def _answers(contact: Contact, reason: Reason) -> Iterator[str]:
    """The answers that fired a rule, in words."""
    for name, value in list(reason.answers.items())[:MOST]:
        step = contact.state.step(name)
        yield f"{step.name}: {said(step, *value_or_unknown(value))}"
    if len(reason.answers) > MOST:
        yield f"and {len(reason.answers) - MOST} more; all of them: crisis show {contact.id}"


def _reason(reason: Reason) -> dict[str, Any]:
    return {"id": reason.id, "answers": reason.answers, "text": reason.text}


def _late(contact: Contact) -> dict[str, Any]:
    """Both times of a contact that was typed in from a paper form."""
    state = contact.state
    if state.happened is None:
        return {}
    return {
        "late_entry": {
            "happened": state.opened.happened,
            "written": _iso(state.entries[0].at.astimezone(zone(state.opened.zone))),
            "paper_hash": state.opened.paper_hash,
            "other_form": state.opened.other_form,
        }
    }


def _standing(contact: Contact, standing: str) -> list[str]:
    given = [one.step for one in contact.state.given() if one.standing == standing]
    return list(dict.fromkeys(given))


def _task(task: Task) -> dict[str, str]:
    return {"what": task.what, "due": _iso(task.due), "why": task.why, "kind": task.kind}


def _iso(at: datetime) -> str:
    return at.isoformat(timespec="seconds")
