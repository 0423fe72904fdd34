"""What is imported until the first question is on the screen: a person waits for each of them."""

import sys

import pytest

pexpect = pytest.importorskip("pexpect")
pytestmark = [
    pytest.mark.tty,
    pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal"),
]
FIRST = "What may I call you"
# The program itself; what is imported is written down as it writes the first question.
WATCHED = f"""
import sys
from pathlib import Path
from crisis_cli.__main__ import main
file, write = Path(sys.argv.pop(1)), sys.stderr.write
def watched(text):
    if {FIRST!r} in text and not file.exists():
        file.write_text("\\n".join(sys.modules))
    return write(text)
sys.stderr.write = watched
main()
"""
LATER = {
    "asked with keys": {"prompt_toolkit", "questionary", "crisis_cli.terminal.widgets"},
    "compiled before": {"yaml", "pydantic", "crisis_cli.team.reading"},
    "suggested at the review": {"crisis_cli.protocol.suggestions"},
    "written at the end": {
        "typst", "jinja2", "crisis_cli.documents", "crisis_cli.commands.papers",
        "crisis_cli.commands.result", "crisis_cli.records.heads",
    },
    "for a name, or for somebody else": {
        "crisis_cli.commands.clients", "crisis_cli.commands.listed", "crisis_cli.records.index",
        "crisis_cli.records.sharing", "crisis_cli.records.settings",
    },
    "for a shared store": {"psycopg", "socket", "crisis_cli.records.shared.server"},
    "for practice with a scenario, and for supervisors": {"z3", "crisis_cli.workshop"},
}  # fmt: skip


@pytest.fixture
def imported(short, started, calm, tmp_path):
    """The modules that were there when the first question was written, all caches warm."""
    started(calm)
    file = tmp_path / "modules"

    def run(*args):
        words = ["-c", WATCHED, str(file), "start", str(short), *args]
        child = pexpect.spawn(sys.executable, words, timeout=30, dimensions=(40, 100))
        try:
            child.expect(FIRST)
        finally:
            child.close(force=True)
        return set(file.read_text().split())

    return run


@pytest.mark.parametrize("args", [[], ["--practice"]], ids=["live", "practice"])
def test_no_first_question_waits_for_what_is_needed_later(imported, args):
    there = imported(*args)

    assert {"crisis_cli.terminal.session", "sqlite3", "cryptography"} <= there  # it was kept
    assert {when: there & what for when, what in LATER.items() if there & what} == {}
