"""A comparison in sentences for people, or as data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import Any

from crisis_cli.workshop.diff.change import URGENT, Change
from crisis_cli.workshop.diff.compare import Comparison, Effect, shown
from crisis_cli.workshop.diff.form import PAGES as OF_PAGES
from crisis_cli.workshop.diff.form import STEPS as OF_STEPS
from crisis_cli.workshop.diff.form import URGENT as OF_BLOCKS
from crisis_cli.workshop.diff.form import Form, forms
from crisis_cli.workshop.diff.people import Group
from crisis_cli.workshop.diff.questions import Reply
from crisis_cli.workshop.diff.wording import Wording, wordings
from crisis_cli.workshop.english import labels, listed
from crisis_cli.workshop.model.answers import VALUE, Given
from crisis_cli.workshop.model.replay import in_words

NO_CHANGE = "No answers lead anywhere else."
LISTED = 6  # subjects, or sentences under one title, that are told; the rest is counted
WIDE = 70  # characters of a text that changed
CALM = "everything else calm"
FINE = 1e-6  # what lies between a number and the next
TITLES = {
    OF_BLOCKS: "WHAT STANDS IN THE BLOCKS",
    OF_STEPS: "WHAT THE STEPS ARE",
    OF_PAGES: "WHAT THE PAGES PRINT",
}


@dataclass(frozen=True)
class Report:
    """What a comparison has to say."""

    comparison: Comparison

    @cached_property
    def forms(self) -> list[Form]:
        """What changed in steps, blocks and pages themselves."""
        return forms(self.comparison.old, self.comparison.matched)

    @cached_property
    def wordings(self) -> list[Wording]:
        """Texts that changed."""
        return wordings(self.comparison.old, self.comparison.matched)

    @property
    def complete(self) -> bool:
        """Whether everything could be compared."""
        return not self.comparison.not_compared

    def text(self) -> str:
        """In sentences."""
        return "\n".join(self._lines())

    def _lines(self) -> Iterator[str]:
        yield from self._not_compared()
        effects = self.comparison.effects
        if not effects and self.complete:
            yield NO_CHANGE
        for title, some in groupby(effects, key=lambda one: one.changes[0].title):
            yield from _titled(title, [list(self._effect(one)) for one in some])
        for about, title in TITLES.items():
            mine = [[one.sentence] for one in self.forms if one.about == about]
            if mine:
                yield from _titled(title, mine)
        if self.wordings:
            yield from self._words()

    def _not_compared(self) -> Iterator[str]:
        """What could not be told comes first: nothing below says that it is the same."""
        missing = self.comparison.not_compared
        if missing:
            titles = list(dict.fromkeys(change.title.lower() for change in missing))
            yield "NOT COMPARED"
            yield f"  The time was over before all was compared: {listed(titles, 'and')}."
            yield f"  {_few([_bare(change) for change in missing])}."
            yield "  Give it more time with --seconds."
            yield ""

    def _effect(self, effect: Effect) -> Iterator[str]:
        for group in effect.groups:
            yield f"{_people(group)} {_says(effect)}{_where(group)}."
            if group is effect.groups[0]:
                yield f"  {self._example(effect, group)}"
        if effect.more:
            yield f"Others too {_says(effect)}, after rarer answers."

    def _example(self, effect: Effect, group: Group) -> str:
        said = self._in_words(group)
        answers = "; ".join(f"{question}: {answer}" for question, answer in said)
        alone = (
            "For example, in a calm contact." if not said else f"For example, {answers}; {CALM}."
        )
        return f"{alone}{self._before_and_now(effect, group)}"

    def _in_words(self, group: Group) -> list[tuple[str, str]]:
        """The answers of an example that are out of the ordinary, in either protocol."""
        one = self.comparison
        old = in_words(one.old, group.old)
        return old + [x for x in in_words(one.matched.new, group.new) if x not in old]

    def _before_and_now(self, effect: Effect, group: Group) -> str:
        if group.left:
            return f" Then they leave, before {group.left}."
        if effect.changes[0].title != URGENT:
            return ""
        old, new = shown(self.comparison.old, self.comparison.matched.new, group)
        if effect.kind == "urgent_moved":
            was, comes = (_steps(one.moments(effect.subjects[0])) for one in (old, new))
            return f" Before: after {was}. Now: after {comes}."
        return f" Before: {_blocks(old.blocks)}. Now: {_blocks(new.blocks)}."

    def _words(self) -> Iterator[str]:
        count = len(self.wordings)
        yield from ("", f"THE WORDS CHANGED, THE PATH DID NOT ({count})")
        for one in self.wordings[:LISTED]:
            yield f"  {one.where}"
            yield f"    Before: {_cut(one.before)}"
            yield f"    Now: {_cut(one.now)}"
        if count > LISTED:
            yield f"  and {count - LISTED} more; all of them: --json"

    def data(self) -> dict[str, Any]:
        """As plain JSON."""
        one = self.comparison
        return {
            "old": _protocol(one.old),
            "new": _protocol(one.new),
            "same_behaviour": self.complete and not one.effects and not self.forms,
            "complete": self.complete,
            "not_compared": [_bare(change) for change in one.not_compared],
            "changes": [self._effect_data(effect) for effect in one.effects],
            "forms": [form._asdict() for form in self.forms],
            "words": [wording._asdict() for wording in self.wordings],
            "renamed": {"steps": dict(one.matched.steps), "blocks": dict(one.matched.blocks)},
        }

    def _effect_data(self, effect: Effect) -> dict[str, Any]:
        return {
            "kind": effect.kind,
            "about": effect.changes[0].title.lower(),
            "subjects": effect.subjects,
            "groups": [self._group_data(effect, group) for group in effect.groups],
            "more_groups": effect.more,
        }

    def _group_data(self, effect: Effect, group: Group) -> dict[str, Any]:
        old, new = shown(self.comparison.old, self.comparison.matched.new, group)
        return {
            "sentence": f"{_people(group)} {_says(effect)}{_where(group)}.",
            "answers": [_said_data(said) for said in group.said],
            "always": group.always,
            "example": {"old": group.old, "new": group.new, "leave_before": group.left},
            "before": _outcome(old),
            "now": _outcome(new),
        }


def _titled(title: str, told: list[list[str]]) -> Iterator[str]:
    """Sentences under a title, so many as can be read; the others are counted."""
    yield from ("", title)
    yield from (f"  {line}" for lines in told[:LISTED] for line in lines)
    if len(told) > LISTED:
        yield f"  and {len(told) - LISTED} more of this kind; all of them: --json"


def _bare(change: Change) -> str:
    return f"{change.kind.replace('_', ' ')} {change.subject}".strip()


def _says(effect: Effect) -> str:
    says = effect.changes[0].says.format(_few(effect.subjects))
    return says.replace("danger question", "danger questions") if len(effect.subjects) > 1 else says


def _few(words: list[str]) -> str:
    if len(words) <= LISTED:
        return listed(words, "and")
    return f"{', '.join(words[:LISTED])} and {len(words) - LISTED} more"


def _people(group: Group) -> str:
    left = " and leave early" * bool(group.left)
    if not group.said:
        everybody = "All people" if group.always else "People in a calm contact"
        return f"{everybody} who leave early" if left else everybody
    return f"People who answer {listed([_answer(said) for said in group.said], 'and')}{left}"


def _where(group: Group) -> str:
    return "" if group.always or not group.said else ", where nothing else decides it"


def _answer(said: Reply) -> str:
    """What is said to one question: `Yes or Not sure to intent`."""
    if said.ticked:
        return f"{listed(labels(said.step, list(said.ticked)), 'and')} to {said.step.id}"
    if said.unticked:
        return f"nothing like {listed(labels(said.step, list(said.unticked)))} to {said.step.id}"
    if said.least is not None or said.most is not None:
        return f"{_range(said)} to {said.step.id}"
    return f"{_words(said)} to {said.step.id}"


def _words(said: Reply) -> str:
    """Some words of a question, or all but a few."""
    if said.words in ((), (VALUE,)):
        return "anything"
    every = Given("", said.step, []).words
    others = [word for word in every if word not in said.words and word != VALUE]
    if len(others) < len(said.words) - 1:
        return f"anything but {listed(labels(said.step, others))}"
    return listed(labels(said.step, [word for word in said.words if word]))


def _range(said: Reply) -> str:
    """Between two limits; those of a number may lie just beside a round one."""
    least, above = _limit(said.least, "at least", "more than", -FINE)
    most, below = _limit(said.most, "at most", "less than", FINE)
    thing = " thing" if (said.least if said.most is None else said.most) == 1 else " things"
    things = thing * (said.step.kind == "list")
    if said.least is not None and said.least == said.most:
        return f"{said.least:.15g}{things}"
    return " and ".join(filter(None, (least or above, most or below))) + things


def _limit(limit: float | None, at: str, beside: str, step: float) -> tuple[str, str]:
    if limit is None:
        return "", ""
    round_one = round(limit + step, 6)
    if round(limit, 5) != limit and round(round_one, 5) == round_one:
        return "", f"{beside} {round_one:.15g}"
    return f"{at} {limit:.15g}", ""


def _said_data(said: Reply) -> dict[str, Any]:
    told = {"step": said.step.id, "words": list(said.words), "ticked": list(said.ticked)}
    return {**told, "unticked": list(said.unticked), "at_least": said.least, "at_most": said.most}


def _outcome(one: Any) -> dict[str, Any]:
    return {
        "asked": one.asked,
        "urgent": [{"block": b, "after": a} for b in one.blocks for a in one.moments(b)],
        "level": one.level.highest,
        "present": one.level.present,
        "undetermined": one.level.undetermined,
        "due_within": one.due,
    }


def _protocol(protocol: Any) -> dict[str, str]:
    return {"id": protocol.id, "version": protocol.version, "hash": protocol.hash}


def _blocks(blocks: list[str]) -> str:
    return listed(blocks, "and") or "no urgent block"


def _steps(steps: Iterable[str]) -> str:
    return listed([step or "the opening" for step in steps], "and")


def _cut(text: str) -> str:
    flat = " ".join(text.split()) or "(nothing)"
    return flat if len(flat) <= WIDE else f"{flat[: WIDE - 3]}..."
