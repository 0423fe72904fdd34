"""The lines of the shipped scenarios: somebody says them, and the worker has to understand."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
from conversation import PROTOCOLS
from wordings import ENOUGH_WORDS

from crisis_cli.commands.practice.roles import role as read_role
from crisis_cli.protocol.compiled import Step
from crisis_cli.protocol.kinds import SPECIAL
from crisis_cli.workshop.check.grade import grade
from crisis_cli.workshop.practice.looking_back import look_back
from crisis_cli.workshop.practice.role import Role
from crisis_cli.workshop.scenarios.lines import ASIDE, LETTERS
from crisis_cli.workshop.scenarios.play import play

EVERY = sorted((PROTOCOLS / "scenarios").glob("*.yaml"))
ROLES = [path for path in EVERY if "\nlines:" in path.read_text("utf-8")]
# What must be there to train with: something in the answers of a scenario that shows it.
KINDS = {
    "refusal": lambda role: role.file.answers.get("thoughts") == "declined",
    "walking out": lambda role: role.file.unanswered == "end" and "method" in role.file.lines,
    "by phone": lambda role: role.file.answers["setting"] == "phone",
    "third party": lambda role: role.file.answers["setting"] == "someone_else",
    "no interpreter": lambda role: role.file.answers.get("interpreter") == "none",
    "drunk, then sober": lambda role: len(role.file.later) == 3,
    "a partner in the room": lambda role: role.file.answers.get("fear_signs") == "yes",
    "under 18": lambda role: role.file.answers.get("age") == "under_18",
    "at night, and nobody answers": lambda role: len(role.file.consult) > 2,
    "a plain no to everything": lambda role: role.file.expect.level == "none",
}


@cache
def role(path: Path) -> Role:
    return read_role(path)


def steps(path: Path) -> dict[str, Step]:
    return {step.id: step for step in role(path).protocol.all_steps}


def each(function):
    """The test once for each scenario with lines."""
    return pytest.mark.parametrize("path", ROLES, ids=lambda p: p.stem)(function)


def lines(path: Path) -> dict[str, str]:
    changed = {f"{one.step} later": one.line for one in role(path).file.later}
    return {**role(path).file.lines, **changed}


def spoken(line: str) -> str:
    return " ".join(ASIDE.sub(" ", line).split())


def words(text: str) -> str:
    return f" {' '.join(LETTERS.findall(text.lower()))} "


def test_there_is_enough_to_train_with():
    levels = {role(path).file.expect.level for path in ROLES}

    assert len(ROLES) >= 12
    assert levels == {"none", "low", "moderate", "high", "emergency"}
    assert {role(path).protocol.id for path in ROLES} >= {"crisis-intervention", "follow-up"}


@pytest.mark.parametrize("kind", KINDS)
def test_every_hard_situation_can_be_practised(kind):
    assert any(KINDS[kind](role(path)) for path in ROLES)


@each
def test_answered_as_the_file_has_it_it_is_passed(path):
    back = look_back(role(path), play(role(path).protocol, role(path).scenario).state)

    assert (back.left, back.others, back.open) == ((), (), ())
    assert back.passed


@each
def test_every_danger_question_of_it_has_a_line(path):
    asked, known = play(role(path).protocol, role(path).scenario).asked, steps(path)

    assert [s for s in asked if known[s].danger and s not in role(path).file.lines] == []


@each
def test_no_line_has_the_answer_in_it(path):
    for name, line in lines(path).items():
        step = steps(path)[name.split()[0]]
        labels = [label for label in step.options.values() if " " in label]
        given = [label for label in [*labels, *SPECIAL.values()] if words(label) in words(line)]
        assert given == [], name
        if step.danger:
            assert not re.match(r"(yes|no|not sure)\b", spoken(line), re.I), name


@each
def test_a_line_is_spoken_in_plain_words_and_not_too_long(path):
    for name, line in lines(path).items():
        text = spoken(line)
        assert len(text.split()) <= 40, name
        assert len(text.split()) < ENOUGH_WORDS or grade(text) <= 6, name
    assert grade(" ".join(spoken(line) for line in lines(path).values())) <= 4


@each
def test_who_is_met_gives_no_danger_away(path):
    meet = role(path).file.meet

    assert 8 <= len(meet.split()) <= 60
    assert not re.search(r"suicid|kill|die\b|dying|overdose|gun|pills|drunk", meet, re.I)


@each
def test_nobody_in_it_has_a_whole_name_or_a_whole_number(path):
    text = " ".join([role(path).file.meet, *lines(path).values()])

    assert not re.search(r"\d{3}[- .]\d{3,4}", text)
    pairs = set(re.findall(r"(?<=[a-z,] )[A-Z][a-z]+ [A-Z][a-z]+", text))
    assert pairs <= {"Access Help", "Stabilization Center", "Shelter Hotline", "Aunt Dee"}
