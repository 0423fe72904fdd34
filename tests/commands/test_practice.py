"""crisis practice: which scenarios there are, a role-play and looking back at it, what is passed,
and what the agency expects; all of it apart from the records."""

import json
import re
import sys

import pypdf
import pytest

from crisis_cli.commands.practice.passes import practised
from crisis_cli.documents.table import DOCUMENTS
from crisis_cli.errors import Exit
from crisis_cli.protocol.source import shipped
from crisis_cli.records.folder import database

pexpect = pytest.importorskip("pexpect")
at_a_terminal = pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
GONE = "09-walks-out"
SCENARIOS = shipped() / "scenarios"
TALK = """\
protocol: short
title: Thoughts, and a sister
story: They think of it, and their sister comes.
meet: Somebody sits on the stairs.
answers: {name: Sam, thoughts: yes, called: done, friend: {name: Ana}}
lines: {thoughts: Every night now., called: (Their sister is on her way.)}
expect: {level: moderate, urgent: [soon], due: 24 hours}
"""


@pytest.fixture
def talk(draft):
    """A scenario with lines beside the short protocol."""
    path = draft.parent / "scenarios" / "talk.yaml"
    path.parent.mkdir()
    path.write_text(TALK, encoding="utf-8")
    return path


@pytest.fixture
def policy(home):
    """Write a policy that expects entry to practise these scenarios; returns its path."""

    def write(*names):
        text = (shipped() / "policy.yaml").read_text(encoding="utf-8")
        more = f"  entry:\n    practice: [{', '.join(names)}]\n"
        path = home / "crisis" / "policy.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.replace("  entry:\n", more), encoding="utf-8")
        return path

    return write


@pytest.fixture
def set_up(crisis, tmp_path, monkeypatch):
    """Sit down at the computer of somebody, set up as theirs; again, and it is there already."""

    def sit(name, role="worker"):
        monkeypatch.setenv("CRISIS_HOME", str(tmp_path / name))
        monkeypatch.setenv("CRISIS_KEY_FILE", str(tmp_path / f"{name}.words"))
        if not (tmp_path / f"{name}.words").exists():
            (tmp_path / f"{name}.words").write_text("four warm words here\n")
            (tmp_path / f"{name}.words").chmod(0o600)
            who = ("--name", name, "--role", role, "--recovery-file", tmp_path / f"{name}.paper")
            assert crisis("setup", *who).exit_code == 0
            (tmp_path / f"{name}.key").write_text(crisis("keys", "public").stdout)

    return sit


@pytest.fixture
def by_hand(spawned, tmp_path):
    """Play the man who walks out at the questions, as his scenario has it; all that was said."""

    def play():
        child = spawned("practice", GONE, "--plain", "--out", tmp_path / "by-hand")
        follow(child, ("small side room", "1"), ("It is calm here", "2"), ("not hurt", "2"))
        follow(child, ("Most days, man", "1"), ("all I think of", "1"), ("takes his bag", "p"))
        follow(child, ("The person left", "4"), ("You call 911", "1"), ("Who answered", "911"))
        follow(
            child, ("Whom did you call", "6"), ("picks up at 8:12", "1"), ("leaves it empty", "Kim")
        )
        follow(child, ("ing more is asked", "1"))
        child.expect(pexpect.EOF)
        child.wait()
        assert child.exitstatus == 0
        return child.logfile_read.getvalue()

    return play


def follow(child, *steps):
    for asked, typed in steps:
        child.expect(asked)
        child.expect("> ")
        child.sendline(typed)


def played(crisis, name, *more, answers=None):
    file = answers or SCENARIOS / f"{name}.yaml"
    done = crisis("practice", name, "--answers", file, *more)
    assert done.exit_code == 0, done.output
    return done


def test_without_a_name_the_scenarios_are_listed_and_no_answer_is_told(crisis):
    done = crisis("practice")
    listed = json.loads(crisis("practice", "--json").stdout)

    assert done.exit_code == 0
    assert GONE in done.stdout
    assert "His bus goes in ten" in done.stdout
    assert "crisis practice NAME" in done.stdout
    assert len(listed) >= 12
    assert {"name": GONE, "expected": False, "passed": None}.items() <= next(
        one for one in listed if one["name"] == GONE
    ).items()
    assert "suicide" not in done.stdout.lower()


@pytest.mark.tty
@at_a_terminal
def test_as_the_scenario_has_it_it_is_passed_and_listed_with_its_day(crisis, by_hand):
    said = by_hand()

    assert "LOOKING BACK: Walks out" in said
    assert "Passed: it came out as the scenario expects." in said
    assert "kept on this computer alone" in said
    assert f"{GONE} - passed " in crisis("practice").stdout
    assert f"{GONE}: passed " in crisis("practice", "--passed").stdout
    (told,) = json.loads(crisis("practice", "--passed", "--json").stdout)
    assert (told["scenario"], told["on_record"]) == (GONE, False)
    assert (told["protocol"], len(told["scenario_hash"])) == ("crisis-intervention", 64)


def test_answers_from_a_file_never_count_as_passed_and_that_is_said(crisis, policy):
    policy(GONE)
    done = played(crisis, GONE)
    back = json.loads(played(crisis, GONE, "--json").stdout)["looking_back"]

    assert "It came out as the scenario expects. It does not count as passed" in done.stdout
    assert "Passed:" not in done.output
    assert (back["left"], back["passed"], back["scripted"]) == ([], False, True)
    assert practised() == []
    assert "You have passed no scenario yet." in crisis("practice", "--passed").output
    assert f"{GONE} - your agency expects this one" in crisis("practice").stdout


def test_answered_otherwise_it_is_not_passed_and_as_json_says_what_that_changes(crisis, tmp_path):
    text = (SCENARIOS / "02-wishes-not-to-wake-up.yaml").read_text(encoding="utf-8")
    other = tmp_path / "other.yaml"
    other.write_text(text.replace("  wish_dead: yes", "  wish_dead: no"), encoding="utf-8")
    done = played(crisis, "02-wishes-not-to-wake-up", "--json", answers=other)
    back = json.loads(done.stdout)["looking_back"]

    assert back["passed"] is False
    assert [one["step"] for one in back["others"]] == ["wish_dead"]
    assert "The level of concern is low, not none" in back["others"][0]["changes"][0]
    assert practised() == []


def test_nothing_of_it_is_among_the_records(crisis):
    played(crisis, GONE)

    assert not database().exists()
    assert json.loads(crisis("cases", "--json").stdout) == []
    assert len(json.loads(crisis("cases", "--practice", "--json").stdout)) == 1
    database(practice=True).unlink()
    assert GONE in crisis("practice").stdout


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("short", "Did you mean"),
        ("11-a-gun-and-tonihgt", "Did you mean '11-a-gun-and-tonight'?"),
        ("22-a-question-passed-by", "has no `lines`, so nobody would say anything."),
    ],
)
def test_what_is_neither_a_scenario_nor_a_protocol_is_told(crisis, word, said):
    done = crisis("practice", word)

    assert done.exit_code == Exit.TOLD
    assert said in done.stderr or said == "Did you mean"
    assert "crisis practice" in done.stderr


def test_a_file_is_what_it_says_that_it_is(crisis, talk, draft, script, calm, danger):
    role = crisis("practice", talk, "--answers", talk)
    free = crisis("practice", draft, "--answers", script(calm))

    assert "LOOKING BACK: Thoughts, and a sister" in role.stdout
    assert free.exit_code == 0
    assert "LOOKING BACK" not in free.stdout


def test_a_scenario_without_lines_cannot_be_played_with_anybody(crisis, talk):
    talk.write_text(re.sub(r"lines:.*\n", "", TALK), encoding="utf-8")
    done = crisis("practice", talk)

    assert (done.exit_code, "has no `lines`" in done.stderr) == (Exit.TOLD, True)


# -- on record


@pytest.mark.tty
@at_a_terminal
def test_what_was_passed_is_signed_handed_over_and_seen_by_the_supervisor(
    crisis, by_hand, set_up, tmp_path
):
    set_up("Sam")
    assert "on record" in by_hand()
    told = crisis("practice", "--hand-over")
    (tmp_path / "sam.passed").write_text(told.stdout)
    (day,) = re.findall(rf"{GONE}: passed (.*), with", crisis("practice", "--passed").stdout)
    assert f"You have passed in practice: {GONE} on {day}." in crisis("keys").stdout

    set_up("Kim", "supervisor")
    refused = crisis("keys", "passed", tmp_path / "sam.passed")
    assert (refused.exit_code, "Nobody whose key you know" in refused.stderr) == (1, True)
    assert crisis("keys", "add", tmp_path / "Sam.key").exit_code == 0
    done = crisis("keys", "passed", tmp_path / "sam.passed")
    assert f"Sam: {GONE}: passed " in done.stdout
    assert f"passed in practice: {GONE} on {day}" in crisis("keys").stdout
    (sam,) = json.loads(crisis("keys", "--json").stdout)["people"]
    assert [one["scenario"] for one in sam["passed"]] == [GONE]


@pytest.mark.tty
@at_a_terminal
def test_what_was_passed_before_there_were_keys_goes_on_record_later(crisis, by_hand, set_up):
    by_hand()
    home = database().parent
    set_up("Sam")
    (home / "practice.db").rename(database(practice=True))
    for key in home.glob("device-*.key"):
        key.rename(database().parent / key.name)

    assert f"{GONE}: passed " in crisis("practice", "--passed").stdout
    assert json.loads(crisis("practice", "--passed", "--json").stdout)[0]["on_record"] is True


@pytest.mark.parametrize("option", ["--passed", "--hand-over"])
def test_where_nothing_was_passed_that_is_told(crisis, set_up, option):
    set_up("Sam")

    assert "You have passed no scenario yet." in crisis("practice", option).output


# -- what the agency expects


@pytest.mark.tty
@at_a_terminal
def test_the_policy_names_what_is_expected_and_the_list_says_so(crisis, by_hand, policy):
    policy(GONE)

    assert f"{GONE} - your agency expects this one" in crisis("practice").stdout
    by_hand()
    assert "expects this one" not in crisis("practice").stdout


def test_a_name_that_no_scenario_has_is_refused_by_check(crisis, policy):
    done = crisis("protocol", "check", policy(GONE, "09-walks-oot"))

    assert done.exit_code == 4
    assert "E147 error: There is no scenario '09-walks-oot' with lines" in done.stdout
    assert f"Did you mean '{GONE}'?" in done.stdout


def test_the_agency_s_own_scenarios_lie_beside_its_policy(crisis, policy, talk):
    path = policy("talk")
    (path.parent / "scenarios").mkdir()
    (path.parent / "scenarios" / "talk.yaml").write_text(TALK.replace("protocol: short\n", ""))

    assert "E147" not in crisis("protocol", "check", path).stdout
    assert "talk - your agency expects this one" in crisis("practice").stdout


# -- a scenario from what was done


def test_what_was_done_is_written_down_as_a_scenario_that_passes(
    crisis, draft, script, danger, tmp_path
):
    made = tmp_path / "scenarios" / "new.yaml"
    made.parent.mkdir()
    done = crisis("practice", draft, "--answers", script(danger), "--record", made)

    assert done.exit_code == 0, done.output
    assert "fill in who they are" in done.stdout
    text = made.read_text(encoding="utf-8")
    assert "# lines:\n#   name:  # What may I call you?" in text
    assert '  called: {outcome: done, note: "Their sister"}' in text
    tested = json.loads(crisis("protocol", "test", draft, "--json").stdout)
    assert [one["passed"] for one in tested["scenarios"]] == [True]
    assert "no problems found" in crisis("protocol", "check", made).stdout


@pytest.mark.parametrize(("there", "said"), [(True, "is left as it is"), (False, "no folder")])
def test_no_file_is_ever_rewritten_and_that_is_told_before_anything_is_asked(
    crisis, draft, tmp_path, there, said
):
    file = tmp_path / "new.yaml" if there else tmp_path / "nowhere" / "new.yaml"
    if there:
        file.write_text("mine")
    done = crisis("practice", draft, "--record", file)

    assert (done.exit_code, said in done.stderr) == (Exit.TOLD, True)
    assert not there or file.read_text() == "mine"


def test_a_name_that_is_too_long_for_a_file_is_told(crisis, draft, tmp_path):
    done = crisis("practice", draft, "--record", tmp_path / f"{'a' * 300}.yaml")

    assert (done.exit_code, "Choose another name" in done.stderr) == (Exit.TOLD, True)


# -- the mark of practice


def test_every_document_in_every_form_says_that_it_is_practice(crisis, tmp_path):
    played(crisis, "02-wishes-not-to-wake-up", "--out", tmp_path / "own")
    (one,) = json.loads(crisis("cases", "--practice", "--json").stdout)
    unmarked, seen = [], 0
    for name, document in DOCUMENTS.items():
        for form in document.forms:
            out = tmp_path / f"{name}-{form}"
            done = crisis("print", one["contact"], "--document", name, "--form", form, "--out", out)
            assert done.exit_code == 0, done.output
            for path in out.iterdir():
                seen += 1
                unmarked += [path.name] if not marked(path) else []

    assert unmarked == []
    assert seen > 20


def marked(path):
    if path.suffix == ".pdf":
        return all("PRACTICE" in page.extract_text() for page in pypdf.PdfReader(path).pages)
    text = path.read_text(encoding="utf-8")
    return bool(re.search(r'PRACTICE|"practice": true', text))


# -- at a terminal


@pytest.mark.tty
@at_a_terminal
def test_a_role_play_that_was_left_goes_on_with_its_lines_and_is_looked_back_at(
    spawned, talk, draft, tmp_path
):
    child = spawned("practice", talk, "--plain", "--out", tmp_path / "out")
    child.expect("Practice: made up. 911")
    child.expect("Somebody sits on the stairs")
    follow(child, ("The story says nothing of this", "Sam"), ('They say: "Every night now."', "p"))
    follow(child, ("come back later", "2"))
    child.expect("Left open")
    child.expect(pexpect.EOF)

    edited = draft.read_text("utf-8").replace("id: friend", "id: other_friend")
    draft.write_text(edited.replace("from: friend", "from: other_friend"), encoding="utf-8")

    again = spawned("resume", "--practice", "--plain", "--out", tmp_path / "out")
    follow(again, ('Any thoughts.*They say: "Every night now."', "2"))
    follow(again, ("Who could you call", "/n"), ("Would rather not say", "2"))
    follow(again, ("All of this is right", "1"), ("Finish this contact", "1"))
    again.expect("Not passed yet")
    again.expect("you chose 'No'")
    again.expect(pexpect.EOF)
    again.wait()
    assert again.exitstatus == 0
    assert practised() == []


@pytest.mark.tty
@at_a_terminal
def test_what_a_file_began_is_gone_on_with_and_passes_nothing(crisis, spawned, talk, script):
    begun = crisis("practice", talk, "--answers", script({"name": "Sam", "thoughts": "yes"}))
    assert begun.exit_code == Exit.TOLD
    child = spawned("resume", "--practice", "--plain")
    follow(child, ("Call 988 now", "1"), ("Who answered", "-"), ("Who could you call", "/n"))
    follow(child, ("Would rather not say", "2"), ("All of this is right", "1"))
    follow(child, ("Whom did you call", "6"), ("Finish this contact", "1"))
    child.expect(pexpect.EOF)
    child.wait()

    assert "LOOKING BACK" not in child.logfile_read.getvalue()
    assert practised() == []


@pytest.mark.tty
@at_a_terminal
def test_one_is_chosen_from_the_list_and_keys_show_the_line_and_the_mark(spawned):
    child = spawned("practice")
    child.expect("Enter alone: practise freely")
    child.sendline("99")
    child.expect("Type a number from 1 to")
    child.sendline(GONE)
    child.expect("PRACTICE: made up")
    child.expect("there is more to read|side room")
    child.sendcontrol("c")
    child.expect("Left open")


@pytest.mark.tty
@at_a_terminal
def test_a_live_contact_begins_whatever_was_practised_and_says_what_is_expected(
    spawned, policy, by_hand
):
    policy(GONE, "11-a-gun-and-tonight")
    by_hand()
    child = spawned("start", "--plain")
    child.expect(r"expects\s+you\s+to\s+practise\s+first:\s+11-a-gun-and-tonight\.")
    child.expect("How are we talking")
    child.sendintr()
    child.expect("Left open")


@pytest.mark.tty
@at_a_terminal
def test_without_expectations_or_with_a_broken_policy_nothing_is_said_of_practice(spawned, policy):
    policy(GONE).write_text("policy: broken\n    practice: [x]\n", encoding="utf-8")
    child = spawned("start", "--plain")
    child.expect("How are we talking")

    assert "practise" not in child.before
    child.sendintr()
    child.expect("Left open")
