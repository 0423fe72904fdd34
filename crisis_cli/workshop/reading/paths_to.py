"""The shortest answers that lead to a step, found by the solver and replayed in the engine."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from crisis_cli.engine.interview import Ask, Closed, Review, wanted
from crisis_cli.protocol.compiled import ENDED_EARLY, Protocol, Step
from crisis_cli.protocol.kinds import KINDS
from crisis_cli.workshop.english import English, counted
from crisis_cli.workshop.model.logic import both
from crisis_cli.workshop.model.model import Model
from crisis_cli.workshop.model.replay import Replay, calm, in_words, replay
from crisis_cli.workshop.model.search import FOUND, NONE, SECONDS, Result, shortest
from crisis_cli.workshop.proofs.interviews import Interviews
from crisis_cli.workshop.reading.named import step_of

CALMLY = "Everything else: a plain no to danger, the first ordinary answer elsewhere."
NOT_REPLAYED = "not replayed"  # the model found answers that the engine does not bear out


@dataclass(frozen=True, slots=True)
class Way:
    """The simplest answers that lead to a step.

    verdict: found, none (proved: no answers do), not proved, or not replayed. answers: to every
    question on the way, in order. odd: those out of the ordinary, in words. left: whether the
    contact ends there, early. surely: whether none are simpler.
    """

    step: Step
    verdict: str
    answers: dict[str, Any] = field(default_factory=dict)
    odd: tuple[tuple[str, str], ...] = ()
    left: bool = False
    surely: bool = True
    when: str = ""

    @property
    def found(self) -> bool:
        """Whether there is a way."""
        return self.verdict == FOUND

    def data(self) -> dict[str, Any]:
        """As plain JSON."""
        return {
            "step": self.step.id,
            "verdict": self.verdict,
            "answers": self.answers,
            "in_words": [{"question": q, "answer": said} for q, said in self.odd],
            "questions": len(self.answers),
            "ends_early": self.left,
            "simplest": self.surely,
            "when": self.when,
        }

    def text(self) -> str:
        """In words."""
        if not self.found:
            return "\n".join(self._no_way())
        lines = [f"{self.step.id} comes {self._where()}."]
        lines += [f"  {question}: {said}" for question, said in self.odd]
        lines += [f"  {CALMLY}" if self.odd else "  In a calm contact it comes as it is."]
        if self.left:
            lines.append("  Then the contact ends, early.")
        if not self.surely:
            lines.append("There may be simpler ones: the time was over before all were tried.")
        return "\n".join(lines)

    def _where(self) -> str:
        count = len(self.answers)
        if not count:
            return "at the very beginning"
        return f"after {counted(count, 'question')}, the last one {list(self.answers)[-1]}"

    def _no_way(self) -> list[str]:
        if self.verdict == NONE:
            when = [f"It would come when {self.when}."] if self.when else []
            return [f"No answers lead to {self.step.id}: that is proved.", *when]
        if self.verdict == NOT_REPLAYED:
            return [f"Answers were found for {self.step.id}, but the interview does not go there."]
        return [f"No answers were found that lead to {self.step.id}, in the time there was."]


def paths_to(protocol: Protocol, name: str, seconds: float = SECONDS) -> Way:
    """The simplest answers that lead to a step of the path or of a block.

    seconds: how long the solver may take. CrisisError where there is no such step, or no solver.
    """
    step = step_of(protocol, name)
    found = _in_block(protocol, step, seconds) if step.block else _on_path(protocol, step, seconds)
    when = English(protocol).say(step.when) if step.when is not None else ""
    if found.verdict != FOUND:
        return Way(step, found.verdict, when=when)
    left = step.block == ENDED_EARLY
    if not _leads(replay(protocol, found.answers), step, left):
        return Way(step, NOT_REPLAYED, found.answers, when=when)
    odd = tuple(in_words(protocol, found.answers))
    return Way(step, FOUND, found.answers, odd, left, found.simplest, when)


def odd_answers(protocol: Protocol, name: str) -> dict[str, Any] | None:
    """The answers of `paths_to` that are out of the ordinary; None where nothing leads there."""
    way = paths_to(protocol, name)
    steps = {step.id: step for step in protocol.steps}
    odd = {step: given for step, given in way.answers.items() if given != calm(steps[step])}
    return odd if way.found else None


def _on_path(protocol: Protocol, step: Step, seconds: float) -> Result:
    here = [one.id for one in protocol.steps].index(step.id)
    model = Model(protocol, reached=lambda place: place < here)
    return shortest(model, model.on(step.id), seconds)


def _in_block(protocol: Protocol, step: Step, seconds: float) -> Result:
    all_of_them = Interviews(protocol, seconds)
    comes = all_of_them.comes(step.block)
    goal = both((comes, all_of_them.seen(step.when, step.block)))
    return shortest(all_of_them.open, goal, seconds)


def _leads(contact: Replay, step: Step, left: bool) -> bool:
    """Whether the contact, once all answers are given, has come to the step."""
    if left:
        contact.end()
        return step in contact.state.shown(contact.protocol.blocks[ENDED_EARLY])
    if step.block:
        return any(step in screen.steps for screen in contact.screens)
    now = wanted(contact.state)
    if KINDS[step.kind].asks:
        return isinstance(now, Ask) and now.step.id == step.id
    return isinstance(now, Ask | Review | Closed) and step in now.notes
