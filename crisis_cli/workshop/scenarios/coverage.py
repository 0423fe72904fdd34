"""What of a protocol the scenarios reach, and what none of them does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from crisis_cli.engine.entries import Answered, Ending
from crisis_cli.engine.state import State
from crisis_cli.engine.view import View
from crisis_cli.protocol.compiled import UNKNOWN, Condition, Protocol, Step
from crisis_cli.protocol.kinds import KINDS
from crisis_cli.protocol.truth import Said, said
from crisis_cli.workshop.scenarios.play import Played

CHOICES = ("yes_no", "choose_one", "choose_many")
Answer = tuple[str, str]  # step and the answer's id, or the word of an unknown


@dataclass(frozen=True, slots=True)
class Coverage:
    """What no scenario reaches, in the order of the protocol.

    danger: danger questions that nobody was asked. steps: other steps of the path and of blocks.
    answers: answers that were never given; of danger questions also the unknowns.
    never_held, always_held: rules that never held, and that did at the end of each.
    urgent: rules that never brought up their block.
    concern: lines that never held. follow_up: numbers, from 1, of lines that never counted.
    """

    danger: tuple[str, ...]
    steps: tuple[str, ...]
    answers: tuple[Answer, ...]
    never_held: tuple[str, ...]
    always_held: tuple[str, ...]
    urgent: tuple[str, ...]
    concern: tuple[str, ...]
    follow_up: tuple[int, ...]

    @property
    def enough(self) -> bool:
        """Whether every danger question was asked and every urgent rule held."""
        return not self.danger and not self.urgent


@dataclass
class Seen:
    """What one scenario reached.

    held: the rules and lines of concern, by name, that held at some time; last: at the end.
    """

    steps: set[str] = field(default_factory=set)
    answers: set[Answer] = field(default_factory=set)
    held: set[str] = field(default_factory=set)
    last: set[str] = field(default_factory=set)
    urgent: set[str] = field(default_factory=set)
    follow_up: set[int] = field(default_factory=set)


class Watcher:
    """Looks on while a scenario is played, and keeps what counted, and which rules held."""

    def __init__(self, protocol: Protocol) -> None:
        self.protocol = protocol
        self.held: set[str] = set()
        self.counted: set[Answer] = set()
        self.last: set[str] = set()
        self._rules = {f"rule {name}": rule.when for name, rule in protocol.rules.items()}
        concern = {f"concern {one.id}": one.when for one in protocol.concern}
        self._waiting: dict[str, Condition] = {**self._rules, **concern}

    def __call__(self, state: State) -> None:
        """The contact went one entry further."""
        ends = isinstance(state.entries[-1].event, Ending)
        if not ends and (state.ending or not isinstance(state.entries[-1].event, Answered)):
            return
        counted = dict(_counted(state))
        self.counted |= {(step, one.word) for step, one in counted.items()}
        view = View(self.protocol, counted.get, state.on_path)
        now = {name for name, when in self._waiting.items() if view.holds(when)}
        self.held |= now
        for name in now:
            del self._waiting[name]
        if ends:
            self.last = {name for name, when in self._rules.items() if view.holds(when)}


def _counted(state: State) -> Iterator[tuple[str, Said]]:
    """What counts for each question now, as the level sees it, with what was passed by."""
    for step in state.protocol.steps:
        given = state.answer(step.id)
        if given:
            yield step.id, said(step, given.value, given.unknown)
        elif (step.danger or state.ending) and (word := state.standing_in(step.id)):
            yield step.id, Said(word, None)


def seen(played: Played, watcher: Watcher) -> Seen:
    """What a scenario that was played reached."""
    state = played.state
    lines = enumerate(state.protocol.follow_up, 1)
    return Seen(
        {*played.asked, *played.shown},
        {*_answers(state), *watcher.counted},
        watcher.held,
        watcher.last,
        {alert.rule for alert in state.alerts()},
        {number for number, one in lines if state.holds(one.when)},
    )


def _answers(state: State) -> Iterator[Answer]:
    for given in state.given():
        value = given.unknown or given.value
        yield from (
            (given.step, one)
            for one in (value if isinstance(value, list) else [value])
            if isinstance(one, str)
        )


def coverage(protocol: Protocol, every: Iterable[Seen]) -> Coverage:
    """What none of these reached."""
    runs = list(every)
    whole = Seen()
    for one in runs:
        whole.steps |= one.steps
        whole.answers |= one.answers
        whole.held |= one.held
        whole.urgent |= one.urgent
        whole.follow_up |= one.follow_up
    missed = [step for step in protocol.all_steps if step.id not in whole.steps]
    return Coverage(
        tuple(step.id for step in missed if step.danger),
        tuple(step.id for step in missed if not step.danger),
        tuple(a for step in protocol.all_steps for a in _offered(step) if a not in whole.answers),
        tuple(name for name in protocol.rules if f"rule {name}" not in whole.held),
        tuple(n for n in protocol.rules if runs and all(f"rule {n}" in r.last for r in runs)),
        tuple(one.rule for one in protocol.urgent if one.rule not in whole.urgent),
        tuple(o.id for o in protocol.concern if f"concern {o.id}" not in whole.held),
        tuple(n for n, _ in enumerate(protocol.follow_up, 1) if n not in whole.follow_up),
    )


def _offered(step: Step) -> Iterator[Answer]:
    """The answers that somebody should have given at some time."""
    if step.kind in CHOICES:
        yield from ((step.id, name) for name in step.options)
    if step.danger and KINDS[step.kind].asks:
        yield from ((step.id, word) for word in UNKNOWN)
