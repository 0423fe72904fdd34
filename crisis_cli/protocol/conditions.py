"""Conditions as they are written -> conditions as they run, with everything wrong in them noted."""

from __future__ import annotations

import re
from collections.abc import Collection
from itertools import chain
from typing import Any

from crisis_cli.protocol import hints
from crisis_cli.protocol.compiled import LEVELS, UNKNOWN, Condition
from crisis_cli.protocol.facts import Facts, Where
from crisis_cli.protocol.kinds import OUTCOMES
from crisis_cli.protocol.known import Known, Question
from crisis_cli.protocol.surface.values import AMOUNT
from crisis_cli.protocol.tree import Path, Tree

OPERATORS = ("all", "any", "not")
RESERVED = (*OPERATORS, "concern", "means", "when")  # no step may be called so
SHORTHANDS = ("unknown", "any_but_no")  # no answer may be called so
NUMBERS = ("at_least", "at_most", "above", "below")
INCLUDES = {"includes": "all", "includes_any": "any", "includes_none": "none"}
# Which tests fit which kinds of question; on_path fits all.
TESTS = {
    **dict.fromkeys(NUMBERS, ("scale", "number")),
    **dict.fromkeys(INCLUDES, ("choose_many",)),
    "count": ("list",),
}
ONE_OF = ("yes_no", "choose_one")
DEEPEST = 2
MEANT = {
    "scale": "a number: {at_least: 5}",
    "number": "a number: {at_least: 5}",
    "choose_many": "what it includes: {includes: id}",
    "list": "how many there are: {count: {at_least: 1}}",
}


class Reading:
    """One condition while it is read."""

    def __init__(self, known: Known, tree: Tree, where: Where) -> None:
        self.known = known
        self.tree = tree
        self.where = where
        self.facts = Facts()

    def condition(self, raw: Any, path: Path, depth: int = 0) -> Condition | None:
        """What runs, or None where nothing can be made of it."""
        if isinstance(raw, str):
            return self._rule(raw, path)
        if isinstance(raw, dict) and raw:
            parts = [self._key(key, raw[key], (*path, key), depth) for key in raw]
            return both(*parts)
        hint = "Write {question: answer}, the name of a rule, or `all:` or `any:` and a list."
        if isinstance(raw, list):
            hint = "Put `any:` or `all:` above the list, and indent the list under it."
        if path[-1] == "not" and isinstance(raw, list):
            hint = "After `not:` stands one condition, without a dash or brackets."
        self.tree.problem("E040", "This is not a condition.", path, hint)
        return None

    def _rule(self, name: str, path: Path) -> Condition | None:
        if name in self.known.rules:
            self.facts.rules.append((name, path))
            return ["rule", name]
        if name in self.known.broken:
            return None
        if name in self.known.questions:
            hint = f"'{name}' is a question: write {{{name}: yes}}, with the answer."
            if self.known.questions[name].kind == "guidance":
                hint = f"'{name}' is guidance: nothing is asked there. Name a question."
        elif re.search(r"[\s=<>!:]", name):
            message = f"'{name}' is not a condition."
            self.tree.problem("E040", message, path, hints.braces(name))
            return None
        else:
            hint = self.tree.found.near(name, self.known.rules, hints.NO_RULE)
        self.tree.problem("E032", f"There is no rule '{name}'.", path, hint)
        return None

    def _key(self, key: str, raw: Any, path: Path, depth: int) -> Condition | None:
        if key in OPERATORS:
            return self._operator(key, raw, path, depth + 1)
        if key == "concern":
            return self._concern(raw, path)
        question = self._question(key, path)
        return None if question is None else self._about(question, raw, path)

    def _operator(self, key: str, raw: Any, path: Path, depth: int) -> Condition | None:
        if depth > DEEPEST:
            hint = "Give the inner part a name under `rules:`, and write the name here."
            message = f"Conditions go {DEEPEST} levels deep at most."
            self.tree.problem("E041", message, path, hint, key=True)
        if key == "not":
            inner = self.condition(raw, path, depth)
            return None if inner is None else ["not", inner]
        if not isinstance(raw, list) or not raw:
            hint = f"Write a list: `{key}:` and under it one line with `- ` for each condition."
            self.tree.problem("E040", f"'{key}' needs a list of conditions.", path, hint)
            return None
        parts = [self.condition(one, (*path, i), depth) for i, one in enumerate(raw)]
        return [key, [part for part in parts if part is not None]]

    def _concern(self, raw: Any, path: Path) -> Condition | None:
        if not self.where.concern:
            hint = "The level comes out of the answers: name the answers, or a rule."
            message = "The level of concern can be asked for only in follow_up and documents."
            self.tree.problem("E043", message, path, hint, key=True)
        levels = raw if isinstance(raw, list) else [raw]
        self.facts.plain = False
        self.facts.size += 1
        told = "There is no level of concern '{}'."
        return ["concern", self._each_of(levels, LEVELS, "E023", told, path)]

    def _question(self, name: str, path: Path) -> Question | None:
        question = self.known.questions.get(name)
        if question is None:
            self._no_question(name, path)
        elif question.block:
            message = f"'{name}' is a step of the block '{question.block}'."
            hint = "A condition may name only steps of sections: an interruption may never come."
            self.tree.problem("E036", message, path, hint, key=True)
        elif question.kind == "guidance":
            message = f"'{name}' is guidance: nothing is asked there."
            self.tree.problem("E044", message, path, "Name a question.", key=True)
        else:
            self._early_enough(question, path)
            return question
        return None

    def _no_question(self, name: str, path: Path) -> None:
        if name in self.known.broken:
            return
        if name in self.known.rules:
            message = f"'{name}' is a rule."
            hint = f"Write its bare name: `when: {name}`, or `- {name}` in a list."
        else:
            message = f"There is no question '{name}'."
            words = chain(OPERATORS, self.known.questions)
            near = self.tree.found.near(name, words, hints.RENAMED)
            hint = hints.no_question(name, self.known) or near
        self.tree.problem("E030", message, path, hint, key=True)

    def _early_enough(self, question: Question, path: Path) -> None:
        self.facts.names(question)
        if question.place >= self.where.before:
            itself = question.place == self.where.before
            what = "is this very step" if itself else "comes later, so it has no answer yet"
            move = "" if itself else f" Move this step behind '{question.id}', or name another."
            hint = f"A condition may name only questions that come before it.{move}"
            self.tree.problem("E035", f"'{question.id}' {what}.", path, hint, key=True)

    def _about(self, question: Question, raw: Any, path: Path) -> Condition | None:
        if isinstance(raw, dict) and raw:
            self.facts.plain = False
            return both(*(self._test(question, op, raw[op], (*path, op)) for op in raw))
        self.facts.size += 1
        if question.id not in self.known.broken:  # else it is not known what it is
            self.facts.plain &= question.danger and question.kind in ONE_OF
            self.facts.plain &= question.otherwise != "not_needed"
        given = raw if isinstance(raw, list) else [raw]
        if given and all(isinstance(one, str) for one in given):
            return self._is(question, given, path)
        hint = "Write an answer, or a list of answers: {plan: [yes, unsure]}."
        self.tree.problem("E040", f"No answer to '{question.id}' is named here.", path, hint)
        return None

    def _is(self, question: Question, given: list[str], path: Path) -> Condition:
        if question.kind in ("scale", "number") and any(re.fullmatch(AMOUNT, one) for one in given):
            return self._equals(question, given, path)
        words: list[str] = []
        for i, word in enumerate(given):
            words += self._words(question, word, (*path, i))
        return ["is", question.id, list(dict.fromkeys(words))]

    def _equals(self, question: Question, given: list[str], path: Path) -> Condition:
        """A number by itself: {pain: 3} is at least 3 and at most 3."""
        self.facts.plain = False
        parts: list[Condition] = []
        for one in given:
            if re.fullmatch(AMOUNT, one):
                limits = [["number", question.id, op, number(one)] for op in NUMBERS[:2]]
                parts.append(["all", limits])
            else:
                parts.append(self._is(question, [one], path))
        return parts[0] if len(parts) == 1 else ["any", parts]

    def _words(self, question: Question, word: str, path: Path) -> list[str]:
        """One word of a condition -> the answers that it stands for."""
        if word == "unknown":
            return list(UNKNOWN)
        if word == "any_but_no":
            return self._any_but_no(question, path)
        if word in UNKNOWN:
            return [word]
        if question.kind == "action":
            told = f"What came of '{question.id}' cannot be '{{}}'."
            return self._each_of([word], tuple(OUTCOMES), "E031", told, path)
        if question.kind in ONE_OF:
            return self._option(question, word, path)
        meant = MEANT.get(question.kind, f"{{{question.id}: unknown}}")
        message = f"'{word}' does not fit '{question.id}', which is a {question.kind}."
        negated = hints.negated(question.id, word)
        self.tree.problem("E044", message, path, negated or f"Ask for {meant}.")
        return []

    def _any_but_no(self, question: Question, path: Path) -> list[str]:
        self.facts.any_but_no = self.facts.any_but_no or path
        if not self.where.any_but_no:
            message = "'any_but_no' may stand only in rules and in `concern`."
            hint = "Write the answers out: [yes, unsure, declined]."
            self.tree.problem("E042", message, path, hint)
        elif not self._has_no(question):
            message = f"'{question.id}' has no answer `no`."
            self.tree.problem("E044", message, path, "Name the answers instead.")
        return [one for one in question.options if one != "no"] + list(UNKNOWN)

    def _has_no(self, question: Question) -> bool:
        unclear = question.id in self.known.broken
        return unclear or (question.kind in ONE_OF and "no" in question.options)

    def _option(self, question: Question, word: str, path: Path) -> list[str]:
        if word in question.options or question.id in self.known.broken:
            return [word]
        message = f"'{question.id}' has no answer '{word}'."
        words = chain(question.options, UNKNOWN, SHORTHANDS)
        listed = f"Its answers: {hints.few(chain(question.options, UNKNOWN[:3]))}."
        label = hints.worded(word, question.options)
        hint = (
            label
            or hints.negated(question.id, word, question.options)
            or hints.comma(word, [*question.options, *UNKNOWN])
            or self.tree.found.near(word, words, listed)
        )
        self.tree.problem("E031", message, path, hint)
        return []

    def _test(self, question: Question, op: str, raw: Any, path: Path) -> Condition | None:
        self.facts.size += 1
        if op == "on_path":
            return self._on_path(question, raw, path)
        if op not in TESTS:
            hint = self.tree.found.near(op, [*TESTS, "on_path"], f"There are: {', '.join(TESTS)}.")
            self.tree.problem("E044", f"There is no test '{op}'.", path, hint, key=True)
            return None
        if question.kind not in TESTS[op]:
            if question.id not in self.known.broken:
                message = f"'{op}' does not fit '{question.id}', which is a {question.kind}."
                other = (
                    f"ask for {MEANT[question.kind]}" if question.kind in MEANT else "name answers"
                )
                hint = f"It fits {', '.join(TESTS[op])}; here {other}."
                self.tree.problem("E044", message, path, hint, key=True)
            return None
        if op in INCLUDES:
            return self._includes(question, op, raw, path)
        if op == "count":
            return self._count(question, raw, path)
        return ["number", question.id, op, self._amount(raw, path)]

    def _on_path(self, question: Question, raw: Any, path: Path) -> Condition:
        if raw not in ("yes", "no"):
            hint = "Write {on_path: yes} or {on_path: no}."
            self.tree.problem("E023", "'on_path' is yes or no.", path, hint)
        return ["on_path", question.id, raw == "yes"]

    def _includes(self, question: Question, op: str, raw: Any, path: Path) -> Condition:
        given = raw if isinstance(raw, list) else [raw]
        if question.id in self.known.broken:
            return ["includes", question.id, INCLUDES[op], [str(one) for one in given]]
        told = f"'{question.id}' has no answer '{{}}'."
        ids = self._each_of(given, question.options, "E031", told, path)
        return ["includes", question.id, INCLUDES[op], ids]

    def _count(self, question: Question, raw: Any, path: Path) -> Condition | None:
        if not isinstance(raw, dict) or not raw or set(raw) - set(NUMBERS):
            message = "'count' needs one of at_least, at_most, above, below."
            self.tree.problem("E044", message, path, "Write {count: {at_least: 1}}.")
            return None
        amounts = {op: self._amount(raw[op], (*path, op)) for op in raw}
        return both(*(["count", question.id, op, limit] for op, limit in amounts.items()))

    def _amount(self, raw: Any, path: Path) -> float:
        if isinstance(raw, str) and re.fullmatch(AMOUNT, raw):
            return number(raw)
        self.tree.problem("E025", "A number is needed here.", path, "Write digits only, as in 18.")
        return 0

    def _each_of(
        self, given: list[Any], words: Collection[str], code: str, told: str, path: Path
    ) -> list[str]:
        """Those that fit; the others are noted. told: what is said of one, with {} for it."""
        fit: list[str] = []
        for i, one in enumerate(given):
            if isinstance(one, str) and one in words:
                fit.append(one)
            else:
                hint = self.tree.found.near(str(one), words, f"There are: {hints.few(words)}.")
                self.tree.problem(code, told.format(one), (*path, i), hint)
        return fit


def number(text: str) -> float:
    """The number that a text stands for, whole where it is."""
    value = float(text)
    return int(value) if value.is_integer() else value


def both(*conditions: Condition | None) -> Condition | None:
    """All of these together; None is always."""
    real = [one for one in conditions if one is not None]
    if len(real) < 2:
        return real[0] if real else None
    return ["all", real]
