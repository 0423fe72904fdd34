"""What may be answered to each question, as things that the solver may choose."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Callable
from fractions import Fraction
from typing import Any

from crisis_cli.protocol.compiled import UNKNOWN, Step
from crisis_cli.protocol.kinds import KINDS, OUTCOMES
from crisis_cli.workshop.model.logic import Formula, both, either, free, no

FINEST = 10**6  # the parts of one that a number may have
BEYOND = 10**12 * FINEST - 1  # no number that can be typed is larger
VALUE = ""  # the word of an answer that is a number, a text, a list
# Any answer of a kind that nothing can ask about but whether there is one.
ANYTHING: dict[str, Any] = {
    "text": "some words",
    "long_text": "some words",
    "date_time": "2026-01-01",
    "phone": "555-0100",
    "person": {"name": "somebody"},
}
# Kinds whose answers are alike: a choice of one, whichever; a text, whichever.
ALIKE = {"yes_no": "choose_one", **dict.fromkeys(ANYTHING, "text")}
IsTrue = Callable[[Formula], bool]  # whether a formula is true by what the solver chose


class Amount:
    """A whole number that the solver chooses. Only what is asked about it is told to the solver."""

    def __init__(self, name: str, domain: list[Formula], least: int, most: int) -> None:
        self.name, self.domain, self.least, self.most = name, domain, least, most
        self._asked: list[int] = []
        self._formulas: dict[int, Formula] = {}

    def reaches(self, limit: int) -> Formula:
        """Whether it is at least so much."""
        if limit <= self.least:
            return True
        if limit > self.most:
            return False
        if limit not in self._formulas:
            self._ask(limit)
        return self._formulas[limit]

    def _ask(self, limit: int) -> None:
        """A new limit, in its place among the others: whoever reaches more reaches less."""
        here = self._formulas[limit] = free(f"{self.name}>={limit}")
        at = bisect_left(self._asked, limit)
        if at < len(self._asked):
            self.domain.append(either((no(self._formulas[self._asked[at]]), here)))
        if at:
            self.domain.append(either((no(here), self._formulas[self._asked[at - 1]])))
        self._asked.insert(at, limit)

    @property
    def limits(self) -> tuple[int, ...]:
        """The limits that were asked about, the least first."""
        return tuple(self._asked)

    def chosen(self, truth: IsTrue) -> tuple[int, int]:
        """The least and the most that it may be, by what was chosen."""
        reached = [limit for limit in self._asked if truth(self._formulas[limit])]
        missed = [limit for limit in self._asked if not truth(self._formulas[limit])]
        return max([self.least, *reached]), min([self.most, *(limit - 1 for limit in missed)])


class Given:
    """The answer to one question. Each kind says what its words and its value may be."""

    def __init__(self, name: str, step: Step, domain: list[Formula]) -> None:
        self.name, self.step, self.domain = name, step, domain
        self.words = [*self.options(step), *UNKNOWN]
        self._formulas: dict[str, Formula] = {}
        self._closed = False

    def options(self, step: Step) -> list[str]:
        """The words of its answers that are no unknowns."""
        if step.kind == "action":
            return list(OUTCOMES)
        if step.kind in ("yes_no", "choose_one"):
            return list(step.options)
        return [VALUE]

    def narrow(self, step: Step) -> None:
        """The same question of another protocol: only what may be answered to both."""
        may = {*self.options(step), *UNKNOWN}
        for word in [one for one in self.words if one not in may]:
            self.words.remove(word)
            if word in self._formulas:
                self.domain.append(no(self._formulas[word]))
        self._close()

    def word(self, word: str) -> Formula:
        """Whether the answer is this word: an option, an outcome, an unknown, or VALUE."""
        if word not in self.words:
            return False
        if word not in self._formulas:
            here = free(f"{self.name}={word}")
            self.domain += [either((no(one), no(here))) for one in self._formulas.values()]
            self._formulas[word] = here
            self._close()
        return self._formulas[word]

    def _close(self) -> None:
        """One of all words it must be; with words that nobody asks about there is always one."""
        if not self._closed and set(self.words) <= set(self._formulas):
            self._closed = True
            self.domain.append(either(self._formulas[word] for word in self.words))

    @property
    def calmest(self) -> str:
        """The word of the answer that is taken where nothing asks for another."""
        return "no" if self.step.danger and "no" in self.words else self.words[0]

    def calm(self) -> Formula:
        """Whether it is the answer that is taken where nothing asks for another.

        It means the same whatever is asked about later.
        """
        return self.word(self.calmest)

    def read(self, truth: IsTrue) -> Any:
        """A real answer, as a script gives it: an unknown by its word."""
        word = self._word(truth)
        return word if word != VALUE else self.value(truth)

    def _word(self, truth: IsTrue) -> str:
        said = next((word for word, one in self._formulas.items() if truth(one)), None)
        if said is not None:
            return said
        unasked = [word for word in self.words if word not in self._formulas]
        return self.calmest if self.calmest in unasked else unasked[0]

    def value(self, truth: IsTrue) -> Any:
        """A value that fits what was chosen."""
        return ANYTHING[self.step.kind]


class Measured(Given):
    """A number, or a list of which only the length is asked about."""

    def __init__(self, name: str, step: Step, domain: list[Formula]) -> None:
        super().__init__(name, step, domain)
        self.unit = FINEST if step.kind == "number" else 1
        self.amount = Amount(name, domain, *self._limits(step))

    def _limits(self, step: Step) -> tuple[int, int]:
        lowest = 0 if step.kind == "list" else -BEYOND
        least = lowest if step.least is None else math.ceil(_exact(step.least) * self.unit)
        most = BEYOND if step.most is None else math.floor(_exact(step.most) * self.unit)
        return least, most

    def narrow(self, step: Step) -> None:
        super().narrow(step)
        least, most = self._limits(step)
        within = both((self.amount.reaches(least), no(self.amount.reaches(most + 1))))
        self.domain.append(either((no(self.word(VALUE)), within)))

    def compare(self, op: str, limit: float) -> Formula:
        """Whether it is at_least, at_most, above or below a limit."""
        parts = _exact(limit) * self.unit
        at_least = self.amount.reaches(math.ceil(parts))
        above = self.amount.reaches(math.floor(parts) + 1)
        found = {"at_least": at_least, "above": above, "at_most": no(above), "below": no(at_least)}
        return both((self.word(VALUE), found[op]))

    @property
    def _calmest(self) -> int:
        return min(max(0, self.amount.least), self.amount.most)

    def calm(self) -> Formula:
        least, most = self.amount.reaches(self._calmest), self.amount.reaches(self._calmest + 1)
        return both((super().calm(), least, no(most)))

    def value(self, truth: IsTrue) -> Any:
        found = self._simplest(*self.amount.chosen(truth))
        if self.step.kind != "list":
            return int(found) if found.is_integer() else found
        return [item(self.step) for _ in range(int(found))]

    def _simplest(self, least: int, most: int) -> float:
        """The number nearest to nothing, and with the fewest digits, between two others."""
        if least <= self._calmest <= most:
            return float(Fraction(self._calmest, self.unit))
        parts = self.unit
        while parts > 1 and -(-least // parts) * parts > most:
            parts //= 10
        rounded = -(-least // parts) * parts if least > 0 else most // parts * parts
        return float(Fraction(rounded, self.unit))


class Many(Given):
    """Any number of choices."""

    def __init__(self, name: str, step: Step, domain: list[Formula]) -> None:
        super().__init__(name, step, domain)
        self.ids = list(step.options)
        self._picked: dict[str, Formula] = {}
        self._asked: set[str] = set()

    def narrow(self, step: Step) -> None:
        super().narrow(step)
        may = {choice.id for choice in step.choices}
        for one in [one for one in self.ids if one not in may]:
            self.ids.remove(one)
            if one in self._picked:
                self.domain.append(no(self._picked[one]))

    def includes(self, mode: str, ids: list[str]) -> Formula:
        """Whether all, any or none of these are chosen."""
        self._asked.update(ids)
        found = [self._pick(one) for one in ids]
        modes = {"all": both(found), "any": either(found), "none": no(either(found))}
        return both((self.word(VALUE), modes[mode]))

    @property
    def asked(self) -> tuple[str, ...]:
        """The choices that conditions ask about."""
        return tuple(one for one in self.ids if one in self._asked)

    def _pick(self, one: str) -> Formula:
        if one not in self.ids:
            return False
        if one not in self._picked:
            self._picked[one] = free(f"{self.name}+{one}")
        return self._picked[one]

    def calm(self) -> Formula:
        """That nothing is chosen: also no choice that nothing has asked about so far."""
        return both((super().calm(), no(either(map(self._pick, self.ids)))))

    def value(self, truth: IsTrue) -> Any:
        return [one for one in self.asked if truth(self._picked[one])]


CLASSES: dict[str, type[Given]] = {
    "choose_many": Many,
    "scale": Measured,
    "number": Measured,
    "list": Measured,
}


class Answers:
    """An answer to every question that a model asks about.

    Two models with the same `Answers` are given the same answers. With a prefix they are of
    their own. domain: what holds of answers as such; it grows as more is asked about.
    """

    def __init__(self, prefix: str = "", domain: list[Formula] | None = None) -> None:
        self.prefix = prefix
        self.domain: list[Formula] = [] if domain is None else domain
        self._given: dict[tuple[str, str], Given] = {}
        self._seen: dict[tuple[str, str], list[Step]] = {}

    def to(self, step: Step) -> Given:
        """The answer to a step. A step of the same id and kind elsewhere has the same answer."""
        key = step.id, ALIKE.get(step.kind, step.kind)
        if key not in self._given:
            name = f"{self.prefix}{step.id}"
            self._given[key] = CLASSES.get(step.kind, Given)(name, step, self.domain)
            self._seen[key] = [step]
        elif not any(one is step for one in self._seen[key]):
            self._given[key].narrow(step)
            self._seen[key].append(step)
        return self._given[key]


def _exact(amount: float) -> Fraction:
    return Fraction(str(amount))


def item(step: Step) -> Any:
    """Something that a list may hold."""
    field = step.each[0]
    given: list[Formula] = []
    return {field.id: CLASSES.get(field.kind, Given)("", field, given).read(lambda _: False)}


def asks(step: Step) -> bool:
    """Whether the step asks anything."""
    return KINDS[step.kind].asks
