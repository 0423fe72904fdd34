"""What a danger question counts as when it is left out, as a formula on what stands before it."""

from __future__ import annotations

from crisis_cli.protocol.compiled import UNKNOWN, Condition, Step
from crisis_cli.protocol.paper.formula import (
    BLANK,
    NEVER,
    Formula,
    Formulas,
)
from crisis_cli.protocol.truth import OTHER, REASSURED, UNANSWERED, questions

WHY = (REASSURED, UNANSWERED, OTHER)
WHY_NOT = (UNANSWERED, OTHER, REASSURED)


class Reasons:
    """Why steps are left out; the same order of reasons as the engine's `why`."""

    def __init__(self, formulas: Formulas) -> None:
        self.formulas = formulas
        self._out: dict[tuple[str, str], Formula] = {}

    def ticks(self, step: Step) -> dict[str, Formula]:
        """For a danger question: the unknown to tick where it is left out -> when it is so."""
        if not step.danger or step.when is None:
            return {}
        for earlier in self._needed(step):
            for reason in WHY:
                self._out[earlier.id, reason] = self._why(earlier.when, False, reason)
        unanswered, other = self._out[step.id, UNANSWERED], self._out[step.id, OTHER]
        if step.otherwise == "could_not_assess":
            return {"not_asked": unanswered, "could_not_assess": other}
        if step.otherwise:
            return {"not_asked": unanswered}
        return {"not_asked": self.formulas.either([unanswered, other])}

    def _needed(self, step: Step) -> list[Step]:
        """The steps whose reasons this one's go back to, itself last; not those known already."""
        found, queue = {step.id: step}, [step]
        while queue:
            for name in questions(queue.pop().when, self.formulas.protocol.rules):
                one = self.formulas.steps[name]
                if self._goes_back(one) and name not in found and (name, OTHER) not in self._out:
                    found[name] = one
                    queue.append(one)
        return sorted(found.values(), key=lambda one: self.formulas.place[one.id])

    def _goes_back(self, step: Step) -> bool:
        """Whether nothing on the form says by itself why this question was left out."""
        return step.when is not None and not (step.danger and step.otherwise != "not_needed")

    def _why(self, condition: Condition | None, wanted: bool, reason: str) -> Formula:
        """That a condition has the truth `wanted`, and has it for this reason."""
        match condition:
            case None:
                return NEVER
            case ["not", part]:
                return self._why(part, not wanted, reason)
            case ["rule", name]:
                return self._why(self.formulas.protocol.rules[name].when, wanted, reason)
            case ["all" | "any" as op, parts]:
                return self._first(parts, wanted, reason, alone=(op == "all") != wanted)
        return self._says(condition, wanted, reason)

    def _first(self, parts: list[Condition], wanted: bool, reason: str, alone: bool) -> Formula:
        """alone: one part was enough, and the most reassuring counts; otherwise the least does."""
        if len(parts) == 1:
            return self._why(parts[0], wanted, reason)
        order = WHY if alone else WHY_NOT
        made = {
            one: self.formulas.either(self._why(part, wanted, one) for part in parts)
            for one in order[: order.index(reason) + 1]
        }
        last = made.pop(reason)
        truth = [] if alone else [self.formulas.formula(part, wanted) for part in parts]
        none_before = [self.formulas.opposite(one) for one in made.values()]
        return self.formulas.both([*truth, *none_before, last])

    def _says(self, atom: Condition, wanted: bool, reason: str) -> Formula:
        """That a test of one question comes out so, and what the question says of it."""
        formulas, step = self.formulas, self.formulas.steps[atom[1]]
        so = formulas.formula(atom, wanted)
        if not self._goes_back(step):
            return formulas.both([so, self._stands(step, reason)])
        asked = formulas.both([so, formulas.one_of(step.id, self._meant(step, reason))])
        ticked = step.danger and reason == UNANSWERED  # left out for this reason, it has a mark
        holds_untouched = atom[0] == "on_path" and not atom[2]
        if ticked or wanted != holds_untouched:
            return asked
        return formulas.either([asked, self._out[step.id, reason]])

    def _stands(self, step: Step, reason: str) -> Formula:
        """What a question says by its mark alone."""
        blank = {BLANK} if reason == REASSURED else set()
        return self.formulas.one_of(step.id, self._meant(step, reason) | blank)

    def _meant(self, step: Step, reason: str) -> set[str]:
        """The marks of a question that mean this reason."""
        words = set(self.formulas.marks(step.id)) - {BLANK}
        if not step.danger:
            return words if reason == OTHER else set()
        said = {REASSURED: {"no"}, UNANSWERED: set(UNKNOWN)}
        return said.get(reason, words - {"no", *UNKNOWN})
