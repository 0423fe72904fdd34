"""One protocol as formulas for the solver: every interview that is answered in protocol order."""

from __future__ import annotations

from crisis_cli.engine.concern import UNDETERMINED_LEVEL
from crisis_cli.protocol.compiled import LEVELS, Concern, Condition, Protocol, Step
from crisis_cli.protocol.truth import parts, questions
from crisis_cli.workshop.model.answers import Amount, Answers, asks
from crisis_cli.workshop.model.logic import Formula, both, either, no
from crisis_cli.workshop.model.path import AT_AN_ENDING, NOW, Path, Reached, always


class Model:
    """All forward interviews of a protocol: each question on the path gets an answer, any of its
    options or an unknown.

    answers: what is answered to each question. Two models with the same `Answers` side by side
    are given the same answers; `Answers("other ")` are of their own.
    reached: how far the interview goes; see `Stop`. Without it, to the end.
    A question is named by its id, a condition is compiled (`protocol.compiled.Condition`).
    Every method gives a formula: True, False, or one of z3. Whoever solves them adds `domain`.
    """

    def __init__(
        self, protocol: Protocol, answers: Answers | None = None, reached: Reached = always
    ) -> None:
        self.protocol = protocol
        self.answers = answers or Answers()
        self.reached = reached
        self.path = Path(protocol, self.answers, reached)
        self._earlier: dict[int, Model] = {}
        self._levels: dict[tuple[str, bool], Formula] = {}

    @property
    def domain(self) -> list[Formula]:
        """What holds of answers as such. It grows while more is asked of the model."""
        return self.answers.domain

    @property
    def asking(self) -> list[Step]:
        """The steps of the path that ask something, in order."""
        return [step for step in self.protocol.steps if asks(step)]

    def on(self, step: str) -> Formula:
        """Whether the step is on the path."""
        return self.path.on(step)

    def asked(self, step: str) -> Formula:
        """Whether the question is on the path, and the interview came that far."""
        return self.path.answered(step)

    def word(self, step: str, word: str) -> Formula:
        """Whether this word counts for the question, at an ending here: one of its options, an
        outcome, an unknown; "" for a number, a text or a list."""
        return self.path.word(step, word, AT_AN_ENDING)

    def holds(self, condition: Condition | None, at_ending: bool = True) -> Formula:
        """Whether a condition holds: at an ending here, with what was not asked; or right now."""
        if condition and any(part[0] == "concern" for part in parts(condition)):
            return self._with_level(condition)
        return self.path.holds(condition, AT_AN_ENDING if at_ending else NOW)

    def rule(self, name: str, at_ending: bool = True) -> Formula:
        """Whether a rule holds."""
        return self.holds(["rule", name], at_ending)

    def urgent(self, rule: str) -> Formula:
        """Whether the rule holds now, so that its block has come or comes next."""
        return self.rule(rule, at_ending=False)

    def at_least(self, level: str, at_ending: bool = True) -> Formula:
        """Whether the level of concern is at least so high: the highest if the contact ended here,
        or the present one now."""
        if (level, at_ending) not in self._levels:
            self._levels[level, at_ending] = self._at_least(LEVELS.index(level), at_ending)
        return self._levels[level, at_ending]

    def _at_least(self, rank: int, at_ending: bool) -> Formula:
        if not rank:
            return True
        high = [one for one in self.protocol.concern if LEVELS.index(one.level) >= rank]
        if not at_ending:
            return either(self.holds(one.when, at_ending=False) for one in high)
        found = [self.concern(one) for one in high]
        if rank <= LEVELS.index(UNDETERMINED_LEVEL):
            found.append(self.undetermined())
        return either(found)

    def level(self, level: str, at_ending: bool = True) -> Formula:
        """Whether the level of concern is just this one."""
        return both((self.at_least(level, at_ending), no(self.above(level, at_ending))))

    def above(self, level: str, at_ending: bool = True) -> Formula:
        """Whether the level of concern is higher than this one."""
        higher = LEVELS[LEVELS.index(level) + 1 :][:1]
        return either(self.at_least(one, at_ending) for one in higher)

    def undetermined(self) -> Formula:
        """Whether a danger question tells nothing, if the contact ended here."""
        dangers = (step.id for step in self.protocol.steps if step.danger)
        return either(self.path.untold(step, AT_AN_ENDING) for step in dangers)

    def earlier(self, place: int) -> Model:
        """The same interview before any answer after this place of the path; -1 is its opening."""
        if place not in self._earlier:
            self._earlier[place] = Model(
                self.protocol,
                self.answers,
                lambda other: self.reached(other) if other <= place else False,
            )
        return self._earlier[place]

    def turns(self, condition: Condition) -> list[int]:
        """The places of the path whose answers can make a condition hold or end; -1 first."""
        places = self.path.places
        cone = places.cone(questions(condition, self.protocol.rules))
        return [-1, *(places.place[name] for name in cone)]

    def concern(self, concern: Concern) -> Formula:
        """Whether a line of concern holds at an ending here, or held at any time before."""
        found = [self.holds(concern.when)]
        if not self.path.places.steady(concern.when):
            earlier = (self.earlier(place) for place in self.turns(concern.when))
            found += [one.holds(concern.when, at_ending=False) for one in earlier]
        return either(found)

    def _with_level(self, condition: Condition) -> Formula:
        """A condition of a follow-up or a document, which may ask for the level."""
        match condition:
            case ["all", parts]:
                return both(self.holds(part) for part in parts)
            case ["any", parts]:
                return either(self.holds(part) for part in parts)
            case ["not", part]:
                return no(self.holds(part))
        return either(self.level(one) for one in condition[1])


class Stop:
    """How far an interview goes: before any of its questions, or to its end.

    reached: for the model that stops here. before: for the model that stops one place earlier.
    """

    def __init__(self, protocol: Protocol, answers: Answers, name: str = "the stop") -> None:
        self.amount = Amount(name, answers.domain, 0, len(protocol.steps))

    def reached(self, place: int) -> Formula:
        """Whether the interview came as far as answering this place."""
        return self.amount.reaches(place + 1)

    def before(self, place: int) -> Formula:
        """The same of an interview that is one place shorter."""
        return self.amount.reaches(place + 2)
