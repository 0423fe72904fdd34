"""Writing pages to a folder: whole or not at all, and in words where it cannot be done."""

import os
import signal
import stat
from datetime import UTC, datetime

import pytest
from made_contacts import NOW, calm, listing

from crisis_cli.documents.blocks import Bullets, Heading, Page
from crisis_cli.documents.formats import FORMATS, save, write
from crisis_cli.documents.plan import safety_plan
from crisis_cli.documents.record.page import contact_record
from crisis_cli.errors import CrisisError

resource = pytest.importorskip("resource")  # not on Windows


def pages(short):
    state = calm(short, client="Alex Example")
    return [safety_plan(state, listing, NOW), contact_record(state, listing, NOW, "k7m4")]


def test_each_page_is_written_in_each_format(short, tmp_path):
    written = write(pages(short), tmp_path / "new" / "out")

    assert set(written) == {
        f"{page}.{kind}" for page in ("safety-plan", "contact-record") for kind in FORMATS
    }
    assert all(path.read_bytes() for path in written.values())


def test_no_file_name_has_client_data_and_nothing_else_is_left_behind(short, tmp_path):
    write(pages(short), tmp_path, ["txt"])

    assert {path.name for path in tmp_path.glob("*.txt")} == {
        "safety-plan.txt",
        "contact-record.txt",
    }
    assert not list(tmp_path.glob(".*"))


def test_files_are_for_their_owner_only(short, tmp_path):
    written = write(pages(short), tmp_path, ["txt"])

    assert {stat.S_IMODE(path.stat().st_mode) for path in written.values()} == {0o600}


def test_a_page_written_again_takes_the_place_of_the_old_one(short, tmp_path):
    (tmp_path / "safety-plan.txt").write_text("old")
    write(pages(short), tmp_path, ["txt"])

    assert (tmp_path / "safety-plan.txt").read_text().startswith("My safety plan")


def test_a_folder_that_is_a_file_gives_a_sentence(short, tmp_path):
    (tmp_path / "out").write_text("mine")

    with pytest.raises(CrisisError, match=r"to .*out: there is a file where a folder is needed"):
        write(pages(short), tmp_path / "out", ["txt"])
    with pytest.raises(CrisisError, match="file where a folder is needed"):
        write(pages(short), tmp_path / "out" / "deeper", ["txt"])

    assert (tmp_path / "out").read_text() == "mine"


def test_a_folder_that_nobody_may_write_to_gives_a_sentence(short, locked, as_nobody):
    page = safety_plan(calm(short), listing, NOW)

    said = as_nobody(lambda: write([page], locked / "papers", ["txt"]))

    assert said.startswith("CrisisError: Could not write to ") and "Permission denied" in said


def test_a_folder_where_the_file_should_be_gives_a_sentence(short, tmp_path):
    (tmp_path / "safety-plan.txt").mkdir()

    with pytest.raises(CrisisError, match=r"Could not write to .*safety-plan\.txt"):
        write(pages(short), tmp_path, ["txt"])

    assert not list(tmp_path.glob(".*"))


def test_a_disk_that_is_full_gives_a_sentence_and_leaves_the_old_page(short, tmp_path):
    (tmp_path / "safety-plan.txt").write_text("old")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, hard))
    try:
        with pytest.raises(CrisisError, match="Could not write to"):
            write(pages(short), tmp_path, ["txt"])
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, before)

    assert (tmp_path / "safety-plan.txt").read_text() == "old"
    assert not list(tmp_path.glob(".*"))


def test_a_warning_is_told_once_for_all_pages(tmp_path):
    made = datetime(2026, 11, 23, tzinfo=UTC)
    blocks = (Heading("First"), Bullets(("\ufffd \U0001f9ff",)))
    told = []
    write(
        [Page(name, "T", "client", blocks, "F", made) for name in ("one", "two")],
        tmp_path,
        ["pdf"],
        told.append,
    )

    assert len(told) == 1


def test_a_pipe_is_written_to_and_stays_a_pipe(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)

    save(pipe, b"a page")

    assert os.read(reader, 100) == b"a page"
    assert stat.S_ISFIFO(pipe.stat().st_mode)
    os.close(reader)
