"""A contact as a FHIR R4 (4.0.1) QuestionnaireResponse: its answers, and none of its judgements."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, tzinfo
from functools import partial
from html import escape
from uuid import UUID, uuid5

from crisis_cli.documents.fhir.form import Form
from crisis_cli.documents.fhir.items import Ours, group
from crisis_cli.documents.fhir.values import Json, clean
from crisis_cli.documents.inert import inert
from crisis_cli.documents.standing import standing
from crisis_cli.engine.additions import Amended
from crisis_cli.engine.entries import Answered, Ended, Ending, Opened
from crisis_cli.engine.state import State
from crisis_cli.engine.times import moment, zone
from crisis_cli.protocol.compiled import Protocol, Step

Warn = Callable[[str], None]  # gets a sentence for the worker

# Protocols are named by a number made of their id: they have no address of their own.
PROTOCOLS = UUID("6f0dd1f5-2f0c-4c1c-9d5a-3f3c8e1f7a52")
DISPLAY = "http://hl7.org/fhir/StructureDefinition/display"
PRACTICE = {
    "system": "http://terminology.hl7.org/CodeSystem/v3-ActReason",
    "code": "HTEST",
    "display": "test health data",
}
CHANGES = (Opened, Answered, Ending, Ended, Amended)  # entries that change what the answers say
EXTRA = "crisis."  # before what the form of an imported protocol does not have
MISFIT = (
    "Not of the type that the form asks for, and given as it was said: {items}. "
    "A strict receiver may refuse that."
)
BEYOND = (
    "This contact has answers to questions that the form does not have, so it is not given as a "
    "response to {form}, but to the questions that were asked here."
)


@dataclass(frozen=True, slots=True)
class Names:
    """Who is named, each "" where nobody is to be: that is the usual."""

    worker: str = ""
    client: str = ""


NOBODY = Names()


def fhir(
    state: State,
    contact: str,
    warn: Warn = lambda sentence: None,
    names: Names = NOBODY,
    notice: str = "",
) -> bytes:
    """The file: ASCII, so that nothing that was said can act on whoever looks at it."""
    made = questionnaire_response(state, contact, warn, names, notice)
    return (json.dumps(made, indent=2) + "\n").encode()


def questionnaire_response(
    state: State,
    contact: str,
    warn: Warn = lambda sentence: None,
    names: Names = NOBODY,
    notice: str = "",
) -> Json:
    """The contact as plain JSON. The level of concern is left out: it says who must be called, and
    would be read as a finding.

    contact: its id. warn: gets what a receiver may refuse. notice: the agency's statement that
    goes with what is given to others.
    """
    place, protocol = zone(state.opened.zone), state.protocol
    items, ours = _items(state, place, warn)
    canonical, title = (own(protocol), protocol.title) if ours else (_form(protocol), "")
    words = _narrative(state, place, notice)
    made = {
        "resourceType": "QuestionnaireResponse",
        "id": contact,
        "meta": {"tag": [PRACTICE]} if state.opened.practice else None,
        "language": protocol.languages[0],
        "text": {"status": "additional", "div": words} if words else None,
        "identifier": {"value": contact} if contact else None,
        "questionnaire": canonical,
        "_questionnaire": _shown(title),
        "status": status(state),
        "subject": {"display": clean(names.client)} if names.client else None,
        "authored": _changed(state).astimezone(place).isoformat(timespec="seconds"),
        "author": {"display": clean(names.worker)} if names.worker else None,
        "item": items,
    }
    return {name: part for name, part in made.items() if part}


def own(protocol: Protocol) -> str:
    """What a protocol is called in FHIR: the same id gives the same number everywhere, and the
    version has its fingerprint, since two agencies may both have a version 1."""
    return f"{uuid5(PROTOCOLS, protocol.id).urn}|{protocol.version}+{protocol.hash[:12]}"


def status(state: State) -> str:
    """How far it is: in-progress until it is closed; stopped where it ended before its last step;
    amended once anything was added after the end. None is ever entered-in-error: what was written
    under a wrong name is refiled, and stays true."""
    if not state.ended:
        return "in-progress"
    if state.after.amendments:
        return "amended"
    return "stopped" if state.early else "completed"


def _form(protocol: Protocol) -> str:
    form = protocol.questionnaire
    assert form is not None
    return f"{form.url}|{form.version}" if form.version else form.url


def _shown(title: str) -> Json | None:
    return {"extension": [{"url": DISPLAY, "valueString": clean(title)}]} if title else None


def _changed(state: State) -> datetime:
    """When the answers were last changed."""
    return max(one.at for one in state.entries if isinstance(one.event, CHANGES))


def _items(state: State, place: tzinfo, warn: Warn) -> tuple[list[Json], bool]:
    """All that was answered, and whether that is a response to our own questions: it is one to the
    form only where the form has every question of it."""
    protocol, said = state.protocol, partial(standing, state)
    shape = protocol.questionnaire
    if shape is None:
        return _groups(state, Ours(place, _names(protocol)), set()), True
    form = Form(protocol, shape.items, place)
    items = form.items(said)
    extra = Ours(place, lambda step: f"{EXTRA}{step.id}")
    beyond = _groups(state, extra, form.held, EXTRA)
    if form.misfits:
        warn(MISFIT.format(items=inert(", ".join(form.misfits))))
    if beyond and shape.url:
        warn(BEYOND.format(form=inert(shape.url)))
    return [*items, *beyond], bool(beyond) or not shape.url


def _groups(state: State, ours: Ours, held: set[str], before: str = "") -> list[Json]:
    """Sections, then blocks, as groups, each with what was answered in it."""
    protocol, made = state.protocol, list[Json]()

    def inside(steps: list[Step]) -> list[Json]:
        left = (step for step in steps if step.id not in held)
        return [one for step in left for one in ours.of(step, standing(state, step))]

    for section in protocol.sections:
        steps = [step for step in protocol.steps if step.section == section.id]
        name = section.link_id if section.link_id and not before else ""
        name = name or f"{before}section.{section.id}"
        made += group(name, section.title, inside(steps))
    for block in protocol.blocks.values():
        name = f"{before}block.{block.id}"
        made += group(name, block.title or block.id, inside(list(block.steps)))
    return made


def _names(protocol: Protocol) -> Callable[[Step], str]:
    """What each step is called: as the item that it came from, once; else by its id."""
    first: dict[str, str] = {}
    for step in protocol.all_steps:
        if step.link_id:
            first.setdefault(step.link_id, step.id)
    return lambda step: step.link_id if first.get(step.link_id) == step.id else step.id


def _narrative(state: State, place: tzinfo, notice: str) -> str:
    """What a receiver has to show to people: the statement, and what amendments say in words."""
    told = [notice] if notice else []
    for entry, event in state.after.amendments:
        about = f" about “{_question(state, event.step)}”" if event.step else ""
        head = f"{event.kind.replace('_', ' ').capitalize()}{about}"
        said = ". ".join(part for part in (event.text, event.reason) if part)
        told.append(f"{head}, written {moment(entry.at, place)}: {said}")
    body = "".join(f"<p>{escape(inert(one), quote=False)}</p>" for one in told)
    return f'<div xmlns="http://www.w3.org/1999/xhtml">{body}</div>' if body else ""


def _question(state: State, step: str) -> str:
    try:
        return state.step(step).name
    except (KeyError, StopIteration):
        return step
