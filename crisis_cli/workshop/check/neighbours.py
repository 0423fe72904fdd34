"""A line that names fewer answers than the lines beside it: most often `unsure` was forgotten."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from crisis_cli.protocol.compiled import Condition
from crisis_cli.protocol.tree import Path
from crisis_cli.protocol.truth import atoms
from crisis_cli.workshop.check import walk
from crisis_cli.workshop.check.look import Look
from crisis_cli.workshop.english import listed

WORST = "unsure"


class Line(NamedTuple):
    """One question in a list, and the answers that are named."""

    question: str
    words: frozenset[str]
    at: Path


def in_lists(look: Look) -> None:
    """Among the danger questions of one `any`, the one that names fewer answers than the rest."""
    for written, runs, at in _conditions(look):
        if runs is None or not look.sound(runs, at):
            continue
        for part in walk.parts(look, written, runs, at):
            own = part.at[: len(at)] == at
            if own and part.items is not None and not part.turned:
                _compare(look, list(_lines(look, part, part.items[1])))


def _conditions(look: Look) -> Iterator[tuple[object, Condition | None, Path]]:
    for name in look.file.rules:
        yield name, ["rule", name], ("rules", name)
    for i, (line, made) in enumerate(zip(look.file.concern, look.protocol.concern, strict=True)):
        yield line.when, made.when, ("concern", i, "when")
    for i, (due, task) in enumerate(zip(look.file.follow_up, look.protocol.follow_up, strict=True)):
        yield due.when, task.when, ("follow_up", i, "when")
    for one in look.hanging:
        if not one.simple:
            yield look.written(one.at).when, one.own, (*one.at, "when")


def _lines(look: Look, part: walk.Part, at: Path) -> Iterator[Line]:
    for i, one in enumerate(part.runs[1]):
        if one[0] == "is" and look.steps[one[1]].danger:
            yield Line(one[1], frozenset(one[2]), (*at, i))


def _compare(look: Look, lines: Sequence[Line]) -> None:
    """Told only where all the others agree, so that a list may mix answers on purpose."""
    counts = Counter(line.words for line in lines)
    if len(counts) != 2:
        return
    (most, many), (odd, few) = counts.most_common()
    if many == few == 1 and WORST in odd - most:  # of two, the one without `unsure` is the odd one
        most, odd = odd, most
    missing = most - odd
    enough = many > 1 or (WORST in missing and odd == {"yes"})
    if few == 1 and enough and odd < most:
        line = next(one for one in lines if one.words == odd)
        _tell(look, line.question, missing, line.at, "The lines beside it")


def _tell(look: Look, question: str, missing: frozenset[str], at: Path, who: str) -> None:
    words = listed([f"'{word}'" for word in sorted(missing)], "and")
    message = f"{who} also name {words}, and this one does not: is it forgotten for '{question}'?"
    hint = "Not sure is not a no. Add it, or say in a comment why it is left out."
    look.tell("W097", message, at, hint)


def in_one_item(look: Look) -> None:
    """Two answers in one item of an `any`: most often a dash was forgotten."""
    for written, runs, at in _conditions(look):
        if runs is None or not look.sound(runs, at):
            continue
        for part in walk.parts(look, written, runs, at):
            if part.items is not None:
                _one_item(look, *part.items)


def _one_item(look: Look, items: Sequence[object], at: Path) -> None:
    for i, item in enumerate(items):
        if not isinstance(item, dict) or len(item) < 2:
            continue
        line, column = look.tree.place((*at, i))
        if look.found.lines[line - 1][column - 1 : column] != "{":  # braces are on purpose
            names = listed([f"'{name}'" for name in item], "and")
            message = f"{names} stand in one item of `any`, so all of them must be given."
            hint = "Put a dash before each, or braces around them if that is meant."
            look.tell("W106", message, (*at, i, list(item)[1]), hint, key=True)


def of_steps(look: Look) -> None:
    """Among the steps that hang on one danger question, the one that leaves out `unsure`."""
    hanging: dict[str, list[Line]] = {}
    for step, path, _, own in look.hanging:
        at = (*path, "when")
        if own is not None and look.sound(own, at):
            match own:
                case ["is", question, words] if look.steps[question].danger and "no" not in words:
                    line = Line(step.id, frozenset(words), at)
                    hanging.setdefault(question, []).append(line)
    for question, lines in hanging.items():
        without = [line for line in lines if WORST not in line.words]
        if len(without) == 1 and len(lines) > 2 and "yes" in without[0].words:
            who = f"The other steps that hang on '{question}'"
            _tell(look, question, frozenset({WORST}), without[0].at, who)


def of_urgent(look: Look) -> None:
    """Among the urgent rules, the one that never takes a `not sure`."""
    rules = look.protocol.rules
    named = {one.rule for one in look.protocol.urgent if one.rule in rules}
    sound = [name for name in sorted(named) if look.sound(rules[name].when, ("rules", name))]
    words = {name: _danger_words(look, name) for name in sound}
    without = [name for name in sound if words[name] and WORST not in words[name]]
    if len(without) == 1 and len(sound) > 2 and words[without[0]] == {"yes"}:
        message = (
            f"Every other urgent rule takes 'unsure' as well as 'yes', "
            f"and '{without[0]}' does not: is it forgotten?"
        )
        hint = "Write [yes, unsure], or say in a comment why it is left out."
        look.tell("W097", message, ("rules", without[0]), hint, key=True)


def _danger_words(look: Look, rule: str) -> set[str]:
    found = (one for one in atoms(["rule", rule], look.protocol.rules) if one[0] == "is")
    return {word for one in found if look.steps[one[1]].danger for word in one[2]}
