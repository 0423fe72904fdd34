"""The situations beside the shipped protocol: each is led to its end, and nothing is left out."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from conversation import PROTOCOLS, SCENARIOS, play, scenario, shipped

from crisis_cli.commands.protocol.plans import printed
from crisis_cli.workshop.scenarios.belonging import belonging
from crisis_cli.workshop.scenarios.lines import read_file
from crisis_cli.workshop.scenarios.play import Played
from crisis_cli.workshop.scenarios.play import play as lead
from crisis_cli.workshop.scenarios.reading import Scenario
from crisis_cli.workshop.scenarios.result import Outcome, Result, mutated, play_all
from crisis_cli.workshop.scenarios.same import same_as

FILE = PROTOCOLS / "crisis-intervention.yaml"


@cache
def everything() -> Result:
    """Every scenario, played."""
    return play_all(shipped(), FILE, SCENARIOS, printed)


def first(number: str) -> tuple[Scenario, Played]:
    """The contact that a file begins with, by the number of the file."""
    path = next(path for path in SCENARIOS if path.name.startswith(number))
    told = read_file(path, shipped())[0][0]
    return told, lead(shipped(), told)


def each(function: Any) -> Any:
    """The test once for each file."""
    return pytest.mark.parametrize("path", SCENARIOS, ids=lambda p: p.stem)(function)


def test_the_situations_are_numbered_in_order_and_all_belong_to_the_protocol():
    numbers = [int(path.name[:2]) for path in SCENARIOS]

    assert numbers == list(range(1, len(SCENARIOS) + 1))
    assert len(SCENARIOS) >= 37
    assert belonging(shipped(), FILE, None) == SCENARIOS


def test_every_scenario_comes_out_as_it_expects():
    failed = {f"{one.scenario.name}": list(map(str, one.differences)) for one in bad()}

    assert failed == {}
    assert everything().broken == ()
    assert len(everything().outcomes) > 250


def bad() -> list[Outcome]:
    return [one for one in everything().outcomes if not one.passed]


def test_every_step_answer_rule_and_line_is_reached():
    cover = everything().coverage

    assert cover.enough
    missing = (cover.danger, cover.steps, cover.answers, cover.never_held, cover.always_held)
    assert (*missing, cover.urgent, cover.concern, cover.follow_up) == ((),) * 8


@pytest.mark.slow
def test_no_small_mistake_about_danger_would_go_unnoticed():
    compare = same_as(shipped())
    assert compare
    found = mutated(everything(), printed, compare)

    assert found.tried > 800
    assert [one.mutant.full for one in found.danger] == []
    assert len(found.same) < 70


@each
def test_a_scenario_says_what_it_is_about_and_what_must_come_of_it(path):
    told = scenario(path)

    assert 2 <= len(re.findall(r"[.!?](?=\s|$)", told["story"])) <= 5
    assert {"level", "present", "undetermined", "urgent", "due"} <= set(told["expect"])


@each
def test_the_last_follow_up_is_after_thirty_days(path):
    played = lead(shipped(), read_file(path, shipped())[0][0])

    ended = played.state.ending_at
    assert ended
    due = [t.due for t in played.state.tasks(ended) if t.kind == "follow_up"]
    assert max(due) - ended == timedelta(days=30)


@each
def test_each_level_names_the_answers_that_fired_it(path):
    told = read_file(path, shipped())[0][0]

    because = lead(shipped(), told).state.level().because
    assert bool(because) is (told.expect.level != "none")
    assert all(reason.answers and reason.text for reason in because)


def test_an_unconfirmed_call_is_a_task_that_is_due_now():
    _, played = first("18")

    ended = played.state.ending_at
    assert ended
    now = [task for task in played.state.tasks(ended) if task.kind == "outcome"]
    assert [task.why for task in now] == ["alert: hurt_by_someone"]
    assert now[0].due == ended


NO_HURRY = {"setting": "in_person", "scene_unsafe": "no", "life_threat": "no"}


@pytest.mark.parametrize("said", ["not_yet", "not_done"])
def test_a_supervisor_who_was_not_told_of_an_early_ending_is_a_task_due_now(said):
    asked = NO_HURRY | {"wish_dead": "yes", "thoughts": "yes", "early_told": {"outcome": said}}
    state = play(asked, unanswered="end").state

    due = {one.why: one.due for one in state.tasks(state.ending_at)}
    assert due["action: early_told"] == state.ending_at


def test_help_that_was_not_called_stays_open_after_the_end():
    block = {"now_called": {"outcome": "not_done"}, "now_reached": {"outcome": "not_done"}}
    asked = NO_HURRY | {"wish_dead": "yes", "thoughts": "yes", "right_now": "yes"} | block
    state = play(asked).state

    assert ("suicide_now", "open") in [(one.rule, one.status) for one in state.alerts()]
    assert "alert: suicide_now" in [one.why for one in state.tasks(state.ending_at)]


def test_the_drunk_and_the_sober_answers_both_stay():
    _, played = first("13")

    given = [(one.value, one.standing) for one in played.state.history("thoughts")]
    assert given == [("yes", "kept_too"), ("no", "in_force")]


@each
def test_through_the_command_line_the_same_comes_of_it(path, tmp_path):
    from typer.testing import CliRunner

    from crisis_cli.cli import app

    told = read_file(path, shipped())[0][0]
    played, expect = lead(shipped(), told), scenario(path)["expect"]
    args = ["start", "--practice", "--answers", str(path), "--out", str(tmp_path), "--json"]
    done = CliRunner().invoke(app, args)
    assert done.exit_code == 0, done.stderr
    said = json.loads(done.stdout)

    assert said["concern"]["level"] == expect["level"]
    assert said["concern"]["present"] == expect["present"]
    assert said["concern"]["undetermined"] is (expect["undetermined"] == "yes")
    assert [one["rule"] for one in said["urgent"]] == [a.rule for a in played.state.alerts()]
    assert said["asked"] == list(dict.fromkeys(played.asked))
    assert said["unused"] == []
    plan = expect.get("plan", "none")
    assert ("safety-plan.txt" in said["documents"]) is (printed(played.state) is not None)
    if plan != "none":
        text = Path(said["documents"]["safety-plan.txt"]).read_text("utf-8")
        assert [one for one in [*plan, *expect.get("contains", [])] if one not in text] == []


@pytest.mark.parametrize(("until", "kept"), [("paper", True), ("how_much", False)])
def test_a_plan_that_was_begun_is_not_lost_when_they_leave_before_the_paper_question(until, kept):
    said = scenario(SCENARIOS[0])["answers"]
    before = dict(list(said.items())[: list(said).index(until)])
    contact = play(before, "end")

    assert ("First, on my own" in contact.headings()) == kept
    assert bool(contact.headings()) == kept
