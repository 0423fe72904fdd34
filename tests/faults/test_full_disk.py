"""A disk that fills at each write in turn: it is told, nothing acknowledged is lost, it goes on."""

import json
import shutil
from collections import Counter

import pytest
from interview import SCRIPT, all_is_well, begun, lead, unlocked
from mounts import fill, on_disk

from crisis_cli.boundary import keep_report
from crisis_cli.errors import CrisisError, Exit
from crisis_cli.records.folder import beside
from crisis_cli.records.opening import open_store

pytestmark = pytest.mark.slow


def until_full(path, protocol):
    """Lead an interview as far as the disk allows: entries acknowledged, and what was told."""
    kept = [0]

    def told(word):
        if word.startswith("kept"):
            kept.append(int(word.split()[1]))

    try:
        with open_store(path) as store:
            contact = begun(store, protocol)
            told("kept 1")
            lead(contact, told)
    except CrisisError as error:
        assert error.hint
        return kept[-1], f"{error.message} {error.hint}"
    return kept[-1], ""


def test_a_disk_that_fills_at_any_write_of_an_interview_is_told_and_nothing_is_lost(
    fresh, tmp_path, every_kind, usual
):
    def run(disk):
        counts, said = Counter(), "full"
        for blocks in range(1000):
            path = fresh(disk / "data")
            filler = fill(disk, blocks)
            kept, said = until_full(path, every_kind)
            filler.unlink()
            counts["tried"] += 1
            counts[f"told with {kept} entries kept"] += 1
            assert not said or "disk is full" in said or "No space left" in said, said
            with unlocked(path) as store:
                all_is_well(store, usual, kept)
            shutil.rmtree(disk / "data")
            if not said:
                return counts
        raise AssertionError("it was full until the end")

    counts = on_disk(tmp_path / "disk", "6m", run)
    print(counts["tried"], "disks, each with one block more:", dict(counts))
    assert len(counts) > len(usual.events) * 0.7  # the last block ran out at most of the entries


@pytest.fixture
def short_answers(tmp_path):
    """The interview for `crisis start`: the protocol's file is there, and approved by nobody."""
    path = tmp_path / "answers.yaml"
    path.write_text(json.dumps(SCRIPT))
    return path


def test_a_contact_begins_on_another_disk_where_that_of_the_records_is_full(
    crisis, approved, short_answers, tmp_path, monkeypatch
):
    def run(disk):
        monkeypatch.setenv("CRISIS_HOME", str(disk / "home"))
        told = []
        for blocks in (0, 1, 4, 20):
            filler = fill(disk, blocks)
            start = ["start", approved, "--answers", short_answers, "--out", tmp_path / "out"]
            done = crisis(*start, "--json")
            told.append((done.returncode, done.stderr))
            assert str(beside()[1].parent) in done.stderr
            contact = json.loads(done.stdout)["contact"]
            filler.unlink()
            assert contact in crisis("cases").stdout
            assert not beside()[1].exists()
        return told

    for exit_code, stderr in on_disk(tmp_path / "disk", "2m", run):
        assert exit_code == Exit.DONE
        assert "full" in stderr or "No space left" in stderr


def test_a_disk_that_is_full_for_the_papers_keeps_the_answers_and_says_so(
    crisis, approved, short_answers, tmp_path
):
    def run(disk):
        told = []
        for blocks in (0, 1, 2, 5, 12, 40, 300):
            (disk / "out").mkdir()
            filler = fill(disk, blocks)
            done = crisis(
                "start", approved, "--answers", short_answers, "--out", disk / "out", "--json"
            )
            written = {file.name: file.read_bytes() for file in (disk / "out").iterdir()}
            named = json.loads(done.stdout)["documents"]
            filler.unlink()
            contact = json.loads(done.stdout)["contact"]
            again = crisis("print", contact, "--out", disk / "out")
            whole = {file.name: file.read_bytes() for file in (disk / "out").iterdir()}
            told.append((done.returncode, done.stderr, set(named), again.returncode))
            for name in named:  # what was said to be written is whole
                assert len(written[name]) == pytest.approx(len(whole[name]), abs=64), name
            shutil.rmtree(disk / "out")
        return told

    told = on_disk(tmp_path / "disk", "4m", run)
    every = told[-1][2]
    for exit_code, stderr, named, again in told:
        assert exit_code == (Exit.DONE if named else Exit.TOLD) and again == Exit.DONE
        assert named == every or "Every answer is safe. Try again: crisis print" in stderr
    assert told[0][2] == set() and {"safety-plan.pdf", "contact-record.pdf"} < every


def test_a_crash_report_that_finds_no_room_is_told_instead(tmp_path, monkeypatch):
    def run(disk):
        monkeypatch.setenv("CRISIS_HOME", str(disk))
        fill(disk, 0)
        return keep_report(ValueError("Quillfeather"))

    said = on_disk(tmp_path / "disk", "1m", run)
    assert "ValueError" in said and "For whoever mends it" in said
    assert "Quillfeather" not in said
