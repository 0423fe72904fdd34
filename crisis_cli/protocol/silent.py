"""Whether a danger question could be skipped although nobody said a plain no to danger."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product
from math import prod

from crisis_cli.protocol.compiled import UNKNOWN, Condition, Rule
from crisis_cli.protocol.truth import OTHER, atoms, evaluate, says, why

MOST = 5_000  # sets of answers that are tried; a condition with more is not seen through

Rules = Mapping[str, Rule]
Options = Mapping[str, set[str]]


def silent(when: Condition, options: Options, rules: Rules) -> bool:
    """Whether answers other than a plain no or an unknown can make `when` fail.

    when: looks at nothing but what was answered to danger questions, and its rules go in no
    circle. options: for each question the answers to choose from. True also where there are
    too many answers to try.
    """
    if _simple(when, options, rules):
        return False
    named: dict[str, set[str]] = {}
    for _, question, words in atoms(when, rules):
        named.setdefault(question, set()).update(words)
    words = {q: _words(options.get(q, set()), named[q]) for q in named}
    if prod(map(len, words.values())) > MOST:
        return True
    tried = (dict(zip(words, one, strict=True)) for one in product(*words.values()))
    return any(_fails(when, given, rules) for given in tried)


def _words(options: set[str], named: set[str]) -> list[str]:
    """The answers that make a difference: one unknown stands for all that nothing names."""
    other = [word for word in UNKNOWN if word not in named][:1]
    return sorted(options | named | {"no"}) + other


def _fails(when: Condition, given: Mapping[str, str], rules: Rules) -> bool:
    """Whether these answers make it fail for a reason that is neither no nor unknown."""

    def atom(one: Condition) -> bool:
        return given[one[1]] in one[2]

    def reason(question: str) -> str:
        return says(True, given[question])

    if evaluate(when, atom, rules):
        return False
    return why(when, False, atom, reason, rules) == OTHER


def _simple(when: Condition, options: Options, rules: Rules) -> bool:
    """Whether every part takes all answers but no, and none is turned round: then only a no or
    an unknown can make it fail."""
    match when:
        case ["all" | "any", parts]:
            return all(_simple(part, options, rules) for part in parts)
        case ["rule", name]:
            return _simple(rules[name].when, options, rules)
        case ["is", question, words]:
            return options.get(question, set()) - {"no"} <= set(words) and "no" not in words
    return False
