"""Which steps are on the path, and what counts there: one pass, kept up answer by answer."""

from __future__ import annotations

from collections.abc import Iterator
from heapq import heappop, heappush

from crisis_cli.protocol.compiled import UNKNOWN, Condition, Protocol, Step
from crisis_cli.protocol.kinds import KINDS
from crisis_cli.protocol.truth import (
    OTHER,
    PENDING,
    REASSURED,
    UNANSWERED,
    Said,
    evaluate,
    matches,
    off_path_says,
    questions,
    says,
    why,
)

# What a danger step off the path counts as, by the reason; "" counts for nothing.
COUNTS_AS = {REASSURED: "", PENDING: "", UNANSWERED: "not_asked"}


class Path:
    """The path under the answers given so far.

    A condition names earlier questions only, so one answer is settled by looking, in protocol
    order, at just the steps that it reaches.

    said: what counts for each question now. A danger step off the path may count as
    could_not_assess or not_asked without having been drawn.
    again: ids of danger questions that were on the path last time and stayed unclear. A plain no to
    another question does not take one of them off the path.
    """

    def __init__(self, protocol: Protocol) -> None:
        self.protocol = protocol
        self.steps = protocol.steps
        self.place = {step.id: i for i, step in enumerate(protocol.steps)}
        self.said: dict[str, Said] = {}
        self.again: frozenset[str] = frozenset()
        self._readers = _readers(protocol)
        self._on = [False] * len(self.steps)
        self._decided = [False] * len(self.steps)
        self._reason = [PENDING] * len(self.steps)  # why a step is off the path
        self._answered: set[int] = set()
        self._open: list[int] = []  # a heap of places that wait for an answer; may hold stale ones
        self._counts = [False] * len(self.steps)  # among those that may still come
        self._left = 0
        for place in range(len(self.steps)):
            self._look(place)

    def has(self, step: str) -> bool:
        """Whether the step is on the path."""
        return step in self.place and self._on[self.place[step]]

    def left(self, section: str = "") -> int:
        """How many questions may still come, at most; of one section where it is named."""
        if not section:
            return self._left
        here = zip(self.steps, self._counts, strict=True)
        return sum(counts for step, counts in here if step.section == section)

    def next(self) -> Step | None:
        """The first step on the path that waits for an answer."""
        while self._open and not self._waits(self._open[0]):
            heappop(self._open)
        return self.steps[self._open[0]] if self._open else None

    def notes(self, before: Step | None) -> tuple[Step, ...]:
        """The guidance right before a step, or at the end, looked for from there backwards."""
        found: list[Step] = []
        end = self.place[before.id] if before else len(self.steps)
        for place in range(end - 1, -1, -1):
            if self._on[place] and KINDS[self.steps[place].kind].asks:
                break
            if self._on[place]:
                found.append(self.steps[place])
        return tuple(reversed(found))

    def __iter__(self) -> Iterator[Step]:
        return (step for i, step in enumerate(self.steps) if self._on[i])

    def put(self, step: str, answer: Said) -> tuple[set[str], list[str]]:
        """Count an answer to a step on the path.

        Returns the ids of the questions for which something else counts now, and the ids of
        the steps that lost their answer because they left the path.
        """
        place = self.place[step]
        self._answered.add(place)
        self._count(place)
        self.said[step] = answer
        changed, lost = {step}, []
        queue = list(self._readers.get(step, ()))
        seen = set(queue)
        while queue:
            place = heappop(queue)
            had = place in self._answered
            if not self._look(place):
                continue
            reached = self.steps[place].id
            changed.add(reached)
            if had and place not in self._answered:
                lost.append(reached)
            for reader in self._readers.get(reached, ()):
                if reader not in seen:
                    seen.add(reader)
                    heappush(queue, reader)
        return changed, lost

    def at_an_ending(self) -> dict[str, Said]:
        """What would count if the contact ended now: what was not reached is not_asked.

        Judged by the answers really given: what is filled in here reaches no condition of a step.
        """
        not_reached = (
            step.id
            for place, step in enumerate(self.steps)
            if (self._waits(place) and KINDS[step.kind].asks)
            or (step.danger and not self._on[place] and self._reason[place] == PENDING)
        )
        return self.said | {step: Said("not_asked", None) for step in not_reached}

    def _waits(self, place: int) -> bool:
        return self._on[place] and place not in self._answered

    def _look(self, place: int) -> bool:
        """Settle one step again; True if anything about it changed that another step may read."""
        step = self.steps[place]
        before = (
            self._on[place],
            self._decided[place],
            self._reason[place],
            self.said.get(step.id),
        )
        self._judge(place, step)
        if not self._on[place]:
            self._leave(place, step)
        elif not before[0]:
            self.said.pop(step.id, None)
            if KINDS[step.kind].asks:
                heappush(self._open, place)
        self._count(place)
        return before != (
            self._on[place],
            self._decided[place],
            self._reason[place],
            self.said.get(step.id),
        )

    def _judge(self, place: int, step: Step) -> None:
        if step.when is None:
            self._on[place] = self._decided[place] = True
            return
        rules = self.protocol.rules
        truth = evaluate(step.when, self._ever, rules)
        self._decided[place] = truth is not None
        self._on[place] = (
            truth if truth is not None else bool(evaluate(step.when, self._now, rules))
        )
        self._reason[place] = PENDING
        if truth is False:
            self._reason[place] = why(step.when, False, self._ever, self._says, rules)
            self._on[place] = self._asked_again(step, step.when)

    def _asked_again(self, step: Step, when: Condition) -> bool:
        """Whether only a plain no to another question keeps off what stayed unclear last time."""
        if not step.danger or step.id not in self.again:
            return False
        return evaluate(when, self._but_for_noes, self.protocol.rules) is not False

    def _but_for_noes(self, atom: Condition) -> bool | None:
        return None if self._says(atom[1]) == REASSURED else self._ever(atom)

    def _leave(self, place: int, step: Step) -> None:
        """Off the path no answer counts; a danger step counts as the reason says, once told."""
        self._answered.discard(place)
        self.said.pop(step.id, None)
        if word := counts_as(step, self._reason[place]):
            self.said[step.id] = Said(word, None)

    def _count(self, place: int) -> None:
        possible = self._on[place] or not self._decided[place]
        counts = possible and place not in self._answered and KINDS[self.steps[place].kind].asks
        self._left += counts - self._counts[place]
        self._counts[place] = counts

    def _now(self, atom: Condition) -> bool:
        if atom[0] == "on_path":
            return bool(self.has(atom[1]) == atom[2])
        return matches(atom, self.said.get(atom[1]))

    def _ever(self, atom: Condition) -> bool | None:
        """As `_now`, but None while an answer still to come may change it."""
        place = self.place[atom[1]]
        if atom[0] == "on_path":
            return self._now(atom) if self._decided[place] else None
        if self._waits(place) or not self._decided[place]:
            return None
        return self._now(atom)

    def _says(self, question: str) -> str:
        """What one question says of a step that is off the path."""
        place = self.place[question]
        if not self._on[place]:
            return off_path_says(self.steps[place], self._reason[place])
        danger, answer = self.steps[place].danger, self.said.get(question)
        told = says(danger, answer.word if answer else "")
        may_change = not self._decided[place] or (danger and not answer)
        return PENDING if told == OTHER and may_change else told


def counts_as(step: Step, reason: str) -> str:
    """What a step off the path counts as, by the reason why it is; "" where for nothing."""
    word = COUNTS_AS.get(reason, step.otherwise or "not_asked") if step.danger else ""
    return word if word in UNKNOWN else ""


def _readers(protocol: Protocol) -> dict[str, list[int]]:
    """For each question, the places of the steps whose condition names it, in protocol order."""
    readers: dict[str, list[int]] = {}
    for place, step in enumerate(protocol.steps):
        for question in questions(step.when, protocol.rules):
            readers.setdefault(question, []).append(place)
    return readers
