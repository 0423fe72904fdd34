"""The docs are true: what they name exists, what exists is named, and their commands run."""

import json
import re
import shlex
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from crisis_cli.cli import COMMANDS, Lazy, app
from crisis_cli.errors import Exit
from crisis_cli.protocol.compiled import LEVELS, UNKNOWN
from crisis_cli.protocol.kinds import KINDS, OUTCOMES
from crisis_cli.protocol.problems import CODES
from crisis_cli.terminal.keyed import KEYS, NUMBERS

TOP = Path(__file__).parent.parent
PAGES = [TOP / "README.md", TOP / "CONTRIBUTING.md", *sorted((TOP / "docs").rglob("*.md"))]
LANGUAGE = (TOP / "docs" / "language.md").read_text(encoding="utf-8")
OPERATORS = (
    *("all", "any", "not", "at_least", "at_most", "above", "below", "count", "on_path"),
    *("includes", "includes_any", "includes_none", "unknown", "any_but_no", "concern"),
)
ITEM = '{"linkId": "1", "text": "Are you safe?", "type": "boolean"}'
FORM = f'{{"resourceType": "Questionnaire", "item": [{ITEM}]}}'
SAID_INSTEAD = (
    *("There is no terminal here", "What is to be added?", "No contact is open"),
    "What came of it?",
    *("Nobody has set up these records yet", "There are no debriefs"),
    *("No printer is set up", "There is no printing system here"),
    "Nobody here can be asked whether this paper is safe",
)


def blocks(page):
    """The sh blocks of a page, in order."""
    return re.findall(r"^```sh\n(.*?)^```$", page.read_text(encoding="utf-8"), re.M | re.S)


def commands():
    for name in COMMANDS:
        yield name
        yield from (f"{name} {inner}" for inner in getattr(Lazy()[name], "commands", {}))


@pytest.mark.parametrize("name", list(commands()))
def test_every_command_is_in_the_docs(name):
    text = "".join(page.read_text(encoding="utf-8") for page in PAGES)

    assert f"crisis {name}" in text


@pytest.mark.parametrize("word", [*KINDS, *OPERATORS, *LEVELS, *UNKNOWN, *OUTCOMES])
def test_every_kind_operator_and_word_is_on_the_language_page(word):
    written = "do" if word == "action" else word  # an action is written as `do`

    assert re.search(rf"`[^`\n]*\b{written}\b[^`\n]*`", LANGUAGE)


def test_every_problem_that_check_can_find_is_explained_in_its_own_words():
    text = (TOP / "docs" / "problems" / "README.md").read_text(encoding="utf-8")
    told = dict(re.findall(r"^\| \[([EW]\d{3})\]\(\w+\.md\) \| (.*) \|$", text, re.M))

    assert told == CODES


def test_no_page_names_a_problem_that_does_not_exist():
    for page in PAGES:
        named = set(re.findall(r"\b[EW]\d{3}\b", page.read_text(encoding="utf-8")))
        assert named <= set(CODES), page


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(TOP)))
def test_links_lead_somewhere(page):
    links = re.findall(r"\]\(([^)#]+)[^)]*\)", page.read_text(encoding="utf-8"))
    ours = [link for link in links if "://" not in link and not link.startswith("mailto:")]

    assert [link for link in ours if not (page.parent / link).exists()] == []


def test_the_first_two_blocks_of_the_readme_set_up_and_run_the_interview_and_the_tests():
    first, second, third, *_ = (block.splitlines() for block in blocks(TOP / "README.md"))

    assert first[0] == second[0] == "python3 -m venv .venv"
    assert "--constraint constraints.txt" in first[1]
    assert "--constraint constraints.txt" in second[1]
    assert second[2:] == [".venv/bin/pytest"]
    assert third == [".venv/bin/crisis start --practice"]


def test_the_main_job_of_the_readme_prints_the_level_and_writes_plan_and_record(
    tmp_path, monkeypatch
):
    (_, _, line) = blocks(TOP / "README.md")[0].splitlines()
    monkeypatch.chdir(TOP)
    words = shlex.split(line)
    assert words[:2] == [".venv/bin/crisis", "start"]

    done = CliRunner().invoke(app, [*words[1:-1], str(tmp_path / "out")])

    assert done.exit_code == 0, done.stderr
    assert re.search(r"Level of concern: \w+", done.stdout)
    for name in ("safety-plan.pdf", "contact-record.pdf"):
        assert (tmp_path / "out" / name).read_bytes().startswith(b"%PDF")


def commands_in(page):
    for block in blocks(TOP / "docs" / page):
        yield from block.splitlines()


@pytest.fixture
def contact():
    """The id of a contact that has ended with a plan."""
    scenario = sorted((TOP / "protocols" / "scenarios").glob("03*.yaml"))[0]
    done = CliRunner().invoke(app, ["start", "--practice", "--answers", str(scenario), "--json"])
    assert done.exit_code == 0, done.stderr
    return json.loads(done.stdout)["contact"]


@pytest.mark.parametrize("line", list(commands_in("worker.md")))
def test_the_commands_of_the_workers_guide_run(line, contact, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CUPS_SERVER", str(tmp_path / "nowhere"))  # nothing comes out of a printer
    monkeypatch.setenv("CRISIS_PAPERS", str(tmp_path / "papers"))
    command = re.split(r" >>? ", line)[0]
    program, *words = shlex.split(command.replace("CONTACT", contact))

    done = CliRunner().invoke(app, words)

    assert program == "crisis"
    asks = any(said in done.stderr for said in SAID_INSTEAD)  # there is nobody to answer here
    assert asks or done.exit_code == Exit.DONE, done.stderr


@pytest.mark.parametrize("line", list(commands_in("import-fhir.md")))
def test_the_commands_for_those_who_import_a_form_run(line, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    shutil.copy(TOP / "protocols" / "crisis-intervention.yaml", "draft.yaml")
    Path("form.json").write_text(FORM, encoding="utf-8")
    program, *words = shlex.split(re.split(r" >>? ", line)[0])

    done = CliRunner().invoke(app, words)

    assert program == "crisis"
    asks = any(said in done.stderr for said in SAID_INSTEAD)
    assert asks or done.exit_code == Exit.DONE, done.stderr


def test_the_workers_guide_names_every_key():
    text = (TOP / "docs" / "worker.md").read_text(encoding="utf-8")

    keys = [one.split()[0] for one in (*NUMBERS, *KEYS) if one.startswith("Ctrl-")]
    assert keys[0] == "Ctrl-E"
    for key in keys:
        assert f"| {key} |" in text


def test_the_changelog_has_a_heading_for_what_people_are_asked():
    assert "### Protocol content" in (TOP / "CHANGELOG.md").read_text(encoding="utf-8")
