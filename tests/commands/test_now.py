"""crisis now: the panel, its numbers, and that nothing stands before it."""

import re
import subprocess
import sys
from pathlib import Path

import yaml

from crisis_cli.commands.panel import CHECKED, NUMBERS, PANEL

RESOURCES = Path(__file__).parents[2] / "protocols" / "resources" / "dc.yaml"


def test_the_panel_is_shown_at_once_without_a_home_or_a_terminal(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "crisis_cli", "now"],
        capture_output=True,
        text=True,
        env={"CRISIS_HOME": "/dev/null/none", "PATH": ""},
        cwd=tmp_path,
    )

    assert done.stdout == PANEL
    assert (done.returncode, done.stderr) == (0, "")


def test_the_numbers_are_those_of_the_resource_file():
    entries = {one["id"]: one for one in yaml.safe_load(RESOURCES.read_text())["resources"]}
    for name, number in NUMBERS.items():
        calls = [str(one.get("call")) for one in entries[name]["numbers"]]

        assert number in calls, name
        assert entries[name]["status"] == "confirmed"


def test_a_number_of_the_panel_that_can_change_says_when_it_was_last_checked():
    entries = {one["id"]: one for one in yaml.safe_load(RESOURCES.read_text())["resources"]}

    assert CHECKED.keys() == NUMBERS.keys() - {"nine_one_one", "lifeline"}
    for name, month in CHECKED.items():
        assert month == f"{entries[name]['verified_on']:%B %Y}"
        assert month in PANEL


def test_every_number_of_the_panel_is_one_of_the_checked_ones():
    found = set(re.findall(r"\b(?:\d-)?\d{3}-\d{3}-\d{4}\b|\b(?:911|988)\b", PANEL))

    assert found == set(NUMBERS.values())


def test_the_panel_fits_a_small_screen():
    lines = PANEL.splitlines()

    assert len(lines) <= 22
    assert max(map(len, lines)) <= 79
