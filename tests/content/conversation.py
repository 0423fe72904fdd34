"""A whole contact under the shipped protocol, answered from a script, without a terminal."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from crisis_cli.commands.protocol.plans import printed
from crisis_cli.directory.resources import load as resources
from crisis_cli.engine.entries import Ending, Entry, Event
from crisis_cli.engine.interview import refuse
from crisis_cli.engine.state import State
from crisis_cli.protocol.compiled import Protocol, Step
from crisis_cli.protocol.kinds import KINDS
from crisis_cli.protocol.plain import values
from crisis_cli.protocol.source import load
from crisis_cli.protocol.surface.scenario import ExpectKeys
from crisis_cli.workshop.model.replay import Replay, answered
from crisis_cli.workshop.scenarios.play import EACH
from crisis_cli.workshop.scenarios.play import play as lead
from crisis_cli.workshop.scenarios.reading import Scenario

ROOT = Path(__file__).parents[2]
PROTOCOLS = ROOT / "protocols"
# The guides that ask about danger to the end, with the same levels and blocks.
GUIDES = ("crisis-intervention", "follow-up")
SCENARIOS = sorted((PROTOCOLS / "scenarios").glob("[0-9]*.yaml"))
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
    "still_away": "none",
    "used": "calm",
    "plan_now": "keep",
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
def shipped(name: str = "crisis-intervention") -> Protocol:
    """A protocol that the project ships."""
    return load(PROTOCOLS / f"{name}.yaml")


@cache
def all_steps(name: str = "crisis-intervention") -> tuple[Step, ...]:
    """Every step, of the path and of blocks."""
    return shipped(name).all_steps


@cache
def danger_steps(name: str = "crisis-intervention") -> tuple[str, ...]:
    """The ids of the danger questions, in order."""
    return tuple(step.id for step in shipped(name).steps if step.danger)


def scenario(path: Path) -> dict[str, Any]:
    """A scenario file."""
    body: dict[str, Any] = values(path)
    return body


@dataclass
class Contact:
    """A contact under the shipped protocol. asked: the ids of its prompts, in order."""

    state: State = field(default_factory=lambda: Replay(shipped(), {}).state)
    asked: list[str] = field(default_factory=list)

    def do(self, event: Event) -> None:
        """One more entry, half a minute after the last."""
        refuse(self.state, event)
        seq = len(self.state.entries) + 1
        self.state.add(Entry(seq, START + EACH * seq, "worker", event))

    def answer(self, step: Step, raw: Any) -> None:
        """An answer as a script gives it."""
        self.do(answered(step, raw))

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
        plan = printed(self.state)
        return list(plan.headings) if plan else []


def play(
    answers: Mapping[str, Any], unanswered: str = "anyhow", name: str = "crisis-intervention"
) -> Contact:
    """Lead a contact to its end, as a scenario is led.

    unanswered: what an asked step without an answer gets: `error`; `end`, the client leaves there;
    `anyhow`, a plain no to danger and something that fits to the rest.
    """
    if unanswered == "anyhow":
        answers, unanswered = {s.id: anyhow(s) for s in all_steps(name)} | dict(answers), "error"
    told = Scenario(Path(), "", "", START, answers, (), unanswered, (), ExpectKeys(), {})
    played = lead(shipped(name), told)
    assert not played.stuck, played.stuck
    return Contact(played.state, played.asked)


def anyhow(step: Step) -> Any:
    """An answer that fits, and a plain no to a danger question."""
    if step.danger:
        return "no"
    return CALM.get(step.id, ANYHOW.get(step.kind, step.choices[0].id if step.choices else ""))


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


def client_texts(name: str = "crisis-intervention") -> Iterator[tuple[str, str]]:
    """Everything that a client may hear or read: where it stands, and the text."""
    for step in all_steps(name):
        if step.kind in ("guidance", "action"):
            continue
        yield step.id, step.text
        yield from ((f"{step.id}.{choice.id}", choice.label) for choice in step.choices)
        yield from ((f"{step.id}.{one.id}", one.text) for one in step.each)
        yield from ((f"{step.id} scale", t) for t in (step.least_means, step.most_means) if t)
    for page, document in shipped(name).documents.items():
        for part in document.parts:
            yield f"{page} heading", part.heading
            if part.text:
                yield f"{page} text", part.text


def worker_texts(name: str = "crisis-intervention") -> Iterator[tuple[str, str]]:
    """Everything that only the worker reads: where it stands, and the text."""
    for step in all_steps(name):
        texts = [step.say, step.help, step.confirm]
        texts += [step.text] if step.kind in ("guidance", "action") else []
        yield from ((step.id, text) for text in texts if text)
    for section in shipped(name).sections:
        yield from ((section.id, text) for text in (section.title, section.aim))


def always() -> set[str]:
    """The ids of the shipped resources that answer day and night."""
    found = resources(PROTOCOLS / "resources" / "dc.yaml")
    return {name for name, one in found.items() if one.hours == "always"}
