"""What a protocol asks, when, and what follows from it: in words for people, or as data."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from crisis_cli.protocol.compiled import Block, Document, Protocol, Step
from crisis_cli.workshop.english import English, offered
from crisis_cli.workshop.reading import lengths

OTHERWISE = {"could_not_assess": "counts as could not assess", "not_needed": "is not needed"}
KINDS_IN_WORDS = {
    "yes_no": "yes or no",
    "choose_one": "choose one",
    "choose_many": "choose any number",
    "scale": "scale",
    "number": "number",
    "text": "text",
    "long_text": "long text",
    "date_time": "date or time",
    "phone": "phone number",
    "person": "person",
    "list": "list",
    "action": "something to do",
    "guidance": "words for the worker",
}


def as_data(protocol: Protocol) -> dict[str, Any]:
    """The protocol as plain JSON: every step of the path, then those of the blocks."""
    english = English(protocol)
    return {
        "protocol": protocol.id,
        "title": protocol.title,
        "version": protocol.version,
        "hash": protocol.hash,
        "lengths": lengths.as_data(protocol),
        "sections": [
            {"id": one.id, "title": one.title, "link_id": one.link_id} for one in protocol.sections
        ],
        "steps": [_step_data(step, english) for step in protocol.all_steps],
    }


def as_text(protocol: Protocol) -> str:
    """The protocol in words, in the order of its file."""
    return "\n".join(_Words(protocol).lines()) + "\n"


def _step_data(step: Step, english: English) -> dict[str, Any]:
    when = step.when and {"data": step.when, "english": english.say(step.when)}
    return {
        "id": step.id,
        "section": step.section,
        "block": step.block,
        "link_id": step.link_id,
        "kind": step.kind,
        "text": step.text,
        "choices": [{"id": choice.id, "label": choice.label} for choice in step.choices],
        "danger": step.danger,
        "otherwise": step.otherwise,
        "private": step.private,
        "record": step.record,
        "when": when,
        "fields": [_step_data(field, english) for field in step.each],
    }


class _Words:
    """One protocol, line by line."""

    def __init__(self, protocol: Protocol) -> None:
        self.protocol = protocol
        self.english = English(protocol)
        self.lengths = lengths.lengths(protocol)

    def lines(self) -> Iterator[str]:
        protocol = self.protocol
        yield f"{protocol.title} ({protocol.id}, version {protocol.version})"
        yield f"{len(protocol.steps)} steps. Fingerprint of the file: {protocol.hash[:16]}"
        if protocol.about:
            yield protocol.about
        yield from self._length()
        steps = lengths.by_section(protocol, protocol.steps)
        for section in protocol.sections:
            yield from ("", section.title.upper())
            yield from ([section.aim] if section.aim else [])
            yield lengths.told(self.lengths[section.id])
            for step in steps[section.id]:
                yield from self._step(step)
        yield from self._rules()
        yield from self._urgent()
        yield from self._concern()
        yield from self._follow_up()
        for document in protocol.documents.values():
            yield from self._document(document)

    def _length(self) -> Iterator[str]:
        yield ""
        yield lengths.told(self.lengths[lengths.WHOLE])
        if self.protocol.urgent:
            yield "Urgent blocks come on top; how long each is stands with it."
        yield lengths.CALM

    def _step(self, step: Step) -> Iterator[str]:
        marks = [step.kind] + ["danger"] * step.danger + ["private"] * step.private
        yield f"  {step.id}  [{', '.join(marks)}]"
        yield from (f"    {line}" for line in step.text.splitlines())
        yield from (f"    {line}" for line in offered(step))
        if step.when is not None:
            yield f"    When {self.english.say(step.when)}"
        if step.otherwise:
            yield f"    Otherwise it {OTHERWISE[step.otherwise]}"

    def _rules(self) -> Iterator[str]:
        if self.protocol.rules:
            yield from ("", "RULES")
        for rule in self.protocol.rules.values():
            yield f"  {rule.id}: {rule.means}"
            yield f"    Holds when {self.english.say(rule.when)}"

    def _urgent(self) -> Iterator[str]:
        if self.protocol.blocks:
            yield from ("", "URGENT BLOCKS, the most urgent first")
        for one in self.protocol.urgent:
            yield f"  When the rule {one.rule} begins to hold: {one.block}"
        for block in self.protocol.blocks.values():
            yield from self._block(block)

    def _block(self, block: Block) -> Iterator[str]:
        yield f"  Block {block.id}{': ' * bool(block.title)}{block.title}"
        yield f"    {lengths.told_block(block)}"
        for step in block.steps:
            yield from (f"  {line}" for line in self._step(step))

    def _concern(self) -> Iterator[str]:
        if self.protocol.concern:
            yield from ("", "LEVEL OF CONCERN, the highest that holds")
        for one in self.protocol.concern:
            yield f"  {one.level}: {one.because} ({one.id})"
            yield f"    When {self.english.say(one.when)}"

    def _follow_up(self) -> Iterator[str]:
        if self.protocol.follow_up:
            yield from ("", "FOLLOW-UP")
        for one in self.protocol.follow_up:
            what = f": {one.what}" if one.what else ""
            when = "" if one.when is None else f", when {self.english.say(one.when)}"
            yield f"  {one.due.capitalize()}{when}{what}"

    def _document(self, document: Document) -> Iterator[str]:
        yield from ("", f"DOCUMENT {document.id}")
        for part in document.parts:
            when = "" if part.when is None else f", when {self.english.say(part.when)}"
            under = ", ".join((*part.steps, *part.resources)) or "text"
            yield f"  {part.heading} ({under}){when}"
