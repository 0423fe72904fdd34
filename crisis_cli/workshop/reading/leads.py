"""What each answer to a question leads to, by itself or together with other answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

from crisis_cli.engine.concern import UNDETERMINED_LEVEL
from crisis_cli.protocol.compiled import UNKNOWN, Condition, Protocol, Step
from crisis_cli.protocol.kinds import KINDS
from crisis_cli.protocol.truth import UNANSWERED, atoms, matches, says, unanswered
from crisis_cli.workshop.english import English, labels, listed
from crisis_cli.workshop.reading.answers import answers, kinds_of_answers, seen
from crisis_cli.workshop.reading.residual import Left, Settled, narrowed, nothing, whole
from crisis_cli.workshop.reading.uses import Use, uses

UNDETERMINED = f"at the end the level is undetermined, and at least {UNDETERMINED_LEVEL}"
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


class _Come(NamedTuple):
    """What comes of an answer; the same for answers that lead to the same.

    left: of each use, what is left of its condition. unasked: whether it is a danger question that
    is left out and stands as not asked, None for perhaps. undetermined: whether the level is.
    """

    left: tuple[Left, ...]
    unasked: tuple[bool | None, ...]
    undetermined: bool


class _Question:
    """One question, and everything whose condition names it."""

    def __init__(self, protocol: Protocol, step: Step) -> None:
        self.step, self.english = step, English(protocol)
        named = {use: list(atoms(use.when, protocol.rules)) for use in uses(protocol)}
        self.about = [a for found in named.values() for a in found if a[1] == step.id]
        self.uses = [use for use, found in named.items() if any(a[1] == step.id for a in found)]
        self.wholes = [whole(use.when, protocol.rules) for use in self.uses]
        dangers = {one.id for one in protocol.steps if one.danger}
        self.dangers = [use.kind == "step" and use.id in dangers for use in self.uses]

    def leads(self) -> list[Leads]:
        groups: dict[_Come, list[Any]] = {}
        for answer in self._answers():
            groups.setdefault(self._come(answer), []).append(answer)
        if len(groups) < 2:
            return []
        least = [narrowed(_least(one, self.step.id), nothing) for one in self.wholes]
        return [self._group(some, come, least) for come, some in groups.items()]

    def _come(self, answer: Any) -> _Come:
        """What is left of everything once this is said, and what it leaves unclear about danger."""
        left = tuple(self._left(one, answer) for one in self.wholes)
        word, danger = seen(self.step, answer).word, self.step.danger
        out = [d and now == Settled(False) for d, now in zip(self.dangers, left, strict=True)]
        unclear = says(danger, word) == UNANSWERED
        unasked = tuple(unclear and o and self._unasked(i, answer) for i, o in enumerate(out))
        return _Come(left, unasked, True in unasked or (danger and unanswered(word)))

    def _unasked(self, place: int, answer: Any) -> bool | None:
        """Whether a danger question that an unclear answer leaves out stands as not asked for sure;
        None where another answer may still rule it out."""
        why = self._left(self.wholes[place], answer, reasons=True)
        return why.why == UNANSWERED if isinstance(why, Settled) else None

    def _answers(self) -> list[Any]:
        """Each choice by itself, or one answer of each kind that the conditions tell apart."""
        if self.step.kind == "choose_many":
            ticked = [[name] for name in self.step.options]
            return [[], *ticked, *UNKNOWN]
        if self.step.kind in ONE_OF:
            return answers(self.step, self.about)
        return kinds_of_answers(self.step, self.about)

    def _left(self, one: Left, answer: Any, reasons: bool = False) -> Left:
        """What is left of a condition once this is said; with the reasons why it fails."""
        as_seen = seen(self.step, answer)

        def settle(atom: Condition) -> Settled | None:
            if atom[1] != self.step.id:
                return None
            holds = atom[2] if atom[0] == "on_path" else matches(atom, as_seen)
            return Settled(holds, says(self.step.danger, as_seen.word))

        return narrowed(one, settle, reasons)

    def _group(self, some: list[Any], come: _Come, least: list[Left]) -> Leads:
        found = list(zip(self.uses, come.left, least, strict=True))
        return Leads(
            some,
            self._words(some),
            [
                *(use for use, now, _ in found if now == Settled(True)),
                *([_undetermined(self.step)] if come.undetermined else []),
                *self._stand(come, True),
            ],
            [
                *(u for u, now, low in found if not isinstance(now, Settled) and now != low),
                *self._stand(come, None),
            ],
            [use for use, now, _ in found if now == Settled(False)],
        )

    def _stand(self, come: _Come, surely: bool | None) -> list[Use]:
        """The danger questions that surely, or perhaps, stand as not asked then."""
        found = zip(self.uses, come.unasked, strict=True)
        words = "{} stands as not asked"
        return [Use("unasked", u.id, u.when, words.format(u.id)) for u, so in found if so is surely]

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


def _undetermined(step: Step) -> Use:
    return Use("concern", "undetermined", ["is", step.id, list(UNKNOWN)], UNDETERMINED)


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
