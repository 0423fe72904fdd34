"""The lines of a scenario: what the client says, looked over like everything else in the file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from crisis_cli.protocol.compiled import Protocol, Step
from crisis_cli.protocol.kinds import SPECIAL
from crisis_cli.protocol.problems import Found
from crisis_cli.protocol.source import contents
from crisis_cli.protocol.tree import Path as Place
from crisis_cli.protocol.tree import Tree
from crisis_cli.workshop.check.grade import grade, longest
from crisis_cli.workshop.check.words import FEWEST, GRADE
from crisis_cli.workshop.english import listed
from crisis_cli.workshop.scenarios.play import play
from crisis_cli.workshop.scenarios.reading import Scenario, Whole, read_whole

ASIDE = re.compile(r"\([^()]*\)")
LETTERS = re.compile(r"[^\W_]+")


def read_file(path: Path, protocol: Protocol) -> tuple[list[Scenario], Found]:
    """The scenarios of one file and what is wrong with it, its lines too; none where anything is
    wrong."""
    whole = looked_over(contents(path), path, protocol)
    return list(whole.scenarios), whole.found


def looked_over(data: bytes, path: Path, protocol: Protocol) -> Whole:
    """Everything of a scenario file, from its bytes, with its lines looked over."""
    whole = read_whole(data, path, protocol)
    if whole.file and whole.tree and whole.scenarios:
        _asked(whole, protocol)
        steps = {step.id: step for step in protocol.all_steps}
        for at, name, line in _said(whole):
            _no_label(whole.tree, steps[name], line, at)
            _closed(whole.tree, line, at)
            if protocol.languages[:1] == ("en",):
                _easy(whole.tree, line, at)
    return Whole(whole.found) if whole.found.broken else whole


def _said(whole: Whole) -> Iterator[tuple[Place, str, str]]:
    """Each line: its place, the step that it is about, its words."""
    assert whole.file
    for name, line in whole.file.lines.items():
        yield ("lines", name), name, line
    for number, change in enumerate(whole.file.later):
        if change.line:
            yield ("later", number, "line"), change.step, change.line


def _asked(whole: Whole, protocol: Protocol) -> None:
    """Note the lines that nobody would ever hear."""
    assert whole.file and whole.tree
    heard = set(play(protocol, whole.scenarios[0]).asked) if whole.file.lines else set()
    for name in whole.file.lines:
        if name not in heard:
            message = f"'{name}' is never asked in this scenario, so nobody would hear this line."
            hint = "Take the line out, or look which answer leads past the step."
            whole.tree.problem("E134", message, ("lines", name), hint, key=True)


def gives_away(step: Step, line: str) -> str:
    """The words of the answer that a line reads out, or ""."""
    said = _plain(line)
    labels = [choice.label for choice in step.choices] + list(SPECIAL.values())
    return next((label for label in labels if _plain(label) == said), "")


def _no_label(tree: Tree, step: Step, line: str, at: Place) -> None:
    if label := gives_away(step, line):
        message = f"This line is the answer '{label}' read out: nothing is left to understand."
        hint = "Write what somebody would say, from which the worker has to find the answer."
        tree.problem("E135", message, at, hint)


def _closed(tree: Tree, line: str, at: Place) -> None:
    """Note a bracket without its other half: what is seen would be read as spoken."""
    if hit := re.search(r"[()]", ASIDE.sub(" ", line)):
        other = ")" if hit[0] == "(" else "("
        message = f"A '{hit[0]}' in this line has no '{other}', or stands within another one."
        hint = "Put what is seen, or happens, into one pair: Not now. (He looks at the door.)"
        tree.problem("E136", message, at, hint)


def _easy(tree: Tree, line: str, at: Place) -> None:
    """Note what nobody would say so: a line is spoken, but for what stands in brackets."""
    line = ASIDE.sub(" ", line).strip()
    if line.count(" ") >= FEWEST - 1 and (hard := grade(line)) > GRADE:
        message = f"This reads at about grade {hard:.0f}; people in a crisis speak at {GRADE}."
        long = longest(line)
        more = f", and short words for {listed(long, 'and')}" if long else ""
        tree.problem("W096", message, at, f"Use short sentences{more}.")


def _plain(text: str) -> str:
    return " ".join(LETTERS.findall(text.lower()))
