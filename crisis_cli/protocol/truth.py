"""When a condition holds. A condition is false while its question has no answer."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from crisis_cli.protocol.compiled import UNKNOWN, Condition, Rule, Step


class Said(NamedTuple):
    """What counts for a question now: its word (an option, outcome or unknown) and its value."""

    word: str
    value: Any


Atom = Callable[[Condition], bool | None]
Rules = Mapping[str, Rule]
JOINTS = ("all", "any", "not", "rule")  # what holds other conditions

COMPARE: dict[str, Callable[[float, float], bool]] = {
    "at_least": operator.ge,
    "at_most": operator.le,
    "above": operator.gt,
    "below": operator.lt,
}


def said(step: Step, value: Any, unknown: str) -> Said:
    """An answer as conditions see it. Free text has no word, so no text can act as an answer."""
    if unknown:
        return Said(unknown, None)
    if step.kind in ("yes_no", "choose_one"):
        return Said(value, value)
    if step.kind == "action":
        return Said(value["outcome"], value)
    return Said("", value)


def evaluate(condition: Condition, atom: Atom, rules: Rules) -> bool | None:
    """True, False, or None for "cannot be told yet", as `atom` says of the single questions."""
    op = condition[0]
    if op == "all":
        return every(evaluate(part, atom, rules) for part in condition[1])
    if op == "any":
        return negated(every(negated(evaluate(p, atom, rules)) for p in condition[1]))
    if op == "not":
        return negated(evaluate(condition[1], atom, rules))
    if op == "rule":
        return evaluate(rules[condition[1]].when, atom, rules)
    return atom(condition)


def every(parts: Iterable[bool | None]) -> bool | None:
    """Whether all of these are true; None where one that is open decides."""
    result: bool | None = True
    for part in parts:
        if part is False:
            return False
        if part is None:
            result = None
    return result


def negated(truth: bool | None) -> bool | None:
    """The opposite; what is open stays so."""
    return None if truth is None else not truth


def matches(condition: Condition, answer: Said | None) -> bool:
    """Whether a condition on one question holds for what was said to it."""
    if answer is None:
        return False
    match condition:
        case ["is", _, values]:
            return answer.word in values
        case ["number", _, op, limit]:
            return answer.word == "" and COMPARE[op](answer.value, limit)
        case ["count", _, op, limit]:
            return answer.word == "" and COMPARE[op](len(answer.value), limit)
        case ["includes", _, mode, ids]:
            return answer.word == "" and _includes(mode, ids, answer.value)
    raise ValueError(f"no such condition: {condition[0]}")


def _includes(mode: str, ids: list[str], chosen: list[str]) -> bool:
    found = [one in chosen for one in ids]
    return {"all": all(found), "any": any(found), "none": not any(found)}[mode]


def questions(condition: Condition | None, rules: Rules) -> set[str]:
    """The ids of all questions that a condition names, rules resolved."""
    return {atom[1] for atom in atoms(condition, rules) if atom[0] != "concern"}


def atoms(condition: Condition | None, rules: Rules) -> Iterator[Condition]:
    """The single parts of a condition, rules resolved."""
    return (part for part in parts(condition, rules) if part[0] not in JOINTS)


def parts(condition: Condition | None, rules: Rules | None = None) -> Iterator[Condition]:
    """A condition and every part of it, each before what is in it; with `rules`, theirs too."""
    if condition is None:
        return
    yield condition
    match condition:
        case ["all" | "any", inner]:
            for part in inner:
                yield from parts(part, rules)
        case ["not", part]:
            yield from parts(part, rules)
        case ["rule", name] if rules is not None:
            yield from parts(rules[name].when, rules)


def rules_named(condition: Condition | None, rules: Rules | None = None) -> list[str]:
    """The rules that a condition names, each once; with `rules`, also through other rules."""
    return list(dict.fromkeys(part[1] for part in parts(condition, rules) if part[0] == "rule"))


def deciding(
    condition: Condition, wanted: bool, atom: Atom, rules: Rules, into_rules: bool = True
) -> Iterator[Condition]:
    """The single parts that give a condition the truth that it has (`wanted`).

    into_rules: those of its rules too; otherwise a rule is a single part.
    """
    match condition:
        case ["all" | "any", parts]:
            for part in parts:
                if evaluate(part, atom, rules) == wanted:
                    yield from deciding(part, wanted, atom, rules, into_rules)
        case ["not", part]:
            yield from deciding(part, not wanted, atom, rules, into_rules)
        case ["rule", name] if into_rules:
            yield from deciding(rules[name].when, wanted, atom, rules)
        case _:
            yield condition


# Why a condition is as it is, told by its danger questions. An `all` fails by its most
# reassuring part, since that one alone was enough; an `any` by its least. PENDING stands where
# an answer still to come may say more: it gives way only to what no answer can change.
REASSURED, UNANSWERED, OTHER, PENDING = "reassured", "unanswered", "other", "pending"
MOST_REASSURING = (REASSURED, PENDING, UNANSWERED, OTHER)
LEAST_REASSURING = (UNANSWERED, PENDING, OTHER, REASSURED)


def why(
    condition: Condition, wanted: bool, atom: Atom, reason: Callable[[str], str], rules: Rules
) -> str:
    """Why a condition has the truth that it has (`wanted`).

    reassured: a plain no to a danger question settled it. unanswered: a danger question that
    was passed by or unknown did. other: anything else. pending: not to be told yet.
    reason: what one question by itself says, as one of the four.
    """
    op = condition[0]
    if op == "not":
        return why(condition[1], not wanted, atom, reason, rules)
    if op == "rule":
        return why(rules[condition[1]].when, wanted, atom, reason, rules)
    if op not in ("all", "any"):
        return reason(condition[1])
    parts = [p for p in condition[1] if evaluate(p, atom, rules) in (wanted, None)]
    found = {why(p, wanted, atom, reason, rules) for p in parts}
    one_is_enough = (op == "all") != wanted
    order = MOST_REASSURING if one_is_enough else LEAST_REASSURING
    return next((one for one in order if one in found), OTHER)


def says(danger: bool, word: str) -> str:
    """What one answer says of a later step that is off the path because of it: reassured,
    unanswered or other. danger: whether its question is about danger."""
    if danger and word == "no":
        return REASSURED
    return UNANSWERED if danger and word in UNKNOWN else OTHER


def off_path_says(step: Step, reason: str) -> str:
    """What a step that is off the path itself, for this reason, says of a later one."""
    if step.danger and reason == OTHER:
        return OTHER if step.otherwise == "not_needed" else UNANSWERED
    return reason


def unanswered(word: str) -> bool:
    """Whether a danger question with this word tells nothing: refused, not found out, not asked."""
    return word in UNKNOWN and word != "unsure"
