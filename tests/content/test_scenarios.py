"""The 22 situations, each led to its end under the shipped protocol."""

from __future__ import annotations

import json
import re
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from conversation import SCENARIOS, Contact, play, scenario

UNITS = {"hours": timedelta(hours=1), "days": timedelta(days=1)}
EXPECTED = {
    *("level", "present", "undetermined", "urgent", "plan", "due"),
    *("not_asked", "contains", "prompts"),
}


def each(function: Any) -> Any:
    """The test once for each scenario."""
    return pytest.mark.parametrize("path", SCENARIOS, ids=lambda p: p.stem)(function)


def led(path: Path) -> tuple[Contact, dict[str, Any]]:
    """The contact of a scenario, and what is expected of it."""
    told = scenario(path)
    at = datetime.fromisoformat(told["at"])
    left = told.get("unanswered", "error")
    return play(told["answers"], left, told.get("later"), at), told["expect"]


def length(text: str) -> timedelta:
    """How long `24 hours` is."""
    number, unit = text.split()
    return int(number) * UNITS[unit]


def test_there_are_22_situations_numbered_in_order():
    numbers = [int(path.name[:2]) for path in SCENARIOS]

    assert numbers == list(range(1, 23))


@each
def test_a_scenario_says_what_it_is_about_and_what_must_come_of_it(path):
    told = scenario(path)

    assert set(told) <= {"title", "story", "at", "answers", "unanswered", "later", "expect"}
    assert 2 <= len(re.findall(r"[.!?](?=\s|$)", told["story"])) <= 5
    assert datetime.fromisoformat(told["at"]).tzinfo
    assert EXPECTED >= set(told["expect"]) >= EXPECTED - {"not_asked", "contains", "prompts"}


@each
def test_the_level_the_alerts_and_what_was_not_asked_are_as_expected(path):
    contact, expect = led(path)

    level = contact.state.level()
    assert level.highest == expect["level"]
    assert level.present == expect["present"]
    assert level.undetermined is (expect["undetermined"] == "yes")
    assert contact.urgent == expect["urgent"]
    assert {
        step: _standing(contact, step) for step in expect.get("not_asked", [])
    } == dict.fromkeys(expect.get("not_asked", []), "not_asked")


@each
def test_the_next_contact_is_due_in_time(path):
    contact, expect = led(path)

    ended = contact.state.ending_at
    assert ended
    due = [t.due for t in contact.state.tasks(ended) if t.kind == "follow_up"]
    assert min(due) - ended == length(expect["due"])
    assert max(due) - ended == timedelta(days=30)


@each
def test_the_plan_has_what_it_must_have_or_is_not_made(path):
    contact, expect = led(path)

    if expect["plan"] == "none":
        assert contact.headings() == []
    else:
        assert set(expect["plan"]) <= set(contact.headings())


@each
def test_every_answer_of_the_script_is_asked_for(path):
    contact, _ = led(path)

    assert set(scenario(path)["answers"]) == set(contact.asked)


@each
def test_each_level_names_the_answers_that_fired_it(path):
    contact, expect = led(path)

    because = contact.state.level().because
    assert bool(because) is (expect["level"] != "none")
    assert all(reason.answers and reason.text for reason in because)


def test_an_unconfirmed_call_is_a_task_that_is_due_now():
    contact, _ = led(next(path for path in SCENARIOS if path.name.startswith("18")))

    ended = contact.state.ending_at
    assert ended
    now = [task for task in contact.state.tasks(ended) if task.kind == "outcome"]
    assert [task.why for task in now] == ["alert: hurt_by_someone"]
    assert now[0].due == ended


def test_the_drunk_and_the_sober_answers_both_stay():
    contact, _ = led(next(path for path in SCENARIOS if path.name.startswith("13")))

    given = [(one.value, one.standing) for one in contact.state.history("thoughts")]
    assert given == [("yes", "kept_too"), ("no", "in_force")]


def _standing(contact: Contact, step: str) -> str:
    given = contact.state.answer(step)
    return given.unknown if given else contact.state.standing_in(step)


@each
def test_through_the_command_line_the_same_comes_of_it(path, tmp_path):
    from typer.testing import CliRunner

    from crisis_cli.cli import app

    expect = scenario(path)["expect"]
    args = ["start", "--practice", "--answers", str(path), "--out", str(tmp_path), "--json"]
    done = CliRunner().invoke(app, args)
    assert done.exit_code == 0, done.stderr
    told = json.loads(done.stdout)

    assert told["concern"]["level"] == expect["level"]
    assert told["concern"]["present"] == expect["present"]
    assert told["concern"]["undetermined"] is (expect["undetermined"] == "yes")
    assert [one["rule"] for one in told["urgent"]] == expect["urgent"]
    assert told["unused"] == []
    assert ("safety-plan.txt" in told["documents"]) is (expect["plan"] != "none")
    if expect["plan"] != "none":
        plan = Path(told["documents"]["safety-plan.txt"]).read_text("utf-8")
        assert [
            one for one in [*expect["plan"], *expect.get("contains", [])] if one not in plan
        ] == []


@pytest.mark.parametrize(("until", "kept"), [("paper", True), ("how_much", False)])
def test_a_plan_that_was_begun_is_not_lost_when_they_leave_before_the_paper_question(until, kept):
    said = scenario(SCENARIOS[0])["answers"]
    before = dict(list(said.items())[: list(said).index(until)])
    contact = play(before, "end")

    assert ("First, on my own" in contact.headings()) == kept
    assert bool(contact.headings()) == kept
