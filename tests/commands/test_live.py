"""A live contact at a real terminal, through the command line: begun, killed, gone on with."""

import os
import signal
import sys

import pytest

from crisis_cli.commands.stores import store_of
from crisis_cli.engine.entries import Answered, Resumed
from crisis_cli.errors import Exit

pexpect = pytest.importorskip("pexpect")
pytestmark = [
    pytest.mark.tty,
    pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal"),
]


def test_a_contact_that_was_killed_goes_on_at_the_same_question(spawned, short, tmp_path, crisis):
    child = spawned("start", "--plain", short)
    child.expect("What may I call you")
    child.sendline("Sam")
    child.expect("Any thoughts of ending your life")
    child.kill(signal.SIGKILL)
    child.wait()

    assert "OPEN" in crisis().stdout
    again = spawned("resume", "--plain", "--out", tmp_path / "out")
    again.expect("Any thoughts of ending your life")
    again.sendline("2")
    again.expect("Who could you call")

    with store_of() as store:
        events = [entry.event for entry in store.read(store.contacts()[0])]
    assert Answered("name", "Sam") in events
    assert Answered("thoughts", "no") in events
    assert Resumed() not in events  # it was killed, and never paused


@pytest.mark.parametrize("plain", [["--plain"], []], ids=["plain", "keys"])
def test_ctrl_c_leaves_the_contact_open_and_ends_with_130(spawned, short, crisis, plain):
    child = spawned("start", short, *plain)
    child.expect("What may I call you")
    child.expect("> " if plain else "Enter")
    child.sendintr()
    child.expect("Left open; every answer is saved")
    child.expect(pexpect.EOF)
    child.wait()

    assert child.exitstatus == Exit.INTERRUPTED
    assert '"state": "paused"' in crisis("cases", "--json").stdout


@pytest.mark.parametrize("plain", [["--plain"], []], ids=["plain", "keys"])
def test_a_closed_window_is_a_pause_and_no_crash(spawned, short, crisis, home, plain):
    child = spawned("start", short, *plain)
    child.expect("What may I call you")
    child.expect("> " if plain else "Enter")
    os.close(child.fileno())  # as when the window is closed, or the connection lost
    os.waitpid(child.pid, 0)

    assert '"state": "paused"' in crisis("cases", "--json").stdout
    assert list((home / "crisis").glob("crash*")) == []


def test_a_contact_is_led_to_its_end_and_the_paths_are_told(spawned, short, tmp_path):
    child = spawned("start", "--plain", "--practice", short, "--out", tmp_path / "out")
    child.expect("What may I call you")
    child.sendline("Sam")
    child.expect("Any thoughts of ending your life")
    child.sendline("2")
    child.expect("Who could you call")
    child.sendline("/n")
    child.expect("Would rather not say")
    child.sendline("2")
    child.expect("All of this is right")
    child.sendline("1")
    child.expect("Finish this contact")
    child.sendline("1")
    child.expect("Level of concern: none")
    child.expect(r"Written to\s+\S+:\s+safety-plan.txt")
    child.expect(pexpect.EOF)
    child.wait()

    assert child.exitstatus == 0
    assert (tmp_path / "out" / "contact-record.pdf").exists()


TALK = """\
protocol: talk
title: Talk
version: 1
languages: [en, es]
sections:
  - id: s
    title: S
    steps:
      - {id: language, ask: Which language?, answers: {en: English, es: Spanish}}
      - {id: calm, ask: What helps?, kind: text}
documents:
  safety_plan:
    - {heading: What helps me, from: calm}
"""
OFFERED = {"1": {"safety-plan.es.txt"}, "2": {"safety-plan.txt"}}
BOTH = OFFERED["1"] | OFFERED["2"]


@pytest.mark.parametrize(("key", "wanted"), [*OFFERED.items(), ("3", BOTH), ("/p", BOTH)])
def test_the_language_of_the_papers_is_asked_where_the_person_has_another(
    spawned, crisis, tmp_path, key, wanted
):
    file, out = tmp_path / "talk.yaml", tmp_path / "out"
    file.write_text(TALK, encoding="utf-8")
    crisis("protocol", "translate", file, "--new", "es", "--pages")
    begun = file.with_name("talk.es.yaml")
    text = begun.read_text("utf-8").replace("    text:\n", "    text: Lo que me ayuda\n")
    begun.write_text(text, encoding="utf-8")

    child = spawned("start", "--plain", "--practice", file, "--out", out)
    for asked, typed in (
        ("Which language", "2"),
        ("What helps", "Tea"),
        ("All of this is right", "1"),
        ("Finish this contact", "1"),
        ("In which language shall the plan be written", key),
    ):
        child.expect(asked)
        child.sendline(typed)
    child.expect(pexpect.EOF)
    child.wait()

    assert child.exitstatus == 0
    assert {path.name for path in out.glob("safety-plan.*txt")} == wanted


@pytest.mark.parametrize("plain", [["--plain"], []], ids=["plain", "keys"])
def test_a_paper_form_is_asked_for_its_time_and_then_typed_in(spawned, short, plain):
    enter, ready = ("\n", "> ") if plain else ("\r", r"\?2004h.*>")  # keys typed before are lost
    child = spawned("start", short, "--from-paper", *plain)
    child.expect("When did the contact take place")
    child.expect(ready)
    child.send(f"11/20/2025 14:05{enter}")
    child.expect("it took place on Thursday, November 20, 2025, 2:05 pm")
    child.expect("1. What may I call you")
    child.expect(ready)
    child.send(f"Sam{enter}")
    child.expect("2. Any thoughts of ending your life")

    with store_of() as store:
        (opened, answered) = [entry.event for entry in store.read(store.contacts()[0])]
    assert opened.happened == "2025-11-20T14:05-05:00"
    assert answered == Answered("name", "Sam")


def test_before_a_page_is_printed_somebody_is_asked_whether_paper_is_safe(
    spawned, started, calm, tmp_path, monkeypatch
):
    programs = tmp_path / "bin"
    programs.mkdir()
    for name, body in {
        "lpstat": "echo 'system default destination: Desk'; echo Desk",
        "lp": f"cat >{tmp_path}/got; echo 'request id is Desk-1 (0 file(s))'",
    }.items():
        (programs / name).write_text(f"#!/bin/sh\n{body}\n")
        (programs / name).chmod(0o755)
    monkeypatch.setenv("PATH", str(programs), prepend=os.pathsep)
    contact = started(calm, "--out", tmp_path / "o")["contact"]

    child = spawned("print", contact, "--printer", "default")
    child.expect("nobody could say whether paper is safe")
    child.expect("Number")
    child.sendline("3")
    child.expect("Nothing was printed")
    assert not (tmp_path / "got").exists()

    child = spawned("print", contact, "--printer", "default")
    child.expect("Number")
    child.sendline("2")
    child.expect("Ana  202-555-0100")
    child.expect("988 and 911 are not on it")
    child.expect("Queued on Desk as Desk-1")
    child.expect(pexpect.EOF)
    assert (tmp_path / "got").read_bytes().startswith(b"%PDF")
