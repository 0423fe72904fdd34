"""When an item is enabled (`enableWhen`) -> a condition of the language, or why there is none."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from crisis_cli.protocol.rules import LARGEST
from crisis_cli.workshop.fhir.amounts import amount
from crisis_cli.workshop.fhir.element import Element
from crisis_cli.workshop.fhir.extensions import tell_rest
from crisis_cli.workshop.fhir.logic import Condition, Rules
from crisis_cli.workshop.fhir.options import Answers, Option
from crisis_cli.workshop.fhir.outline import PLAIN, Item, Outline
from crisis_cli.workshop.fhir.words import one_line

OPERATORS = {">": "above", "<": "below", ">=": "at_least", "<=": "at_most"}
IN_WORDS = {
    "=": "is",
    "!=": "is not",
    ">": "is more than",
    "<": "is less than",
    ">=": "is at least",
    "<=": "is at most",
}
FEW = 6  # answers that are named one by one where any of them will do
MOST = LARGEST // 4  # single conditions of one item
ASKED_OF_ALL_HINT = "It is asked of everyone now. Write a `when:` by hand, or delete the step."
WHOLE = ("Integer", "Decimal", "Quantity")
ORDERED = ("Integer", "Date", "Time")


class Unfaithful(Exception):
    """The language cannot say this. The text says why."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question as conditions see it, once it has a step.

    shape: yes_no, one, many, number, list, or open (words, dates). answers: without the one for
    other words. typed: the id of that one, or "". each: the list that it is a field
    of. unit: what its number is counted in.
    """

    id: str
    item: Item
    shape: str
    answers: Answers = field(default_factory=Answers)
    typed: str = ""
    each: str = ""
    unit: tuple[str, ...] | None = None


class Enabling:
    """The conditions of one form. `asked` holds what can be named so far: the earlier questions."""

    def __init__(self, outline: Outline, rules: Rules) -> None:
        self.outline = outline
        self.rules = rules
        self.asked: dict[Item, Question] = {}
        self._answered: dict[str, Condition] = {}
        named = (one for item in outline.all for one in _clauses(item))
        self._older = not any("operator" in one for one in named)  # as in STU3

    def of(self, item: Item) -> Condition | None:
        """The condition of an item; None for always, also where it cannot be imported."""
        clauses = item.element.parts("enableWhen")
        behavior = item.element.raw("enableBehavior")
        self._display(item)
        try:
            return self._whole(item, clauses, behavior) if clauses else None
        except Unfaithful as why:
            written = _in_words(clauses, behavior)
            message = f"its condition is not imported, since {why}"
            item.element.notes.missing(
                item.place.inner("enableWhen"), message, ASKED_OF_ALL_HINT, written
            )
            return None

    def _display(self, item: Item) -> None:
        shown = item.element.raw("disabledDisplay")
        if shown == "protected":
            message = "the form shows it greyed while it is disabled; here it is not shown then"
            item.element.notes.changed(item.place, message)
        elif shown:
            item.element.notes.aside(item.place, "disabledDisplay: hidden, as it is here too")

    def _whole(self, item: Item, clauses: list[Element], behavior: str) -> Condition | None:
        if behavior not in ("", "all", "any"):
            raise Unfaithful(f"'{one_line(behavior)[:40]}' is not a behaviour that FHIR has")
        if len(clauses) > 1 and not behavior and not self._older:
            raise Unfaithful("it has several parts, and does not say whether all or any must hold")
        if len(clauses) > MOST:
            raise Unfaithful(f"it has more than {MOST} parts")
        parts = [self._clause(one, item) for one in clauses]
        wanted, means = f"{item.id}_shown", f"'{item.title}' applies"
        if behavior == "all":
            return self.rules.all_of(parts, wanted, means)
        return self.rules.any_of(parts, wanted, means)

    def _clause(self, clause: Element, item: Item) -> Condition:
        if clause.body.get("modifierExtension"):
            raise Unfaithful("a modifier extension can change what it means")
        question = self._question(clause.raw("question"), item)
        operator = clause.raw("operator")
        kind, answer = clause.of_type("answer")
        exists = clause.take("hasAnswer")
        tell_rest(clause, aside=("id",))
        if not operator and not self._older:
            raise Unfaithful("it does not say how answers are compared")
        if not operator:
            operator = "exists" if exists is not None else "="
            kind, answer = ("Boolean", exists) if exists is not None else (kind, answer)
        if operator == "exists":
            if not isinstance(answer, bool):
                raise Unfaithful("it does not say whether there must be an answer, or must be none")
            there = self._exists(question)
            return there if answer else {"not": there}
        if answer is None:
            raise Unfaithful(f"it names no answer to '{question.item.link_id}'")
        if operator == "!=":
            return {"not": self._equals(question, kind, answer, clause)}
        if operator == "=":
            return self._equals(question, kind, answer, clause)
        if operator not in OPERATORS:
            raise Unfaithful(f"'{one_line(operator)[:40]}' is not an operator that FHIR has")
        return self._compares(question, operator, kind, answer)

    def _question(self, link_id: str, item: Item) -> Question:
        called = f"'{one_line(link_id)[:80]}'"
        if not link_id:
            raise Unfaithful("it names no question")
        found = self.outline.named.get(link_id, [])
        if not found:
            raise Unfaithful(f"it names {called}, and no item has this linkId")
        if len(found) > 1:
            raise Unfaithful(f"it names {called}, and {len(found)} items have this linkId")
        if found[0] is item:
            raise Unfaithful("it names the item itself")
        if found[0].type in PLAIN:
            raise Unfaithful(f"it names {called}, which is a {found[0].type}: it has no answer")
        question = self.asked.get(found[0])
        if question is None:
            raise Unfaithful(f"it names {called}, which comes later; only earlier ones can count")
        if question.each:
            raise Unfaithful(f"it names {called}, which is asked for each of '{question.each}'")
        return question

    def _exists(self, question: Question) -> Condition:
        if question.id not in self._answered:
            self._answered[question.id] = self._there(question)
        return self._answered[question.id]

    def _there(self, question: Question) -> Condition:
        """That a question has an answer. What has many answers gets a rule of its own."""
        ids = ["yes", "no"] if question.shape == "yes_no" else _ids(question)
        name, means = f"{question.id}_answered", f"'{question.item.title}' has an answer"
        if question.shape == "list":
            return {question.id: {"count": {"at_least": "1"}}}
        if question.shape == "many":
            there: Condition = {question.id: {"includes_any": ids}}
            return there if len(ids) <= FEW else self.rules.name(there, name, means)
        if ids and len(ids) <= FEW:
            return {question.id: ids}
        parts = [{question.id: {"on_path": "yes"}}, {"not": {question.id: "unknown"}}]
        return self.rules.name({"all": parts}, name, means)

    def _equals(self, question: Question, kind: str, answer: Any, at: Element) -> Condition:
        if question.shape == "yes_no":
            if not isinstance(answer, bool):
                raise Unfaithful(f"it compares a yes-or-no question with a {kind}")
            return {question.id: "yes" if answer else "no"}
        if question.shape == "number":
            return {question.id: self._number(question, kind, answer)}
        if question.shape not in ("one", "many"):
            raise Unfaithful(_no_words(question, kind))
        return _picked(question, [option.id for option in _same(question, kind, answer, at)])

    def _compares(self, question: Question, operator: str, kind: str, answer: Any) -> Condition:
        if question.shape == "number":
            number = self._number(question, kind, answer)
            return {question.id: {OPERATORS[operator]: number}}
        if question.shape in ("one", "many") and kind in ORDERED:
            listed = question.answers.options
            if len(listed) > MOST:
                raise Unfaithful(f"'{question.item.link_id}' has more than {MOST} answers")
            fit = [one.id for one in listed if _holds(one, operator, kind, answer)]
            if question.typed or not fit:
                raise Unfaithful(f"no listed answer to '{question.item.link_id}' decides it")
            return _picked(question, fit)
        raise Unfaithful(f"answers of this kind cannot be compared with '{operator}'")

    def _number(self, question: Question, kind: str, answer: Any) -> str:
        number = answer
        if kind == "Quantity" and isinstance(answer, dict):
            _same_unit(question, answer)
            number = answer.get("value")
        if kind not in WHOLE or not isinstance(number, Decimal):
            raise Unfaithful(f"it compares a number with a {kind}")
        written = amount(number)
        if written is None:
            raise Unfaithful("it names a number with too many digits")
        return written


def _clauses(item: Item) -> list[dict[str, Any]]:
    raw = item.element.body.get("enableWhen")
    return [one for one in raw if isinstance(one, dict)] if isinstance(raw, list) else []


def _ids(question: Question) -> list[str]:
    return [one.id for one in question.answers.options] + [question.typed] * bool(question.typed)


def _picked(question: Question, ids: list[str]) -> Condition:
    if question.shape == "many":
        return {question.id: {"includes_any": ids if len(ids) > 1 else ids[0]}}
    return {question.id: ids if len(ids) > 1 else ids[0]}


def _no_words(question: Question, kind: str) -> str:
    called = f"'{question.item.link_id}'"
    if question.shape == "list":
        return f"{called} has several answers, and only how many there are can count"
    if kind == "Coding":
        return f"the answers to {called} are not in the file"
    return f"{called} is answered in free words or with a date, which no condition can look at"


def _same(question: Question, kind: str, answer: Any, at: Element) -> list[Option]:
    """The answers that are equal to the one of a condition."""
    found = question.answers.equal(kind, answer)
    if not found:
        raise Unfaithful(_none_equal(question, answer))
    if isinstance(answer, dict) and not answer.get("code"):
        _only_words(question, answer, at)
    return found


def _only_words(question: Question, answer: dict[str, Any], at: Element) -> None:
    shown = one_line(str(answer.get("display") or ""))[:80]
    message = (
        f"its condition names '{shown}' without a code, and FHIR compares codes, never words: so "
        f"every answer to '{question.item.link_id}' without a code fulfils it"
    )
    at.notes.changed(at.place, message, "If only this answer is meant, name it alone in `when:`.")


def _none_equal(question: Question, answer: Any) -> str:
    code = answer.get("code") if isinstance(answer, dict) else answer
    shown = one_line(str(code))[:60]
    near = question.answers.coded(code)
    if near:
        written = f"`{{{question.id}: {near.id}}}`"
        return (
            f"it names '{shown}' with another code system than the answer has (meant: {written}?)"
        )
    return f"'{question.item.link_id}' has no answer '{shown}' in the file"


def _holds(option: Option, operator: str, kind: str, answer: Any) -> bool:
    if option.kind != kind:
        return False
    if isinstance(answer, Decimal) and kind == "Integer":
        higher, lower = Decimal(option.text) > answer, Decimal(option.text) < answer
    elif isinstance(answer, str) and len(answer) == len(option.text):
        higher, lower = option.text > answer, option.text < answer
    else:
        raise Unfaithful(f"it names a {kind} that is written in another way than the answers are")
    return {">": higher, "<": lower, ">=": not lower, "<=": not higher}[operator]


def _same_unit(question: Question, answer: dict[str, Any]) -> None:
    given = answer.get("code") or answer.get("unit") or ""
    if not given and not question.unit:
        return
    if not given:
        raise Unfaithful(f"it names a number without the unit of '{question.item.link_id}'")
    if question.unit is None or given not in question.unit:
        raise Unfaithful(f"it names a number of '{one_line(str(given))[:40]}', another unit")


def _in_words(clauses: list[Element], behavior: str) -> str:
    joint = {"all": " and ", "any": " or "}.get(behavior, "; ")
    return joint.join(_clause_in_words(one) for one in clauses[:20])


def _clause_in_words(clause: Element) -> str:
    body = clause.body
    question = one_line(str(body.get("question", "?")))[:80]
    _, answer = clause.of_type("answer")
    there = body.get("hasAnswer")
    operator = one_line(str(body.get("operator", "=" if there is None else "exists")))[:10]
    if operator == "exists":
        there = answer if there is None else there
        told = "has an answer, or none" if not isinstance(there, bool) else "has an answer"
        return f"{question} {'has no answer' if there is False else told}"
    return f"{question} {IN_WORDS.get(operator, operator)} {_answer_in_words(answer)}"


def _answer_in_words(answer: Any) -> str:
    if answer is None:
        return "(no answer is named)"
    if isinstance(answer, bool):
        return "yes" if answer else "no"
    if isinstance(answer, dict) and answer.get("value") is not None:
        answer = f"{answer['value']} {answer.get('unit') or answer.get('code') or ''}"
    elif isinstance(answer, dict):
        answer = answer.get("display") or answer.get("code") or "?"
    return one_line(str(answer))[:80]
