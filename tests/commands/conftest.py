"""A short protocol, and the whole program in this process."""

import contextlib
import io
import json
import sys
import textwrap
from datetime import UTC, date, datetime
from functools import partial

import pytest
from typer.testing import CliRunner

from crisis_cli.cli import app
from crisis_cli.commands import papers
from crisis_cli.documents.table import sheets
from crisis_cli.protocol.approval import FOLDER
from crisis_cli.protocol.source import load
from crisis_cli.workshop.approving import approval_of, approved_files, write_down

SHORT = """
    protocol: short
    title: Short
    version: 1
    languages: [en]
    answer_sets:
      danger: {yes: "Yes", no: "No"}
    rules:
      soon: {means: Could act soon, any: [{thoughts: yes}]}
    urgent:
      - {when: soon, run: stay}
    concern:
      - {id: some, level: moderate, when: {thoughts: any_but_no}, because: Thoughts of suicide}
    sections:
      - id: first
        title: First
        aim: Know how they are.
        steps:
          - {id: name, ask: What may I call you?, kind: text}
          - {id: thoughts, ask: Any thoughts of ending your life?, answers: danger, danger: yes}
          - {id: friend, ask: Who could you call?, kind: person, start_from: last_plan}
    blocks:
      stay:
        - {id: called, do: Stay with them. Call 988 now., confirm: Who answered?, call: [lifeline]}
      ended_early: []
    follow_up:
      - {when: {concern: moderate}, within: 24 hours, what: Call them}
      - {within: 7 days, what: Meet them}
    documents:
      safety_plan:
        - {heading: People, from: friend}
"""


@pytest.fixture
def calm():
    """Answers without danger."""
    return {"name": "Sam", "thoughts": "no", "friend": {"name": "Ana", "phone": "202-555-0100"}}


@pytest.fixture
def danger(calm):
    """Answers with thoughts of suicide."""
    return calm | {"thoughts": "yes", "called": {"outcome": "done", "note": "Their sister"}}


@pytest.fixture
def draft(tmp_path):
    """The path of a short protocol that nobody approved."""
    path = tmp_path / "short.yaml"
    path.write_text(textwrap.dedent(SHORT), encoding="utf-8")
    return path


@pytest.fixture
def approve():
    """Approve a protocol file as it stands now."""

    def write(path, by="A supervisor", until=date(2999, 12, 31), at=None, place=None):
        protocol = load(path)
        files = approved_files(path, protocol)
        at = at or datetime.now(UTC)
        approval = approval_of(path, protocol, files, by, at, until)
        return write_down(approval, files, place or path.parent / FOLDER)

    return write


@pytest.fixture
def short(draft, approve):
    """The path of a short protocol that was approved."""
    approve(draft)
    return draft


@pytest.fixture
def script(tmp_path):
    """Write scripted answers; returns the path. JSON is YAML too."""

    def write(answers, **more):
        path = tmp_path / "answers.yaml"
        body = json.dumps({"answers": answers, **more}, ensure_ascii=False)
        path.write_text(body, encoding="utf-8")
        return path

    return write


@pytest.fixture
def crisis():
    """Run a command; its result has exit_code, stdout and stderr."""

    def run(*args):
        return CliRunner().invoke(app, [str(arg) for arg in args])

    return run


@pytest.fixture
def started(crisis, short, script, monkeypatch):
    """Start a contact from answers; the JSON that came of it.

    Of its papers only those in plain text are written, unless `--out` says where: to draw them
    all takes ten times as long as the contact.
    """

    def start(answers, *args, **more):
        words = ["start", short, "--answers", script(answers, **more), "--json", *args]
        with monkeypatch.context() as patch:
            if "--out" not in args:
                patch.setattr(papers, "sheets", partial(sheets, kind="txt"))
            done = crisis(*words)
        assert done.exit_code == 0, done.stderr
        return json.loads(done.stdout)

    return start


@pytest.fixture
def become(crisis, tmp_path, monkeypatch):
    """Make the records a person's, in a role; the passphrase is found from then on."""
    file = tmp_path / "passphrase"
    file.write_text("four warm words here\n")
    file.chmod(0o600)
    monkeypatch.setenv("CRISIS_KEY_FILE", str(file))

    def run(name, role="supervisor"):
        paper = tmp_path / "paper"
        done = crisis("setup", "--name", name, "--role", role, "--recovery-file", paper)
        assert done.exit_code == 0, done.stderr

    return run


@pytest.fixture
def lees(started, calm, danger, become):
    """Two contacts that Lee led, the calm one first, in records that are now Kim's."""
    led = [started(one, "--worker", "Lee")["contact"] for one in (calm, danger)]
    become("Kim S.")
    return led


@pytest.fixture
def terminal():
    """Run crisis at a terminal of its own."""
    from console import Terminal  # needs a pseudo-terminal

    opened = []

    def run(*args):
        opened.append(Terminal(["-m", "crisis_cli", *map(str, args)], 100, 40, {}))
        return opened[-1]

    yield run
    for one in opened:
        one.child.close(force=True)


@pytest.fixture
def spawned():
    """Run crisis at a terminal of its own, line by line; all that it wrote is kept."""
    pexpect, children = pytest.importorskip("pexpect"), []

    def run(*args):
        words = ["-m", "crisis_cli", *map(str, args)]
        child = pexpect.spawn(
            sys.executable, words, encoding="utf-8", timeout=60, dimensions=(40, 100)
        )
        child.logfile_read = io.StringIO()
        children.append(child)
        return child

    yield run
    for child in children:
        with contextlib.suppress(OSError, pexpect.ExceptionPexpect):
            child.close(force=True)
