"""What a protocol file declares and may name: questions, rules, blocks, answer sets."""

from __future__ import annotations

from dataclasses import dataclass, field

from crisis_cli.protocol.compiled import UNKNOWN, Choice
from crisis_cli.protocol.surface.file import File
from crisis_cli.protocol.surface.steps import (
    ActionStep,
    AnyStep,
    ChoiceField,
    EachField,
    GuidanceStep,
    ListStep,
    Telling,
)

NEVER = 10**9  # the place of whatever comes after every step of the path
YES_NO = (Choice("yes", "Yes"), Choice("no", "No"))


@dataclass(frozen=True, slots=True)
class Question:
    """A step as conditions see it.

    options: id -> label. place: its number on the path; NEVER for steps of blocks.
    otherwise: what a danger question counts as when it is not drawn. called: the words that stand
    for it in front of people.
    """

    id: str
    kind: str
    options: dict[str, str]
    danger: bool
    private: bool
    place: int
    block: str = ""
    otherwise: str = ""
    called: tuple[str, ...] = ()


@dataclass(slots=True)
class Known:
    """Everything that a file declares and may name.

    broken: ids that stand in the file but have errors of their own, so that nobody is told
    that they are not there.
    """

    questions: dict[str, Question] = field(default_factory=dict)
    rules: set[str] = field(default_factory=set)
    blocks: set[str] = field(default_factory=set)
    sets: dict[str, tuple[Choice, ...]] = field(default_factory=dict)
    broken: set[str] = field(default_factory=set)
    _called: dict[str, str] = field(default_factory=dict)
    _owners: dict[str, str] = field(default_factory=dict)

    def called(self, words: str) -> str:
        """The question that these words stand for in front of people; "" for none."""
        if not self._called:
            every = ((one.id, text) for one in self.questions.values() for text in one.called)
            self._called = {_alike(text): question for question, text in every}
        return self._called.get(_alike(words), "")

    def owner(self, answer: str) -> str:
        """The first question that has such an answer; "" for none."""
        if not self._owners:
            every = reversed(self.questions.values())
            self._owners = {option: one.id for one in every for option in one.options}
        return self._owners.get(answer, "")

    def sound(self, name: str) -> bool:
        """Whether an answer set is there and has no errors."""
        return name in self.sets and name not in self.broken


def know(file: File, broken: set[str]) -> Known:
    """What a file declares. Of two steps with one id the first is known."""
    known = Known(rules=set(file.rules), blocks=set(file.blocks), broken=broken)
    known.sets = {name: _choices(answers) for name, answers in file.answer_sets.items()}
    known.broken |= _unclear(file, known)
    path = [step for section in file.sections for step in section.steps]
    for place, step in enumerate(path):
        known.questions.setdefault(step.id, _question(step, known, place))
    for name, block in file.blocks.items():
        for step in block.steps:
            known.questions.setdefault(step.id, _question(step, known, NEVER, name))
    return known


def _alike(text: str) -> str:
    """A text without what differs where somebody writes it again."""
    return " ".join(text.casefold().rstrip("?.: ").split())


def _unclear(file: File, known: Known) -> set[str]:
    """The questions whose answers are not known: their answer set has errors, or is not there."""
    steps = [step for section in file.sections for step in section.steps]
    steps += [step for block in file.blocks.values() for step in block.steps]
    named = ((one.id, one.answers) for one in steps if isinstance(one, ChoiceField))
    return {step for step, name in named if isinstance(name, str) and not known.sound(name)}


def choices(step: AnyStep | EachField, known: Known) -> tuple[Choice, ...]:
    """The answers to choose from; none where the step names a set that is not there."""
    if not isinstance(step, ChoiceField):
        return ()
    if step.answers is None:
        return YES_NO if step.kind == "yes_no" else ()
    if isinstance(step.answers, str):
        return known.sets.get(step.answers, ())
    return _choices(step.answers)


def kind(step: AnyStep | EachField, offered: tuple[Choice, ...]) -> str:
    """The kind of a step, also where the file leaves it to the answers."""
    if isinstance(step, ListStep):
        return "list"
    if isinstance(step, ActionStep):
        return "action"
    if isinstance(step, GuidanceStep):
        return "guidance"
    return step.kind or ("yes_no" if options(offered) == {"yes", "no"} else "choose_one")


def options(offered: tuple[Choice, ...]) -> set[str]:
    """The ids that may be chosen, without words for `unsure` and its like."""
    return {choice.id for choice in offered} - set(UNKNOWN)


def _choices(answers: dict[str, str]) -> tuple[Choice, ...]:
    return tuple(Choice(*answer) for answer in answers.items())


def _question(step: AnyStep, known: Known, place: int, block: str = "") -> Question:
    offered = choices(step, known)
    danger = not isinstance(step, GuidanceStep) and step.danger == "yes"
    return Question(
        step.id,
        kind(step, offered),
        {choice.id: choice.label for choice in offered if choice.id not in UNKNOWN},
        danger,
        step.private == "yes",
        place,
        block,
        (step.otherwise or "") if isinstance(step, Telling) else "",
        (step.label, step.text) if step.label else (step.text,),
    )
