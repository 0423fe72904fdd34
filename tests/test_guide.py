"""The guide for supervisors, walked from the first line to the last, exactly as it is written."""

import re
import shlex
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from crisis_cli.cli import app
from crisis_cli.errors import Exit
from crisis_cli.protocol.surface.scenario import ExpectKeys, ScenarioFile
from crisis_cli.terminal.scripted import KEYS

TOP = Path(__file__).parent.parent
GUIDE = (TOP / "docs" / "supervisor.md").read_text(encoding="utf-8")
APPROVER = "Ana B., director"  # the guide says to put one's own in this place
NOBODY = "There is no terminal here"  # where a person would answer
# What the guide has one do: run lines, change a file, write a new one. An example is none of these.
STEPS = re.compile(
    r"```sh\n(?P<run>.*?)^```$"
    r"|(?:[Ii]n `(?P<file>[^`]+)`, )?[Ff]ind the line `(?P<line>[^`]+)`(?: again)?\. "
    r"Put (?P<where>above it|in its place):\n\n```yaml\n(?P<piece>.*?)^```$"
    r"|[Ww]rite a new file `(?P<new>[^`]+)`:\n\n```yaml\n(?P<text>.*?)^```$",
    re.M | re.S,
)


class Walk:
    """Somebody who does what the guide says. file: the one that they have open."""

    def __init__(self):
        self.file = None
        self.said = {}

    def step(self, found):
        if found["run"]:
            for line in found["run"].splitlines():
                self.run(line)
        elif found["new"]:
            Path(found["new"]).write_text(found["text"], encoding="utf-8")
        else:
            self.file = Path(found["file"] or self.file)
            self.change(found["line"], found["where"], found["piece"])

    def change(self, line, where, piece):
        lines = self.file.read_text(encoding="utf-8").splitlines(keepends=True)
        (place,) = [at for at, one in enumerate(lines) if one.rstrip("\n") == line]
        kept = [] if where == "in its place" else [lines[place]]
        lines[place : place + 1] = [*piece.splitlines(keepends=True), *kept]
        self.file.write_text("".join(lines), encoding="utf-8")

    def run(self, line):
        command, _, target = re.split(r" (>>?) ", line) if ">" in line else (line, "", "")
        program, *words = [APPROVER if one == "NAME, ROLE" else one for one in shlex.split(command)]
        if program == "cp":
            assert words[0] == "-r"
            shutil.copytree(*words[1:])
            return
        assert program == "crisis"
        done = CliRunner().invoke(app, words)
        assert NOBODY in done.stderr or done.exit_code == Exit.DONE, f"{line}\n{done.output}"
        if target:
            with Path(target).open("a", encoding="utf-8") as file:
                file.write(done.stdout)
        self.said[line] = done.output


@pytest.mark.slow
def test_who_does_what_the_guide_says_has_an_approved_protocol_of_their_own(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    shutil.copytree(TOP / "protocols", "protocols")
    walk = Walk()
    for found in STEPS.finditer(GUIDE):
        walk.step(found)
    said = {line.removeprefix("crisis "): text for line, text in walk.said.items()}
    mine = "mine/crisis-intervention.yaml"

    assert "no problems found" in said[f"protocol check {mine}"]
    assert "all passed" in said[f"protocol test {mine}"]
    assert "voices_obey" in said[f"protocol diff crisis-intervention {mine}"]
    assert "Voices that tell them to do harm" in said[f"protocol paths-to voices_say {mine}"]
    assert APPROVER in said[f"protocol approve {mine}"]
    for made in ("picture.pdf", "form.pdf", "out/safety-plan.pdf", "out/contact-record.pdf"):
        assert not Path(made).exists() or Path(made).read_bytes().startswith(b"%PDF")
    assert Path("picture.pdf").exists() and Path("form.pdf").exists()
    the_new_block_comes_up_right_after_its_question(Path(mine))


def the_new_block_comes_up_right_after_its_question(file):
    script = file.parent / "scenarios" / "38-the-voices-win.yaml"
    words = ["start", "--practice", str(file), "--answers", str(script), "--out", "out", "--json"]
    done = CliRunner().invoke(app, words)

    assert done.exit_code == Exit.DONE, done.stderr
    assert '"rule": "voices_win"' in done.stdout
    asked = re.findall(r'^    "(\w+)",?$', done.stdout.split('"asked"')[1].split("]")[0], re.M)
    assert asked[asked.index("voices_obey") + 1] == "quiet_called"


def test_every_piece_of_yaml_in_the_guide_is_walked_or_shown_as_an_example():
    pieces = GUIDE.count("```yaml")
    walked = sum(bool(found["piece"] or found["text"]) for found in STEPS.finditer(GUIDE))

    assert pieces == walked + 2  # the lines of a translation, and hours
    assert walked >= 9


def keys_in(heading):
    table = GUIDE.split(f"| {heading} |")[1].split("\n\n")[0]
    cells = "".join(line.split("|")[1] for line in table.splitlines() if line.startswith("| `"))
    return set(re.findall(r"`(\w+)`", cells))


def test_the_tables_have_every_key_of_a_scenario_and_of_what_it_expects():
    assert keys_in("key of a scenario | means") == set(KEYS) == set(ScenarioFile.model_fields)
    assert keys_in("key of `expect` | what must come of it") == set(ExpectKeys.model_fields)
