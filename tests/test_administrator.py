"""The guide for administrators, walked from the first line to the last, as it is written."""

import re
import shlex
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from crisis_cli.cli import app
from crisis_cli.commands.contacts import begin, store_of
from crisis_cli.engine.entries import Ended, Opened
from crisis_cli.errors import Exit
from crisis_cli.protocol.source import find, load
from crisis_cli.records.people import new_person, to_text
from crisis_cli.records.slots import SLOW

GUIDE = (Path(__file__).parent.parent / "docs" / "administrator.md").read_text(encoding="utf-8")
WORDS = "four warm words here"
ERASE = 'crisis keys erase CASE --reason "kept long enough" --in-backup november.db'
# Where a person would answer here, or where this computer lacks something, and what is said then.
INSTEAD = {
    "crisis keys recover": "There is no recovery key",
    "crisis keys new-recovery": "No new recovery key was made",
    "crisis keys remember": "no keyring that can be used",
    "crisis store restore november.db": "There are records here already",
    "crisis store restore november.db --replace": "Add --yes",
    ERASE: "Add --yes",
}


@pytest.fixture
def case(tmp_path, monkeypatch):
    """A folder with what the guide brings along, and records of one case; the id of the case."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setitem(SLOW, "memory", 64)
    for name, role in (("supervisor", "supervisor"), ("Lee", "worker")):
        Path(f"{name}.key").write_text(to_text(new_person(name, role)))
    keys = tmp_path / "passphrase"
    keys.write_text(f"{WORDS}\n{WORDS}\n")  # the old one, and the new one
    keys.chmod(0o600)
    monkeypatch.setenv("CRISIS_KEY_FILE", str(keys))
    protocol = load(find("crisis-intervention"))
    with store_of() as store:
        given = Opened(protocol.id, protocol.version, protocol.hash, client="Quillfeather")
        one = begin(store, protocol, given, lambda: datetime(2011, 3, 1, tzinfo=UTC))
        one.keep(Ended())
        return store.case_of(one.id)


def crisis(line, case):
    """Run a line as it stands, with what somebody would type or save."""
    command, _, target = line.partition(" > ")
    program, *words = [case if word == "CASE" else word for word in shlex.split(command)]
    assert program == "crisis"
    if words[0] == "setup":
        words += ["--name", "Dana R.", "--role", "worker"]
    done = CliRunner().invoke(app, words)
    if line == "crisis store verify --json":
        target = "heads.json"
    if target and not Path(target).exists():  # the other computer's key is there already
        Path(target).write_text(done.stdout)
    return done


def lines():
    """The commands of the guide, but for what a shell does with a file descriptor."""
    for block in re.findall(r"^```sh\n(.*?)^```$", GUIDE, re.M | re.S):
        yield from (line for line in block.splitlines() if " 3< " not in line)


def test_every_line_of_the_guide_does_what_it_says_one_after_the_other(case):
    said = {}
    for line in lines():
        if "hand-over" in line:
            crisis("crisis keys add Lee.key", case)
        done = crisis(line, case)
        instead = INSTEAD.get(line)
        fits = instead and instead in done.stderr
        assert fits or done.exit_code == Exit.DONE, f"{line}\n{done.output}"
        said[line] = done.output
        if instead == "Add --yes":
            done = crisis(f"{line} --yes", case)
            assert done.exit_code == Exit.DONE, done.stderr
            said[line] = done.output

    assert "The copy was read again" in said["crisis store backup november.db"]
    assert "november.db" in said["crisis store backups"]
    assert "are kept:" in said["crisis store restore november.db --replace"]
    assert "Quillfeather" not in said["crisis store retention"]  # a child, for all one knows
    assert "november.db: the keys of the case were taken away" in said[ERASE]
    assert "records-replaced-" in said[ERASE].split("LEFT TO DO")[1]
    assert "All of it is as it was written" in said["crisis store verify"]
    assert set(INSTEAD) <= set(said)


def test_every_file_of_the_data_folder_is_explained(case, tmp_path):
    for line in lines():
        crisis(line, case)
    crisis("crisis store restore november.db --replace --yes", case)
    table = GUIDE.split("## What is where")[1]

    with store_of() as store:
        names = {file.name for file in store.path.parent.iterdir()}
    for name in names - {"records.db", "records.db-wal", "records.db-shm"}:
        assert re.sub(r"(?<=-)[\w-]+(?=\.)", "…", name, count=1) in table or (
            f"`{name.split('-')[0]}" in table
        ), name
