"""The compiled form as plain JSON: in the cache, and stored with each contact."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from crisis_cli.protocol.compiled import (
    Block,
    Choice,
    Concern,
    Document,
    FollowUp,
    Part,
    Protocol,
    Rule,
    Section,
    Step,
    Urgent,
)

# What a step of most protocols leaves at its default is left out of the JSON.
_PLAIN = {f.name: f.default for f in fields(Step) if f.name not in ("choices", "each", "call")}


def to_json(protocol: Protocol) -> dict[str, Any]:
    """The protocol as plain JSON. Answers that many steps share stand there once."""
    offered: dict[tuple[Choice, ...], int] = {}
    blocks = protocol.blocks.values()
    return {
        "id": protocol.id,
        "title": protocol.title,
        "version": protocol.version,
        "hash": protocol.hash,
        "languages": list(protocol.languages),
        "about": protocol.about,
        "sections": [[one.id, one.title, one.aim] for one in protocol.sections],
        "steps": [_step_out(step, offered) for step in protocol.steps],
        "blocks": [[b.id, b.title, [_step_out(s, offered) for s in b.steps]] for b in blocks],
        "rules": [[rule.id, rule.means, rule.when] for rule in protocol.rules.values()],
        "urgent": [[one.rule, one.block] for one in protocol.urgent],
        "concern": [[one.id, one.level, one.when, one.because] for one in protocol.concern],
        "follow_up": [[one.when, one.within, one.what] for one in protocol.follow_up],
        "documents": [_document_out(one) for one in protocol.documents.values()],
        "words": protocol.words,
        "choices": [[[choice.id, choice.label] for choice in one] for one in offered],
    }


def from_json(body: Any) -> Protocol:
    """The protocol that `to_json` wrote. ValueError for anything that it never writes."""
    try:
        return _protocol_in(body)
    except (KeyError, TypeError, IndexError, AttributeError) as error:
        raise ValueError(f"not a compiled protocol: {error}") from error


def _protocol_in(body: dict[str, Any]) -> Protocol:
    offered = [tuple(Choice(*choice) for choice in one) for one in body["choices"]]
    blocks = (
        Block(id, title, tuple(_step_in(step, offered) for step in steps))
        for id, title, steps in body["blocks"]
    )
    rules = (Rule(*one) for one in body["rules"])
    documents = (_document_in(one) for one in body["documents"])
    return Protocol(
        body["id"],
        body["title"],
        body["version"],
        body["hash"],
        languages=tuple(body["languages"]),
        about=body["about"],
        sections=tuple(Section(*one) for one in body["sections"]),
        steps=tuple(_step_in(step, offered) for step in body["steps"]),
        blocks={block.id: block for block in blocks},
        rules={rule.id: rule for rule in rules},
        urgent=tuple(Urgent(*one) for one in body["urgent"]),
        concern=tuple(Concern(*one) for one in body["concern"]),
        follow_up=tuple(FollowUp(*one) for one in body["follow_up"]),
        documents={document.id: document for document in documents},
        words=dict(body["words"]),
    )


def _step_out(step: Step, offered: dict[tuple[Choice, ...], int]) -> dict[str, Any]:
    given = ((name, getattr(step, name)) for name in _PLAIN)
    body = {name: value for name, value in given if value != _PLAIN[name]}
    if step.choices:
        body["choices"] = offered.setdefault(step.choices, len(offered))
    if step.each:
        body["each"] = [_step_out(one, offered) for one in step.each]
    if step.call:
        body["call"] = list(step.call)
    return body


def _step_in(body: dict[str, Any], offered: list[tuple[Choice, ...]]) -> Step:
    if "choices" in body:
        body["choices"] = offered[body["choices"]]
    if "each" in body:
        body["each"] = tuple(_step_in(one, offered) for one in body["each"])
    if "call" in body:
        body["call"] = tuple(body["call"])
    return Step(**body)


def _document_out(document: Document) -> list[Any]:
    parts = [[p.heading, p.when, p.text, list(p.steps), list(p.resources)] for p in document.parts]
    return [document.id, document.when, parts]


def _document_in(body: list[Any]) -> Document:
    id, when, parts = body
    return Document(id, when, tuple(_part_in(*part) for part in parts))


def _part_in(
    heading: str, when: Any, text: str, steps: list[str], resources: list[str]
) -> Part:
    return Part(heading, when, text, tuple(steps), tuple(resources))
