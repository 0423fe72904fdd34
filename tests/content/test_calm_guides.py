"""The guides for a time without a crisis: danger first, six steps or strengths, a page to keep."""

import pytest
from conversation import PROTOCOLS

from crisis_cli.commands.protocol.plans import printed
from crisis_cli.protocol.kinds import KINDS
from crisis_cli.protocol.source import load
from crisis_cli.workshop.check.report import examined
from crisis_cli.workshop.scenarios.belonging import belonging
from crisis_cli.workshop.scenarios.result import play_all

NAMES = ("problem-solving", "strengths-plan")
each = pytest.mark.parametrize("name", NAMES)


def file_of(name):
    return PROTOCOLS / f"{name}.yaml"


@each
def test_it_passes_the_check_and_only_the_age_of_numbers_is_told(name):
    report = examined(f"{name}.yaml", file_of(name).read_bytes(), None)

    assert [str(one) for one in report.problems if one.code != "W090"] == []


@each
def test_its_scenarios_come_out_as_they_expect_and_reach_everything(name):
    protocol = load(file_of(name))
    result = play_all(protocol, file_of(name), belonging(protocol, file_of(name), None), printed)

    assert [one.scenario.name for one in result.outcomes if not one.passed] == []
    assert len(result.outcomes) > 20
    assert result.coverage.enough


@each
def test_danger_is_asked_before_anything_that_it_would_make_idle(name):
    asked = [step for step in load(file_of(name)).steps if KINDS[step.kind].asks]

    danger = [place for place, step in enumerate(asked) if step.danger]
    assert danger == [2, 3]  # after the kind of contact, and on the phone the place


@each
def test_its_page_is_no_safety_plan_and_says_so_in_its_title(name):
    assert load(file_of(name)).documents["safety_plan"].title


def test_a_problem_is_solved_in_six_steps():
    titles = [one.title for one in load(file_of("problem-solving")).sections]

    numbers = [title.partition(",")[0] for title in titles if "," in title]
    assert numbers == ["One", "Two", "Three", "Four", "Five", "Six"]
