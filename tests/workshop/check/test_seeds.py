"""Files that once broke something, or might: each ends in a report, with a place for each problem.

Made small from what tests/fuzz found; a new one is one more file in tests/protocol/seeds.
"""

import os
from pathlib import Path

import pytest

from crisis_cli.workshop.check.report import examined

SEEDS = sorted((Path(__file__).parents[2] / "protocol" / "seeds").iterdir())
DATA = os.environ.get("CRISIS_TEST_DATA", "")


def holds_together(data):
    report = examined("seed.yaml", data, {}, exact=True)
    for one in report.problems:
        assert one.line >= 1 and one.column >= 1 and one.message and one.hint
        assert one.show("seed.yaml").startswith(f"seed.yaml:{one.line}:{one.column}: {one.code}")
    return report


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.stem)
def test_a_seed_ends_in_a_report(path):
    holds_together(path.read_bytes())


@pytest.mark.skipif(not DATA, reason="CRISIS_TEST_DATA is not set")
def test_hostile_files_end_in_a_report_of_an_error():
    files = [path for path in Path(DATA, "yaml", "hostile").rglob("*") if path.is_file()]

    assert len(files) >= 8
    for path in files:
        report = holds_together(path.read_bytes())
        assert report.problems, path
