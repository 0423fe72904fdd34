"""An answers file and a scenario are one script: what may stand in one may stand in the other."""

from datetime import datetime, timedelta, timezone

import pytest

from crisis_cli.engine import entries
from crisis_cli.protocol.script import CHANGE_KEYS, HOW, KEYS, begins
from crisis_cli.protocol.surface.scenario import ChangeKeys, ScenarioFile


def test_an_interview_takes_every_key_that_a_scenario_may_have():
    assert set(KEYS) == set(ScenarioFile.model_fields)
    assert set(CHANGE_KEYS) == set(ChangeKeys.model_fields)


def test_a_script_changes_answers_in_every_way_that_a_worker_can():
    assert ("", *HOW) == entries.HOW


def test_a_script_begins_at_a_time_with_its_zone():
    home = timezone(timedelta(hours=-5))

    assert begins("2026-11-25T13:00:00-05:00") == datetime(2026, 11, 25, 13, tzinfo=home)


@pytest.mark.parametrize(
    "at",
    [
        *("2026-11-25T13:00:00", "tomorrow", "", None, ["2026-11-25T13:00:00-05:00"]),
        *("1970-12-31T13:00:00-05:00", "2200-01-01T00:00:00-05:00", "9999-12-31T23:59:00-05:00"),
    ],
)
def test_what_no_clock_can_tell_is_no_time_to_begin(at):
    assert begins(at) is None
