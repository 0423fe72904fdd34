"""A whole contact under the shipped protocol, answered from a script, without a terminal."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from crisis_cli.engine.entries import (
    Acknowledged,
    Answered,
    Ended,
    Ending,
    Entry,
    Event,
    Opened,
    Revisited,
)
from crisis_cli.engine.interview import Ask, Closed, Review, Show, refuse, wanted
from crisis_cli.engine.state import State
from crisis_cli.protocol.compiled import UNKNOWN, Protocol, Step
from crisis_cli.protocol.kinds import KINDS, accept
from crisis_cli.protocol.plain import values
from crisis_cli.protocol.source import load

ROOT = Path(__file__).parents[2]
PROTOCOLS = ROOT / "protocols"
SCENARIOS = sorted((PROTOCOLS / "scenarios").glob("*.yaml"))
START = datetime.fromisoformat("2026-11-23T21:00:00-05:00")

LADDER = (
    "wish_dead",
    "thoughts",
    "method",
    "intent",
    "plan",
    "acted_ever",
    "acted_3_months",
    "right_now",
)
# What a worker is told about somebody in no danger, in person; the rest is answered anyhow.
CALM = {
    "setting": "in_person",
    "language": "en",
    "age": "adult",
    "needs": [],
    "how_much": "full",
    "paper": "yes",
    "reach_how": "call",
}
ANYHOW: dict[str, Any] = {
    "choose_many": [],
    "scale": 5,
    "number": 5,
    "text": "some words",
    "long_text": "some words",
    "date_time": "2026-12-01T10:00",
    "phone": "202-555-0100",
    "person": {"name": "Sam"},
    "list": [],
    "action": {"outcome": "done", "note": "some words"},
}


@cache
def shipped() -> Protocol:
    """The protocol that the project ships."""
    return load(PROTOCOLS / "crisis-intervention.yaml")


@cache
def all_steps() -> tuple[Step, ...]:
    """Every step, of the path and of blocks."""
    protocol = shipped()
    return (*protocol.steps, *(s for block in protocol.blocks.values() for s in block.steps))


@cache
def danger_steps() -> tuple[str, ...]:
    """The ids of the danger questions, in order."""
    return tuple(step.id for step in shipped().steps if step.danger)


def scenario(path: Path) -> dict[str, Any]:
    """A scenario file."""
    body: dict[str, Any] = values(path)
    return body


@dataclass
class Contact:
    """A contact under the shipped protocol. asked: the ids of its prompts, in order."""

    at: datetime = START
    state: State = field(default_factory=lambda: State(shipped()))
    asked: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        protocol = self.state.protocol
        self.do(Opened(protocol.id, protocol.version, protocol.hash))

    def do(self, event: Event) -> None:
        """One more entry, half a minute after the last."""
        refuse(self.state, event)
        seq = len(self.state.entries) + 1
        self.state.add(Entry(seq, self.at + timedelta(seconds=30 * seq), "worker", event))

    def answer(self, step: Step, raw: Any, how: str = "", reason: str = "") -> None:
        """An answer as a script gives it."""
        unknown = raw if isinstance(raw, str) and raw in UNKNOWN else ""
        value = None if unknown else accept(step, raw)
        self.do(Answered(step.id, value, unknown, how, reason))

    @property
    def highest(self) -> str:
        """The highest level of concern."""
        return self.state.if_ended().highest

    @property
    def urgent(self) -> list[str]:
        """The rules that brought up a block, in order."""
        return [alert.rule for alert in self.state.alerts()]

    def headings(self) -> list[str]:
        """The headings of the safety plan; none where it is not made."""
        plan = self.state.protocol.documents["safety_plan"]
        if not self.state.holds(plan.when):
            return []
        return [
            part.heading
            for part in plan.parts
            if self.state.holds(part.when)
            and (part.text or part.resources or any(map(self._filled, part.steps)))
        ]

    def _filled(self, step: str) -> bool:
        given = self.state.answer(step)
        return bool(given and given.value)


def play(
    answers: Mapping[str, Any],
    unanswered: str = "anyhow",
    later: list[dict[str, Any]] | None = None,
    at: datetime = START,
) -> Contact:
    """Lead a contact to its end.

    unanswered: what an asked step without an answer gets: `error`; `not_asked`; `end`, the client
    leaves there; `anyhow`, a plain no to danger and something that fits to the rest.
    """
    contact = Contact(at)
    changes = list(later or [])
    while not isinstance(now := wanted(contact.state), Closed):
        match now:
            case Show(block=block):
                contact.do(Acknowledged(block.id))
            case Review() if changes:
                _change(contact, changes.pop(0))
            case Review():
                contact.do(Ending("finished"))
            case Ask(step=step):
                _ask(contact, step, answers, unanswered)
    contact.do(Ended())
    return contact


def _ask(contact: Contact, step: Step, answers: Mapping[str, Any], unanswered: str) -> None:
    if step.id in answers:
        contact.asked.append(step.id)
        contact.answer(step, answers[step.id])
    elif unanswered == "end" and not contact.state.ending:
        contact.do(Ending("client_left"))
    elif unanswered == "not_asked":
        contact.asked.append(step.id)
        contact.answer(step, "not_asked")
    else:
        assert unanswered == "anyhow", f"the script has no answer for {step.id}"
        contact.asked.append(step.id)
        contact.answer(step, anyhow(step))


def anyhow(step: Step) -> Any:
    """An answer that fits, and a plain no to a danger question."""
    if step.danger:
        return "no"
    return CALM.get(step.id, ANYHOW.get(step.kind, step.choices[0].id if step.choices else ""))


def _change(contact: Contact, change: dict[str, Any]) -> None:
    contact.do(Revisited(change["step"]))
    step = contact.state.step(change["step"])
    contact.answer(step, change["answer"], change.get("how", "changed"), change.get("reason", ""))


def shuffled(answers: Mapping[str, Any], rng: random.Random) -> Contact:
    """The same answers as `play` gives, each given as soon as its step is on the path, in any
    order; then ended."""
    contact = Contact()
    while waiting := _waiting(contact):
        step = rng.choice(waiting)
        contact.answer(step, answers.get(step.id, anyhow(step)))
    contact.do(Ending("finished"))
    return contact


def _waiting(contact: Contact) -> list[Step]:
    state = contact.state
    return [s for s in state.path() if KINDS[s.kind].asks and not state.answer(s.id)]


def client_texts() -> Iterator[tuple[str, str]]:
    """Everything that a client may hear or read: where it stands, and the text."""
    for step in all_steps():
        if step.kind in ("guidance", "action"):
            continue
        yield step.id, step.text
        yield from ((f"{step.id}.{choice.id}", choice.label) for choice in step.choices)
        yield from ((f"{step.id}.{one.id}", one.text) for one in step.each)
        yield from ((f"{step.id} scale", t) for t in (step.least_means, step.most_means) if t)
    for name, document in shipped().documents.items():
        for part in document.parts:
            yield f"{name} heading", part.heading
            if part.text:
                yield f"{name} text", part.text


def worker_texts() -> Iterator[tuple[str, str]]:
    """Everything that only the worker reads: where it stands, and the text."""
    for step in all_steps():
        texts = [step.say, step.help, step.confirm]
        texts += [step.text] if step.kind in ("guidance", "action") else []
        yield from ((step.id, text) for text in texts if text)
    for section in shipped().sections:
        yield from ((section.id, text) for text in (section.title, section.aim))
