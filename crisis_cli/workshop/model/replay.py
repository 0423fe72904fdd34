"""Answers run through the real engine, as a worker would give them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from crisis_cli.engine.entries import Acknowledged, Answered, Ended, Ending, Entry, Event, Opened
from crisis_cli.engine.interview import Ask, Closed, Show, refuse, wanted
from crisis_cli.engine.state import State
from crisis_cli.protocol.compiled import Protocol, Step
from crisis_cli.protocol.kinds import kept, say
from crisis_cli.workshop.model.answers import Answers

START = datetime(2026, 1, 1, tzinfo=UTC)  # an interview that is only thought of has no real time


@dataclass(slots=True)
class Replay:
    """An interview in the real engine. `stop` leaves it open before a question without answer.

    asked: the ids of the path's questions that got their answers, in order. shown: for each of
    them, and "" for the opening, the ids of the blocks that came up after it, in order; a block's
    own questions are answered in between. screens: the same blocks as they were shown.
    """

    protocol: Protocol
    answers: Mapping[str, Any]
    state: State = field(init=False)
    asked: list[str] = field(default_factory=list)
    shown: dict[str, list[str]] = field(default_factory=lambda: {"": []})
    screens: list[Show] = field(default_factory=list)

    def __post_init__(self) -> None:
        protocol = self.protocol
        self.state = State(protocol)
        self.do(Opened(protocol.id, protocol.version, protocol.hash))

    @property
    def last(self) -> str:
        """The question that was answered last, or ""."""
        return self.asked[-1] if self.asked else ""

    def do(self, event: Event) -> None:
        """One more entry, a minute after the last."""
        refuse(self.state, event)
        seq = len(self.state.entries) + 1
        at = START + timedelta(minutes=seq)
        self.state.add(Entry(seq, at, "worker", event))

    def go(self) -> Replay:
        """Give every answer there is; what comes up in between is dealt with calmly."""
        while self.step():
            pass
        return self

    def step(self) -> bool:
        """One answer and what comes up right after it; False where there is none to give."""
        self.settle()
        now = wanted(self.state)
        if not isinstance(now, Ask) or now.step.id not in self.answers:
            return False
        self.do(answered(now.step, self.answers[now.step.id]))
        self.asked.append(now.step.id)
        self.shown[now.step.id] = []
        self.settle()
        return True

    def end(self, how: str = "") -> Replay:
        """The contact ends here; early where questions are still open."""
        self.do(Ending(how or ("client_left" if self.state.next() else "finished")))
        self.settle()
        self.do(Ended())
        return self

    def settle(self) -> None:
        """Read every block that comes up, and answer its questions."""
        while not isinstance(now := wanted(self.state), Closed):
            if isinstance(now, Show):
                self.shown[self.last].append(now.block.id)
                self.screens.append(now)
                self.do(Acknowledged(now.block.id))
            elif isinstance(now, Ask) and now.step.block:
                self.do(answered(now.step, calm(now.step)))
            else:
                return


def replay(protocol: Protocol, answers: Mapping[str, Any]) -> Replay:
    """The answers run through the real engine, until a question comes that has none.

    answers: step id -> an answer, or the word of an unknown, as `search.Result` holds them.
    CrisisError where the engine does not take one.
    """
    return Replay(protocol, answers).go()


def answered(step: Step, given: Any) -> Answered:
    """The entry of an answer as a script gives it."""
    return Answered(step.id, *kept(step, given))


def words(step: Step, given: Any) -> str:
    """An answer of a script, for people."""
    return say(step, *kept(step, given))


def calm(step: Step) -> Any:
    """The answer that is taken where nothing asks for another: no to danger, done, the first."""
    return Answers().to(step).read(lambda _: False)


def in_words(protocol: Protocol, answers: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Answers for people: what was asked (its label) and what was said, those out of the ordinary
    only."""
    steps = {step.id: step for step in protocol.steps}
    told = []
    for name, given in answers.items():
        if given != calm(steps[name]):
            told.append((steps[name].name, words(steps[name], given)))
    return told
