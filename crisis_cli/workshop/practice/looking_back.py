"""Looking back at a role-play: what was understood otherwise than the scenario has it, and what
each one other answer would have changed. No score, and nobody is compared with anybody."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from crisis_cli.engine.answers import Given
from crisis_cli.engine.entries import Raised
from crisis_cli.engine.state import State
from crisis_cli.protocol.compiled import Step
from crisis_cli.protocol.kinds import KINDS, say, value_or_unknown
from crisis_cli.workshop.practice.effect import effect
from crisis_cli.workshop.practice.own import Own, judged, own_of, replayed
from crisis_cli.workshop.practice.role import Role
from crisis_cli.workshop.scenarios.play import Played, play
from crisis_cli.workshop.scenarios.verdict import Difference, differences

JUDGED = ("level", "present", "undetermined", "because", "urgent", "due")
COMPARED = ("yes_no", "choose_one", "choose_many", "scale", "number")  # not what is in own words
DANGER, ANSWER, ACTION, ENDING, POINT = "danger", "answer", "action", "ending", "point"
OTHERS = ("unsure", "declined", "yes", "no")  # what else could be answered, most telling first


@dataclass(frozen=True, slots=True)
class Other:
    """One answer that could be another. kind: danger, answer, action, ending or point.

    name: of the step, in words. line: what was said there. here, yours: the scenario's answer and
    the worker's, in words. changes: what that one other answer changes, in sentences.
    """

    kind: str
    step: str
    name: str
    line: str
    here: str
    yours: str
    changes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LookingBack:
    """What came of a role-play.

    left: what did not come out as the scenario expects. others: worst first. open: alerts of
    which nobody said what came of them, in words. raised: the level that the worker raised it to,
    or "". point: where nothing is different, one other answer that would have changed the level.
    scripted: whether a file gave the answers.
    """

    role: Role
    left: tuple[Difference, ...]
    others: tuple[Other, ...]
    open: tuple[str, ...]
    raised: str
    point: Other | None
    scripted: bool = False

    @property
    def passed(self) -> bool:
        """Whether what the scenario expects holds with answers that somebody gave: a file can hold
        the scenario's own, and has understood nobody."""
        return not self.left and not self.scripted


def look_back(role: Role, state: State, scripted: bool = False) -> LookingBack:
    """Look back at a contact that ended. scripted: whether a file gave the answers."""
    return replace(_Looking(role, state).whole(), scripted=scripted)


class _Looking:
    def __init__(self, role: Role, state: State) -> None:
        self.role, self.protocol, self.at = role, role.protocol, role.scenario.at
        self.state, self.judged = state, judged(state)
        self.there = play(role.protocol, role.scenario)
        self.own = own_of(state)
        self.here = replayed(self.protocol, self.own, self.at)
        self.fill = role.scenario.answers

    def whole(self) -> LookingBack:
        others = [*self._ending(), *self._answers()]
        others.sort(key=lambda one: (DANGER, ENDING, ACTION, ANSWER).index(one.kind))
        opened = {a.rule for a in self.there.state.alerts() if a.status == "open"}
        still = (a for a in self.state.alerts() if a.status == "open" and a.rule not in opened)
        raised = [e.event.level for e in self.state.entries if isinstance(e.event, Raised)]
        left = tuple(self._left())
        point = None if others or left else self._point()
        means = tuple(dict.fromkeys(one.means for one in still))
        return LookingBack(self.role, left, tuple(others), means, (raised or [""])[-1], point)

    def _left(self) -> Iterator[Difference]:
        """What `crisis protocol test` would tell of these answers; words on papers are the
        worker's own, and not looked at."""
        expect = self.role.scenario.expect
        told = {key: None for key in type(expect).model_fields if key not in JUDGED}
        scenario = replace(self.role.scenario, expect=expect.model_copy(update=told), own=())
        played = Played(self.judged, [], [step.id for step in self.judged.path()])
        yield from differences(scenario, played, lambda _: None)

    def _answers(self) -> Iterator[Other]:
        for step in self.protocol.all_steps:
            if step.id not in self.fill:
                continue  # the scenario says nothing of it
            there, here = self.there.state.answer(step.id), self.state.answer(step.id)
            if there and here and (kind := _kind(step)) and _said(there) != _said(here):
                yield self._other(kind, step, there, here)

    def _other(self, kind: str, step: Step, there: Given, here: Given) -> Other:
        other = self.own.with_answer(step.id, there.unknown or there.value)
        return Other(
            kind,
            step.id,
            step.name,
            self.role.file.lines.get(step.id, ""),
            say(step, there.value, there.unknown),
            say(step, here.value, here.unknown),
            _changes(self.here, replayed(self.protocol, other, self.at, self.fill)),
        )

    def _ending(self) -> Iterator[Other]:
        """Where the worker went on after they left, or stopped while they would still talk."""
        there, here = _stopped(self.there.state), _stopped(self.state)
        if there == here:
            return
        step = self.state.step(there or here)
        elsewhere = f"it ended at '{self.state.step(here).name}'" if here else "it went on"
        yield Other(
            ENDING,
            step.id,
            step.name,
            self.role.file.lines.get(step.id, ""),
            "it ends here" if there else "it goes on",
            "it ended here" if here == step.id else elsewhere,
            _changes(self.here, self._ended_there(there)),
        )

    def _ended_there(self, stop: str) -> Played:
        """The worker's own answers, with the ending of the scenario. stop: its step, or ""."""
        if not stop:
            return replayed(self.protocol, replace(self.own, early=False), self.at, self.fill)
        order = [step.id for step in self.protocol.steps]
        beyond = set(order[order.index(stop) :])
        given = {k: v for k, v in self.own.answers.items() if k not in beyond}
        return replayed(self.protocol, Own(given, (), True), self.at, self.fill)

    def _point(self) -> Other | None:
        """One other answer to a danger question that would have changed the level: first of those
        that only this story leads to."""
        calm = {step.id: "no" for step in self.protocol.steps if step.danger}
        asked = [step for step in self.protocol.steps if _kind(step) == DANGER]
        for step in sorted(asked, key=lambda step: step.when is None):
            here = self.state.answer(step.id)
            if here is None or step.kind != "yes_no":
                continue
            for word in OTHERS:
                other = self.own.with_answer(step.id, word)
                played = replayed(self.protocol, other, self.at, calm)
                if _highest(played) != _highest(self.here):
                    return self._told(step, here, word, played)
        return None

    def _told(self, step: Step, here: Given, word: str, played: Played) -> Other:
        line = self.role.file.lines.get(step.id, "")
        said = say(step, here.value, here.unknown)
        words = say(step, *value_or_unknown(word))
        return Other(POINT, step.id, step.name, line, words, said, _changes(self.here, played))


def _kind(step: Step) -> str:
    if step.kind == "action":
        return ACTION
    if step.kind not in COMPARED:
        return ""
    return DANGER if step.danger else ANSWER


def _said(given: Given) -> Any:
    """What of an answer is compared: of an action, whether it was done."""
    return given.unknown or given.outcome or given.value


def _stopped(state: State) -> str:
    """The first step that an early ending left unreached, or ""."""
    asks = (step.id for step in state.path() if KINDS[step.kind].asks)
    return next((one for one in asks if not state.answer(one)), "") if state.early else ""


def _changes(was: Played, now: Played) -> tuple[str, ...]:
    return tuple(effect(was, now))


def _highest(played: Played) -> str:
    return played.state.level().highest
