"""The list of hazards names tests that exist, and the list of sources names its sources."""

from __future__ import annotations

import ast
import re

import pytest
from conversation import ROOT

NAMED = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", (ROOT / "docs/hazards.md").read_text("utf-8"))


@pytest.mark.parametrize(("path", "name"), sorted(set(NAMED)))
def test_a_test_that_holds_a_hazard_exists(path, name):
    tree = ast.parse((ROOT / path).read_text("utf-8"))

    assert name in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


def test_every_hazard_has_a_control_and_a_test():
    rows = [
        line.split(" | ")
        for line in (ROOT / "docs/hazards.md").read_text("utf-8").splitlines()
        if line.startswith("| ") and not line.startswith(("| hazard", "| ---"))
    ]

    assert len(rows) >= 25
    assert [row[0] for row in rows if len(row) != 4 or "::test_" not in row[3]] == []


def test_every_source_that_is_cited_is_listed_and_every_listed_one_is_cited():
    text, listed = (ROOT / "docs/sources.md").read_text("utf-8").split("## Sources\n")
    cited = set(re.findall(r"\[(\d+)\]", text))

    assert set(re.findall(r"^\| (\d+) \|", listed, re.MULTILINE)) == cited


def test_every_resource_of_the_district_is_in_the_list_of_sources():
    from crisis_cli.directory.resources import load

    text = (ROOT / "docs/sources.md").read_text("utf-8")
    numbers = text.split("## Numbers and places")[1].split("## Still open")[0]

    short = {
        "nine_one_one": "911",
        "lifeline": "988",
        "access_helpline": "Access HelpLine",
        "cfsa": "CFSA",
        "naloxone": "naloxone",
        "shelter_hotline": "Shelter Hotline",
        "stabilization_center": "Stabilization Center, K Street",
        "stabilization_center_park": "Stabilization Center, Park Road",
        "cpep": "CPEP",
        "trevor": "Trevor Project",
    }
    missing = [
        one.id
        for one in load(ROOT / "protocols/resources/dc.yaml").values()
        if short.get(one.id, one.name) not in numbers
    ]
    assert missing == []
