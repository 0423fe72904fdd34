"""Looking a file over, as `crisis protocol check` tells it."""

from datetime import date

import pytest

from crisis_cli.commands.protocol.given import resources_for
from crisis_cli.protocol.source import find
from crisis_cli.workshop.check.look import Resource
from crisis_cli.workshop.check.report import check

GOOD = """\
protocol: p
title: P
version: 1
sections: [{id: s, title: S, steps: [{id: q, ask: Q?, kind: text, call: lifeline}]}]
"""

LIFELINE = {"lifeline": Resource(always=True, printed=True, checked=date(2026, 11, 1), stale=False)}


@pytest.fixture
def file(tmp_path):
    def write(text):
        path = tmp_path / "draft.yaml"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_a_clean_file_says_so(file):
    report = check(file(GOOD), LIFELINE)

    assert report.clean
    assert report.text().endswith("draft.yaml: no problems found. Steps: 1.")
    assert report.data()["problems"] == []


def test_problems_are_told_in_words_and_counted(file):
    report = check(file(GOOD + "titel: x\nanswer_sets: {a: {b: B}}\n"), LIFELINE)

    assert not report.clean
    assert "5:1: E021 error: The key 'titel' is not known here." in report.text()
    assert report.text().endswith("draft.yaml: 1 error and 1 warning.")


def test_errors_and_warnings_are_counted_apart(file):
    report = check(file(GOOD + "answer_sets: {a: {b: B}, c: {d: D}}\n"), LIFELINE)

    assert report.text().endswith("draft.yaml: 2 warnings.")


def test_the_data_has_a_place_code_and_hint_for_each_problem(file):
    (problem,) = check(file(GOOD + "titel: x\n"), LIFELINE).data()["problems"]

    assert problem == {
        "severity": "error",
        "danger": False,
        "code": "E021",
        "message": "The key 'titel' is not known here.",
        "line": 5,
        "column": 1,
        "hint": "Did you mean 'title'?",
        "source": "titel: x",
    }


def test_a_resource_that_is_not_there_is_a_warning_at_its_name(file):
    (problem,) = check(file(GOOD), {"lifelines": LIFELINE["lifeline"]}).problems

    assert (problem.code, problem.hint) == ("W089", "Did you mean 'lifelines'?")
    assert problem.source[problem.column - 1 :].startswith("lifeline")


def test_the_shipped_protocol_has_no_problems_at_all():
    path = find("crisis-intervention")
    report = check(path, resources_for(path))

    assert report.clean, report.text()
