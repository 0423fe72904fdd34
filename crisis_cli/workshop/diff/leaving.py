"""Contacts that end early: before a question that both protocols ask at the same place."""

from __future__ import annotations

from crisis_cli.protocol.compiled import Protocol
from crisis_cli.workshop.diff.asking import Asking
from crisis_cli.workshop.diff.matching import in_place
from crisis_cli.workshop.model.answers import Amount, Answers, asks
from crisis_cli.workshop.model.logic import Formula, both, either, no
from crisis_cli.workshop.model.model import Model
from crisis_cli.workshop.model.path import Reached


class Leaving:
    """Two models whose interviews end before the same question. CrisisError without a solver."""

    def __init__(self, old: Protocol, new: Protocol, answers: Answers) -> None:
        asking = {step.id for step in old.steps if asks(step)}
        asking &= {step.id for step in new.steps if asks(step)}
        self.steps = [name for name in in_place(old, new) if name in asking]
        most = max(len(self.steps) - 1, 0)
        self.amount = Amount("the last question", answers.domain, 0, most)
        self.old = Model(old, answers, self._reached(old))
        self.new = Model(new, answers, self._reached(new))

    @property
    def possible(self) -> Formula:
        """That the question before which it ends comes in both."""
        comes = (both((self._ends(i), *self._both_on(name))) for i, name in enumerate(self.steps))
        return either(comes)

    def last(self, asking: Asking) -> str:
        """The question before which the interview ends that was found last."""
        ends = (name for i, name in enumerate(self.steps) if asking.truth(self._ends(i)))
        return next(ends, "")

    def _ends(self, number: int) -> Formula:
        return both((self.amount.reaches(number), no(self.amount.reaches(number + 1))))

    def _both_on(self, name: str) -> tuple[Formula, Formula]:
        return self.old.on(name), self.new.on(name)

    def _reached(self, protocol: Protocol) -> Reached:
        """For each place, whether it is answered: it comes before the question that is not."""
        places = {step.id: place for place, step in enumerate(protocol.steps)}
        ends = [places[name] for name in self.steps]
        found: dict[int, Formula] = {}

        def reached(place: int) -> Formula:
            if place not in found:
                found[place] = self._after(ends, place)
            return found[place]

        return reached

    def _after(self, ends: list[int], place: int) -> Formula:
        """That it ends at a question that stands after this place."""
        after = [i for i, end in enumerate(ends) if end > place]
        return self.amount.reaches(after[0]) if after else False
