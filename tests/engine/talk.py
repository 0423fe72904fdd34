"""A contact that is stored and read again after every entry."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from crisis_cli.engine.entries import (
    Acknowledged,
    Answered,
    Ended,
    Ending,
    Entry,
    Event,
    Kept,
    Opened,
    Revisited,
    from_json,
    to_json,
)
from crisis_cli.engine.interview import Ask, Closed, Review, Show, Wanted, refuse, wanted
from crisis_cli.engine.state import State, fold
from crisis_cli.protocol.compiled import Protocol
from crisis_cli.protocol.kinds import value_or_unknown

START = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


class Talk:
    """A contact in a test. Each entry goes through JSON, and the state is folded anew from it."""

    def __init__(self, protocol: Protocol, **opened: Any) -> None:
        self.protocol = protocol
        self.lines: list[str] = []
        self.state = State(protocol)
        self.do(Opened(protocol.id, protocol.version, protocol.hash, **opened))

    def do(self, event: Event) -> Talk:
        """One more entry, a minute after the last."""
        refuse(self.state, event)
        self.lines.append(json.dumps(to_json(event)))
        self.state = self.reloaded()
        return self

    def reloaded(self) -> State:
        """The state as a new process would find it."""
        events = [from_json(json.loads(line)) for line in self.lines]
        minutes = (START + timedelta(minutes=i) for i in range(len(events)))
        return fold(
            self.protocol,
            [
                Entry(i, at, "worker", e)
                for i, (at, e) in enumerate(zip(minutes, events, strict=True), 1)
            ],
        )

    def say(self, *answers: Any, **named: Any) -> Talk:
        """Answers by step id, or in turn to whatever is asked; an unknown by its word."""
        for answer in answers:
            self._say(self.asked, answer)
        for step, answer in named.items():
            self._say(step, answer)
        return self

    def change(self, step: str, answer: Any, how: str = "changed", reason: str = "") -> Talk:
        """Go back to a step and answer it otherwise."""
        return self.do(Revisited(step)).do(_answered(step, answer, how, reason))

    def look(self, step: str) -> Talk:
        """Go back to a step and leave it as it was."""
        return self.do(Revisited(step)).do(Kept(step))

    def acknowledge(self) -> Talk:
        """Acknowledge the block that is shown."""
        now = self.wanted
        assert isinstance(now, Show)
        return self.do(Acknowledged(now.block.id))

    def leave(self, how: str = "client_left") -> Talk:
        """End the contact here."""
        return self.do(Ending(how))

    def close(self) -> Talk:
        """The last entry."""
        return self.do(Ended())

    def _say(self, step: str, answer: Any) -> None:
        self.do(_answered(step, answer))

    @property
    def wanted(self) -> Wanted:
        """What comes next."""
        return wanted(self.state)

    @property
    def asked(self) -> str:
        """The id of the step that is asked now."""
        now = self.wanted
        assert isinstance(now, Ask), now
        return now.step.id

    @property
    def shown(self) -> str:
        """What is on the screen: a step, a block, or the name of the end."""
        match self.wanted:
            case Ask(step=step):
                return step.id
            case Show(block=block):
                return f"!{block.id}"
            case Review():
                return "review"
            case Closed():
                return "closed"

    @property
    def path(self) -> list[str]:
        """The ids of the steps on the path."""
        return [step.id for step in self.state.path()]

    @property
    def answers(self) -> dict[str, Any]:
        """What counts on the path: a value, or the word of an unknown."""
        given = ((step, self.state.answer(step)) for step in self.path)
        return {step: g.unknown or g.value for step, g in given if g}


def _answered(step: str, answer: Any, how: str = "", reason: str = "") -> Answered:
    return Answered(step, *value_or_unknown(answer), how, reason)
