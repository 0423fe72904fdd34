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
    Item,
    ItemAnswer,
    Part,
    Protocol,
    Questionnaire,
    Rule,
    Section,
    Step,
    Translation,
    Urgent,
)

# Steps stand as a table, a list for each field: that is small, and quick to read. A field that
# every step leaves at its default has no list.
_FIELDS = {field.name: field.default for field in fields(Step)}
_Offered = dict[tuple[Choice, ...], int]
_Table = dict[str, list[Any]]


def to_json(protocol: Protocol) -> dict[str, Any]:
    """The protocol as plain JSON. Answers that many steps share stand there once."""
    offered: _Offered = {}
    blocks = protocol.blocks.values()
    told = [translation_out(one) for one in protocol.translations.values()]
    form = protocol.questionnaire
    return {
        "id": protocol.id,
        "title": protocol.title,
        "version": protocol.version,
        "hash": protocol.hash,
        "languages": list(protocol.languages),
        "about": protocol.about,
        "sections": [_section_out(one) for one in protocol.sections],
        "steps": _steps_out(protocol.steps, offered),
        "blocks": [[one.id, one.title, _steps_out(one.steps, offered)] for one in blocks],
        "rules": [[rule.id, rule.means, rule.when] for rule in protocol.rules.values()],
        "urgent": [[one.rule, one.block] for one in protocol.urgent],
        "concern": [[one.id, one.level, one.when, one.because] for one in protocol.concern],
        "follow_up": [
            [one.when, one.within, one.what, one.after, one.caring] for one in protocol.follow_up
        ],
        "documents": [_document_out(one) for one in protocol.documents.values()],
        "words": protocol.words,
        "choices": [[[choice.id, choice.label] for choice in one] for one in offered],
    } | _there({"translations": told, "questionnaire": form and _form_out(form)})


def from_json(body: Any) -> Protocol:
    """The protocol that `to_json` wrote. ValueError for anything that it never writes."""
    try:
        return _protocol_in(body)
    except (KeyError, TypeError, IndexError, AttributeError) as error:
        raise ValueError(f"not a compiled protocol: {error}") from error


def translation_out(one: Translation) -> list[Any]:
    """A translation as plain JSON."""
    return [one.language, one.hash, one.texts, list(one.drafts)]


def translation(body: list[Any]) -> Translation:
    """The translation that `translation_out` wrote. TypeError or ValueError for anything else."""
    language, digest, texts, drafts = body
    return Translation(language, digest, dict(texts), tuple(drafts))


def _protocol_in(body: dict[str, Any]) -> Protocol:
    offered = [tuple(Choice(*choice) for choice in one) for one in body["choices"]]
    blocks = (
        Block(name, title, _steps_in(steps, offered)) for name, title, steps in body["blocks"]
    )
    rules = (Rule(*one) for one in body["rules"])
    documents = (_document_in(one) for one in body["documents"])
    told = (translation(one) for one in body.get("translations", ()))
    return Protocol(
        body["id"],
        body["title"],
        body["version"],
        body["hash"],
        languages=tuple(body["languages"]),
        about=body["about"],
        sections=tuple(Section(*one) for one in body["sections"]),
        steps=_steps_in(body["steps"], offered),
        blocks={block.id: block for block in blocks},
        rules={rule.id: rule for rule in rules},
        urgent=tuple(Urgent(*one) for one in body["urgent"]),
        concern=tuple(Concern(*one) for one in body["concern"]),
        follow_up=tuple(FollowUp(*one) for one in body["follow_up"]),
        documents={document.id: document for document in documents},
        words=dict(body["words"]),
        translations={one.language: one for one in told},
        questionnaire=_form_in(*body["questionnaire"]) if "questionnaire" in body else None,
    )


def _there(parts: dict[str, Any]) -> dict[str, Any]:
    """The parts that few protocols have, where they are."""
    return {name: part for name, part in parts.items() if part}


def _form_out(form: Questionnaire) -> list[Any]:
    return [form.url, form.version, [_item_out(one) for one in form.items]]


def _item_out(one: Item) -> list[Any]:
    answers = [[a.id, a.type, a.system, a.code, a.display, a.value] for a in one.answers]
    return [one.link_id, one.type, one.under, one.words, one.unit, answers]


def _form_in(url: str, version: str, items: list[Any]) -> Questionnaire:
    return Questionnaire(url, version, tuple(_item_in(*one) for one in items))


def _item_in(
    link_id: str, type: str, under: str, words: str, unit: str, answers: list[list[str]]
) -> Item:
    return Item(link_id, type, under, words, unit, tuple(ItemAnswer(*one) for one in answers))


def _section_out(section: Section) -> list[str]:
    imported = [section.link_id] if section.link_id else []
    return [section.id, section.title, section.aim, *imported]


def _steps_out(steps: tuple[Step, ...], offered: _Offered) -> _Table:
    columns = {name: [getattr(step, name) for step in steps] for name in _FIELDS}
    table = {
        name: column
        for name, column in columns.items()
        if name == "id" or any(value != _FIELDS[name] for value in column)
    }
    if "choices" in table:
        table["choices"] = [offered.setdefault(one, len(offered)) for one in table["choices"]]
    if "each" in table:
        table["each"] = [_steps_out(one, offered) if one else None for one in table["each"]]
    return table


def _steps_in(table: _Table, offered: list[tuple[Choice, ...]]) -> tuple[Step, ...]:
    if "choices" in table:
        table["choices"] = [offered[one] for one in table["choices"]]
    if "each" in table:
        table["each"] = [_steps_in(one, offered) if one else () for one in table["each"]]
    if "call" in table:
        table["call"] = [tuple(one) for one in table["call"]]
    count = len(table["id"])
    columns = (table.get(name, [default] * count) for name, default in _FIELDS.items())
    return tuple(Step(*row) for row in zip(*columns, strict=True))


def _document_out(document: Document) -> list[Any]:
    whole = [document.id, document.when, [_part_out(part) for part in document.parts]]
    return [*whole, document.title] if document.title else whole


def _part_out(part: Part) -> list[Any]:
    whole = [part.heading, part.when, part.text, list(part.steps), list(part.resources)]
    return [*whole, part.short] if part.short else whole


def _document_in(body: list[Any]) -> Document:
    name, when, parts, *title = body
    return Document(name, when, tuple(_part_in(*part) for part in parts), *title)


def _part_in(
    heading: str, when: Any, text: str, steps: list[str], resources: list[str], short: int = 0
) -> Part:
    return Part(heading, when, text, tuple(steps), tuple(resources), short)
