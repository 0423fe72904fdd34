"""What each answer to a question leads to, by itself or together with other answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from crisis_cli.protocol.compiled import UNKNOWN, Condition, Protocol, Step
from crisis_cli.protocol.kinds import KINDS
from crisis_cli.protocol.truth import atoms, matches
from crisis_cli.workshop.english import English, labels, listed
from crisis_cli.workshop.reading.answers import answers, kinds_of_answers, seen
from crisis_cli.workshop.reading.residual import Left, Settled, narrowed, nothing, whole
from crisis_cli.workshop.reading.uses import Use, uses

ONE_OF = ("yes_no", "choose_one", "action")


@dataclass(frozen=True, slots=True)
class Leads:
    """What some answers lead to.

    words: the answers, for a reader. surely: whatever else is said. perhaps: together with other
    answers. not_then: what another answer leads to, and these rule out.
    """

    answers: list[Any]
    words: str
    surely: list[Use]
    perhaps: list[Use]
    not_then: list[Use]

    def data(self) -> dict[str, Any]:
        """As plain JSON."""
        ways = {"surely": self.surely, "perhaps": self.perhaps, "not_then": self.not_then}
        told = {
            name: [{"kind": use.kind, "id": use.id, "words": use.words} for use in some]
            for name, some in ways.items()
        }
        return {"answers": self.answers, "words": self.words, **told}


def leads(protocol: Protocol, step: Step) -> list[Leads]:
    """The answers to a step, those that lead to the same taken together.

    Each answer of a choose-many is looked at by itself. Empty where nothing hangs on the answer.
    """
    return _Question(protocol, step).leads() if KINDS[step.kind].asks else []


class _Question:
    """One question, and everything whose condition names it."""

    def __init__(self, protocol: Protocol, step: Step) -> None:
        self.step, self.english = step, English(protocol)
        named = {use: list(atoms(use.when, protocol.rules)) for use in uses(protocol)}
        self.about = [a for found in named.values() for a in found if a[1] == step.id]
        self.uses = [use for use, found in named.items() if any(a[1] == step.id for a in found)]
        self.wholes = [whole(use.when, protocol.rules) for use in self.uses]

    def leads(self) -> list[Leads]:
        groups: dict[tuple[Left, ...], list[Any]] = {}
        for answer in self._answers():
            groups.setdefault(tuple(self._left(one, answer) for one in self.wholes), []).append(
                answer
            )
        if len(groups) < 2:
            return []
        least = [narrowed(_least(one, self.step.id), nothing) for one in self.wholes]
        return [self._group(some, left, least) for left, some in groups.items()]

    def _answers(self) -> list[Any]:
        """Each choice by itself, or one answer of each kind that the conditions tell apart."""
        if self.step.kind == "choose_many":
            ticked = [[name] for name in self.step.options]
            return [[], *ticked, *UNKNOWN]
        if self.step.kind in ONE_OF:
            return answers(self.step, self.about)
        return kinds_of_answers(self.step, self.about)

    def _left(self, one: Left, answer: Any) -> Left:
        """What is left of a condition once this is said."""
        as_seen = seen(self.step, answer)

        def settle(atom: Condition) -> Settled | None:
            if atom[1] != self.step.id:
                return None
            return Settled(atom[2] if atom[0] == "on_path" else matches(atom, as_seen))

        return narrowed(one, settle)

    def _group(self, some: list[Any], left: tuple[Left, ...], least: list[Left]) -> Leads:
        found = list(zip(self.uses, left, least, strict=True))
        return Leads(
            some,
            self._words(some),
            [use for use, now, _ in found if now == Settled(True)],
            [use for use, now, low in found if not isinstance(now, Settled) and now != low],
            [use for use, now, _ in found if now == Settled(False)],
        )

    def _words(self, some: list[Any]) -> str:
        """These answers in words: their labels, or what the conditions ask about them."""
        if self.step.kind in ONE_OF:
            return listed(labels(self.step, [_id(one) for one in some]))
        told = [self._as_asked(one) for one in some]
        return listed(list(dict.fromkeys(told)))

    def _as_asked(self, answer: Any) -> str:
        as_seen = seen(self.step, answer)
        if as_seen.word:
            return labels(self.step, [as_seen.word])[0]
        if self.step.kind == "choose_many":
            return listed(labels(self.step, answer)) or "None of these"
        met = [a for a in self.about if a[0] != "on_path" and matches(a, as_seen)]
        said = dict.fromkeys(self.english.say(atom) for atom in met)
        return listed(list(said), "and") or "any other answer"


def _id(answer: Any) -> str:
    return str(answer["outcome"] if isinstance(answer, dict) else answer)


def _least(left: Left, question: str, held: bool = False) -> Left:
    """A condition with whatever it says of a question turned to where it helps it least."""
    if isinstance(left, Settled):
        return left
    if left[0] in ("all", "any"):
        return (left[0], frozenset(_least(part, question, held) for part in left[1]))
    if left[0] == "not":
        return ("not", _least(left[1], question, not held))
    return Settled(held) if left[1] == question else left
