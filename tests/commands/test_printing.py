"""crisis print --printer: with programs in the place of lp and lpstat that do what they like."""

import json
import os
from datetime import timedelta

import pytest

from crisis_cli.commands.carried import form_to_carry
from crisis_cli.commands.contacts import now, read
from crisis_cli.commands.stores import store_of
from crisis_cli.documents import printing
from crisis_cli.errors import CrisisError, Exit

LISTED = """
echo Desk; echo Old
echo 'printer Desk is idle.  enabled since Sat'
echo 'printer Old disabled since Sat -'; printf '\\tout of paper\\n'
echo 'Desk accepting requests since Sat'
echo 'system default destination: Desk'
"""
pytestmark = pytest.mark.skipif(os.name == "nt", reason="needs a POSIX shell")


@pytest.fixture
def programs(tmp_path, monkeypatch):
    """Put programs on PATH, and nothing else but the shell's own."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("CRISIS_PAPERS", str(tmp_path / "papers"))
    monkeypatch.setattr(printing.shutil, "which", lambda name: _there(folder / name))

    def put(**scripts):
        for name, body in scripts.items():
            (folder / name).write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
            (folder / name).chmod(0o755)

    return put


def _there(path):
    return str(path) if path.exists() else None


def sent(crisis, started, calm, elsewhere):
    contact = started(calm, "--out", elsewhere)["contact"]
    return crisis("print", contact, "--printer", "Desk", "--paper-safe")


def test_a_page_goes_through_a_pipe_under_a_title_that_says_nothing(
    crisis, started, calm, programs, tmp_path
):
    kept = f'echo "$@" >{tmp_path}/args; cat >{tmp_path}/got'
    lp = f"{kept}; echo 'request id is Desk-7 (0 file(s))'"
    programs(lpstat=LISTED, lp=lp)
    done = sent(crisis, started, calm, tmp_path / "first")

    assert done.exit_code == Exit.DONE
    assert "Queued on Desk as Desk-7. Queued is not printed" in done.stdout
    assert "cancel Desk-7" in done.stderr and "keeps a copy" in done.stderr
    assert (tmp_path / "got").read_bytes().startswith(b"%PDF")
    assert (tmp_path / "args").read_text().split() == ["-d", "Desk", "-t", "Document"]


@pytest.mark.parametrize(
    ("scripts", "said"),
    [
        ({}, "the program 'lpstat' is missing"),
        ({"lpstat": "exit 1"}, "No printer is set up"),
        ({"lpstat": "echo 'lpstat: Scheduler is not running.' >&2; exit 1"}, "Scheduler is not"),
        ({"lpstat": "echo Other"}, "There is no printer 'Desk'"),
        ({"lpstat": LISTED.replace("Desk is idle.  enabled", "Desk disabled")}, "is stopped"),
        ({"lpstat": "printf '\\377\\000 \\033[2J %s'"}, "No printer is set up"),
        ({"lpstat": LISTED}, "the program 'lp' is missing"),
        ({"lpstat": LISTED, "lp": "echo 'lp: It is gone.' >&2; exit 1"}, "It is gone"),
        ({"lpstat": LISTED, "lp": "sleep 60 & sleep 60"}, "did not answer within"),
        ({"lpstat": "sleep 60"}, "did not answer within"),
    ],
)
def test_what_goes_wrong_is_told_and_the_page_lies_in_a_file(
    crisis, started, calm, programs, monkeypatch, tmp_path, scripts, said
):
    monkeypatch.setattr(printing, "PATIENCE", {"lp": 0.5, "lpstat": 0.5})
    programs(**scripts)
    done = sent(crisis, started, calm, tmp_path / "first")

    assert done.exit_code == Exit.TOLD
    assert said in done.stderr and "Every answer is safe. The page lies in " in done.stderr
    assert [path.name for path in tmp_path.glob("papers/*/*")] == ["safety-plan.pdf"]


def test_without_a_terminal_nobody_guesses_that_paper_is_safe(crisis, started, calm, programs):
    programs(lpstat=LISTED, lp="echo never")
    done = crisis("print", started(calm)["contact"], "--printer", "Desk")

    assert done.exit_code == Exit.TOLD and "--paper-safe" in done.stderr
    assert "Queued" not in done.stdout


def test_the_printers_are_listed_with_the_default_and_what_is_wrong(crisis, programs):
    programs(lpstat=LISTED)

    assert crisis("print", "--printers").stdout == "Desk (the default)\nOld (is stopped)\n"
    assert json.loads(crisis("print", "--printers", "--json").stdout)[0] == {
        "name": "Desk",
        "default": True,
        "trouble": "",
    }


def test_on_windows_the_shell_prints_a_file(crisis, started, calm, monkeypatch, tmp_path):
    given = []
    monkeypatch.setattr(os, "startfile", lambda *args: given.append(args), raising=False)
    contact = started(calm)["contact"]
    where = tmp_path / "o"
    done = crisis("print", contact, "--printer", "default", "--paper-safe", "--out", where)

    assert given == [(where / "safety-plan.pdf", "print")]
    assert "not printed yet" in done.stdout and "delete" in done.stderr


def test_a_coded_card_is_written_to_a_file_of_a_name_that_says_nothing(
    crisis, started, calm, tmp_path
):
    done = crisis("print", started(calm)["contact"], "--form", "coded", "--out", tmp_path / "o")

    assert [path.name for path in (tmp_path / "o").iterdir()] == ["numbers.pdf"]
    assert "988 and 911 are not on it" in done.stderr


def test_a_folder_that_is_a_file_is_told_in_a_sentence(crisis, started, calm, tmp_path):
    (tmp_path / "o").write_text("mine")
    done = crisis("print", started(calm)["contact"], "--form", "coded", "--out", tmp_path / "o")

    assert done.exit_code == Exit.TOLD and "Could not write to" in done.stderr
    assert (tmp_path / "o").read_text() == "mine"


@pytest.fixture
def asks_of_paper(short, approve):
    """The short protocol asks whether paper is safe, and has no plan after a no."""
    paper = '{id: paper, ask: Is paper safe?, answers: {yes: "Yes", small: "Small", no: "No"}}'
    step = "      - {id: friend"
    text = short.read_text("utf-8").replace(step, f"      - {paper}\n{step}")
    part = "    - {heading: People, from: friend}"
    whole = "    when: {paper: [yes, small]}\n    parts:\n  " + part
    short.write_text(text.replace(part, whole), encoding="utf-8")
    approve(short)


@pytest.mark.parametrize(
    ("paper", "form", "flags", "queued"),
    [
        ("yes", "page", [], True),
        ("small", "coded", [], True),
        ("small", "page", [], False),
        ("small", "page", ["--paper-safe"], True),
        ("no", "page", ["--paper-safe"], False),
        ("no", "coded", [], False),
        ("no", "coded", ["--paper-safe"], True),
    ],
)
def test_what_they_said_of_paper_decides_what_is_printed_unasked(
    crisis, started, calm, programs, asks_of_paper, tmp_path, paper, form, flags, queued
):
    programs(lpstat=LISTED, lp="cat >/dev/null; echo 'request id is Desk-7 (0 file(s))'")
    contact = started(calm | {"paper": paper}, "--out", tmp_path / "o")["contact"]
    done = crisis("print", contact, "--printer", "Desk", "--form", form, *flags)

    assert ("Queued on Desk" in done.stdout) == queued, done.stderr
    assert done.exit_code == (Exit.DONE if queued else Exit.TOLD)
    assert ("paper is not safe for them" in done.stderr) == (
        paper == "no" and (queued or form == "page")
    )


@pytest.mark.parametrize(("hours", "queued"), [(23, True), (25, False)])
def test_what_was_said_of_paper_is_good_for_a_day_since_it_was_said(
    crisis, started, calm, programs, asks_of_paper, tmp_path, hours, queued
):
    programs(lpstat=LISTED, lp="cat >/dev/null; echo 'request id is Desk-7 (0 file(s))'")
    took_place = (now() - timedelta(hours=hours)).isoformat(timespec="minutes")
    late = ["--from-paper", "--happened", took_place, "--out", tmp_path / "o"]
    contact = started(calm | {"paper": "yes"}, *late)["contact"]

    done = crisis("print", contact, "--printer", "Desk")

    assert ("Queued on Desk" in done.stdout) == queued, done.stderr


def test_what_was_said_of_paper_by_a_clock_that_ran_ahead_is_asked_again(
    started, calm, asks_of_paper, tmp_path
):
    contact = started(calm | {"paper": "yes"}, "--out", tmp_path / "o")["contact"]
    with store_of() as store:
        one = read(store, contact, "Ana", lambda: now() - timedelta(days=30))

        with pytest.raises(CrisisError, match="Nobody here can be asked"):
            form_to_carry(one, "page", safe=False)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--printer", "Desk", "--format", "csv"], "A printer takes no format"),
        (["--printer", "Desk", "--format", "pdf"], "A printer takes no format"),
        (["--paper-safe"], "--paper-safe is for --printer"),
        (["--label", "Office"], "--label is for the coded card"),
    ],
)
def test_an_option_that_would_do_nothing_is_told(crisis, programs, options, said):
    programs(lpstat=LISTED, lp="echo never")
    done = crisis("print", "k7m4-2pqx", *options)

    assert done.exit_code == Exit.USAGE and said in done.stderr


def test_a_coded_card_without_a_number_for_day_and_night_is_told(crisis, started, calm, tmp_path):
    contact = started(calm, "--out", tmp_path / "o")["contact"]

    done = crisis("print", contact, "--form", "coded", "--out", tmp_path / "c")

    assert "No number on this card answers day and night" in done.stderr


@pytest.mark.parametrize("options", [["--form", "card"], ["--document", "resource-sheet"]])
def test_that_paper_is_not_safe_is_the_reason_that_is_told(
    crisis, started, calm, asks_of_paper, tmp_path, options
):
    contact = started(calm | {"paper": "no"}, "--out", tmp_path / "o")["contact"]
    done = crisis("print", contact, *options, "--out", tmp_path / "p")
    shown = crisis("show", contact, "--document", "safety-plan")

    for told in (done, shown):
        assert told.exit_code == Exit.TOLD
        assert "paper is not safe for them to carry" in told.stderr
    assert "--form coded" in done.stderr and "another folder" not in done.stderr
