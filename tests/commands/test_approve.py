"""What was approved is what a contact runs, whatever becomes of the file; nothing is refused."""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import fields
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from console import Terminal
from hypothesis import given
from hypothesis import strategies as st

from crisis_cli.commands.chosen import choose
from crisis_cli.errors import CrisisError, Exit
from crisis_cli.protocol.approval import FOLDER, LIST, Approval, approvals
from crisis_cli.protocol.source import load, shipped
from crisis_cli.terminal.pages import NOBODY

TODAY = date(2026, 11, 23)
STANDARD = "Crisis intervention"


@pytest.fixture
def edit():
    def change(path, old, new):
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")

    return change


@pytest.fixture
def sound(draft, edit):
    """A draft that nothing can be said against."""
    more = "from: friend}\n    - {heading: Any time, resources: [lifeline]}"
    edit(draft, "from: friend}", more)
    return draft


@pytest.fixture
def standard(tmp_path, monkeypatch):
    """The protocol that came with the program, in a folder that a test may write to."""
    folder = tmp_path / "protocols"
    shutil.copytree(shipped(), folder, ignore=shutil.ignore_patterns("scenarios", FOLDER))
    monkeypatch.setattr("crisis_cli.protocol.source.PACKAGE", tmp_path / "crisis_cli")
    assert shipped() == folder
    return folder / "crisis-intervention.yaml"


def chosen_of(path, today=TODAY):
    return choose(str(path), False, today)


def test_what_was_approved_runs_and_nothing_is_said(short):
    found = chosen_of(short)

    assert found.protocol == load(short)
    assert found.approved.keys() == {"by", "at", "until"}
    assert (found.approved["by"], found.said) == ("A supervisor", "")


@pytest.mark.parametrize("nobody", ["NAME, ROLE", "name, role", "Your name, your role"])
def test_nobody_approves_with_the_words_of_the_guide(short, crisis, nobody):
    done = crisis("protocol", "approve", short, "--by", nobody)

    assert (done.exit_code, "Who approves it?" in done.stderr) == (Exit.USAGE, True)


def test_a_file_that_was_edited_gives_way_to_what_was_approved(short, edit):
    approved = load(short)
    edit(short, "Any thoughts of ending your life?", "Any worries?")

    found = chosen_of(short)

    assert found.protocol == approved
    assert found.said.startswith("short.yaml is not what was approved. You see what")
    assert "A supervisor approved on 20" in found.said


def test_a_file_that_was_broken_gives_way_too(short, edit):
    approved = load(short)
    edit(short, "title: Short", "title: [Short")

    assert chosen_of(short).protocol == approved


def test_in_practice_the_edited_file_runs(short, edit):
    edit(short, "Any thoughts of ending your life?", "Any worries?")

    found = choose(str(short), True, TODAY)

    assert (found.protocol, found.approved) == (load(short), {})


def test_a_translation_that_was_edited_gives_way_with_its_protocol(draft, approve, edit, crisis):
    edit(draft, "languages: [en]", "languages: [en, es]")
    crisis("protocol", "translate", draft, "--new", "es")
    spanish = draft.with_name("short.es.yaml")
    edit(spanish, "# Short\n    text:", "# Short\n    text: Corto")
    approve(draft)
    approved = load(draft)
    edit(spanish, "Corto", "Muy corto")

    found = chosen_of(draft)

    assert found.protocol == approved
    assert found.protocol.translations["es"].texts["title"] == "Corto"
    assert "is not what was approved" in found.said


def test_an_approval_that_ended_is_told_and_the_protocol_runs(draft, approve):
    approve(draft, until=TODAY)
    assert chosen_of(draft).said == ""

    found = chosen_of(draft, TODAY + timedelta(days=1))

    assert found.protocol == load(draft)
    assert found.said == "The approval by A supervisor ended on 2026-11-23; tell your supervisor."


def test_the_last_approval_counts(draft, approve, edit):
    approve(draft, by="First", at=datetime(2026, 1, 2, tzinfo=UTC))
    edit(draft, "version: 1", "version: 2")
    approve(draft, by="Second", at=datetime(2026, 1, 3, tzinfo=UTC))
    second = load(draft)
    edit(draft, "version: 2", "version: 1")

    found = chosen_of(draft)

    assert (found.protocol, found.approved["by"]) == (second, "Second")


def test_what_was_never_approved_gives_way_to_the_standard_protocol(draft, standard):
    found = chosen_of(draft)

    assert found.protocol.title == STANDARD
    assert found.approved["by"] == ""
    told = (
        "short.yaml is not approved, so the questions of 'Crisis intervention' are asked instead."
    )
    assert found.said == f"{told} {NOBODY}"


def test_a_broken_file_that_was_never_approved_does_too(draft, standard, edit):
    edit(draft, "title: Short", "title: [Short")

    assert chosen_of(draft).said.startswith("short.yaml has errors, and no version of it is")


def test_the_protocol_that_came_along_runs_unapproved_and_says_so(standard):
    found = choose("crisis-intervention", False, TODAY)

    assert found.protocol.title == STANDARD
    assert found.approved == {"by": ""}


def test_the_protocol_that_came_along_gives_way_once_it_was_approved(standard, approve, edit):
    approve(standard)
    approved = load(standard)
    edit(standard, "title: Crisis intervention", "title: [broken")

    assert choose("crisis-intervention", False, TODAY).protocol == approved


def test_another_file_of_the_same_protocol_gives_way_to_its_approved_version(
    draft, standard, approve, edit
):
    approve(standard)
    edit(draft, "protocol: short", "protocol: crisis-intervention")

    found = chosen_of(draft)

    assert found.protocol == load(standard)
    assert found.said.startswith("short.yaml is not what was approved.")


@pytest.mark.parametrize("name", ["nope.yaml", "n" * 5000, "a\0b", "/dev/null/nope"])
def test_a_file_that_never_was_is_told(standard, name):
    with pytest.raises(CrisisError, match=r"There is no file|cannot be read"):
        chosen_of(name)


def test_a_file_that_was_moved_away_gives_way_to_what_was_approved(short):
    approved = load(short)
    short.unlink()

    assert chosen_of(short).protocol == approved


def test_what_was_approved_on_this_machine_is_found_by_its_id(draft, approve, home):
    approve(draft, place=home / "crisis" / FOLDER)

    assert chosen_of("short").protocol == load(draft)


def test_a_broken_protocol_that_was_never_approved_asks_what_the_last_contact_asked(
    standard, edit, crisis, script
):
    crisis("start", "--answers", script({}, unanswered="end"))
    before = load(standard)
    edit(standard, "title: Crisis intervention", "title: [broken")

    found = choose("crisis-intervention", False, TODAY)

    assert found.protocol == before
    assert found.said == (
        "crisis-intervention.yaml cannot be used, so the questions of the last contact are asked"
        f" again. {NOBODY}"
    )


def test_with_nothing_at_all_to_run_the_errors_are_told(standard, edit):
    edit(standard, "title: Crisis intervention", "title: [broken")

    with pytest.raises(CrisisError, match="cannot be used") as told:
        choose("crisis-intervention", False, TODAY)

    assert told.value.hint.endswith("crisis now")


@pytest.mark.parametrize(
    "damage",
    [
        "{not json\n",
        '{"protocol": "short"}\n',
        "[]\n",
        '{"protocol": "short", "at": 5}\n',
        "\udcff\n",
        "[" * 100_000 + "\n",
    ],
)
def test_a_damaged_line_hides_no_other_and_is_told(short, damage):
    listed = short.parent / FOLDER / LIST
    with listed.open("a", encoding="utf-8", errors="surrogateescape") as file:
        file.write(damage)

    found = chosen_of(short)

    told = "This list of approvals cannot be read whole"
    assert told in found.said
    assert found.protocol.title == "Short"


@given(
    st.dictionaries(
        st.sampled_from([one.name for one in fields(Approval)]),
        st.none() | st.integers() | st.text() | st.just("2026-11-23") | st.lists(st.text()),
    )
)
def test_no_line_can_stop_a_contact(tmp_path_factory, body):
    place = tmp_path_factory.mktemp("any")
    (place / LIST).write_text(json.dumps(body) + "\n", encoding="utf-8")

    found = approvals([place])

    assert found.all == () and found.damaged == (place / LIST,)


@pytest.mark.parametrize("out", ["..", "../..", "/etc", "a/b", ".", ""])
def test_a_line_that_leads_out_of_the_folder_is_no_approval(short, out):
    listed = short.parent / FOLDER / LIST
    (approval,) = approvals([short.parent / FOLDER]).all
    listed.write_text(json.dumps(json.loads(approval.line()) | {"kept": out}) + "\n")

    assert approvals([short.parent / FOLDER]).all == ()


def test_a_list_that_may_not_be_read_never_stops_a_contact(draft, standard):
    (draft.parent / FOLDER / LIST).mkdir(parents=True)

    found = chosen_of(draft)

    assert found.protocol.title == STANDARD
    assert "This list of approvals cannot be read whole" in found.said


def test_kept_files_that_were_damaged_give_way_to_an_older_approval(draft, approve, edit):
    approve(draft, by="First", at=datetime(2026, 1, 2, tzinfo=UTC))
    first = load(draft)
    edit(draft, "version: 1", "version: 2")
    second = approve(draft, by="Second", at=datetime(2026, 1, 3, tzinfo=UTC))
    edit(draft, "version: 2", "version: 3")
    edit(second.place / second.kept / "short.yaml", "version: 2", "version: 9")

    found = chosen_of(draft)

    assert (found.protocol, found.approved["by"]) == (first, "First")
    assert "What Second approved on 2026-01-03 is damaged" in found.said


def test_kept_files_are_not_needed_while_the_file_is_what_was_approved(short):
    (kept,) = (path for path in (short.parent / FOLDER).iterdir() if path.is_dir())
    shutil.rmtree(kept)

    assert chosen_of(short).said == ""


def test_approving_again_mends_what_was_kept(short, approve, edit):
    (kept,) = (path for path in (short.parent / FOLDER).iterdir() if path.is_dir())
    edit(kept / "short.yaml", "version: 1", "version: 9")

    approve(short)

    assert (kept / "short.yaml").read_bytes() == short.read_bytes()


def test_a_line_that_was_cut_off_keeps_the_next_one_readable(short, approve):
    with (short.parent / FOLDER / LIST).open("a", encoding="utf-8") as file:
        file.write('{"protocol": "sho')

    approve(short, by="Later")

    assert [one.by for one in approvals([short.parent / FOLDER]).all] == ["Later", "A supervisor"]


def test_an_approval_goes_into_the_data_folder_where_the_protocol_may_not_be_written(
    short, home, approve, edit
):
    shutil.rmtree(short.parent / FOLDER)
    (short.parent / FOLDER).write_text("no folder")
    approve(short, place=home / "crisis" / FOLDER)
    approved = load(short)
    edit(short, "version: 1", "version: 2")

    assert chosen_of(short).protocol == approved


# -- the command


def test_approve_writes_down_who_what_and_until_when(crisis, sound):
    done = crisis("protocol", "approve", sound, "--by", " The  clinical supervisor ")

    assert done.exit_code == Exit.DONE, done.stderr
    (one,) = approvals([sound.parent / FOLDER]).all
    assert (one.protocol, one.version, one.by) == ("short", "1", "The clinical supervisor")
    assert date.fromisoformat(one.until) - date.fromisoformat(one.at[:10]) > timedelta(days=360)
    assert (one.place / one.kept / "short.yaml").read_bytes() == sound.read_bytes()
    assert f"until {one.until}" in done.stdout
    assert chosen_of(sound).protocol.title == "Short"


def test_approvals_are_only_added_to(crisis, sound):
    crisis("protocol", "approve", sound, "--by", "One")
    before = (sound.parent / FOLDER / LIST).read_text(encoding="utf-8")

    crisis(
        "protocol",
        "approve",
        sound,
        "--by",
        "Two",
        "--until",
        str(datetime.now(UTC).date() + timedelta(days=2)),
    )

    after = (sound.parent / FOLDER / LIST).read_text(encoding="utf-8")
    assert after.startswith(before) and after.count("\n") == 2


@pytest.mark.parametrize("nobody", ["", "  "])
def test_nobody_cannot_approve(crisis, sound, nobody):
    done = crisis("protocol", "approve", sound, "--by", nobody)

    assert done.exit_code == Exit.USAGE and done.stdout == ""
    assert "Who approves it?" in done.stderr
    assert not (sound.parent / FOLDER).exists()


def test_a_protocol_with_errors_is_not_approved(crisis, sound, edit):
    edit(sound, "danger: yes}", "danger: yse}")

    done = crisis("protocol", "approve", sound, "--by", "Me")

    assert done.exit_code == Exit.FOUND
    assert "E023" in done.stderr and "It was not approved." in done.stderr
    assert not (sound.parent / FOLDER).exists()


def test_a_protocol_of_which_something_is_not_proved_is_not_approved(crisis, sound, edit):
    (sound.parent / "properties.yaml").write_text(
        "properties:\n  short:\n"
        "    - {id: p, means: Help comes, when: {thoughts: no}, next_block: stay}\n",
        encoding="utf-8",
    )

    done = crisis("protocol", "approve", sound, "--by", "Me")

    assert done.exit_code == Exit.FOUND
    assert "BROKEN: p. Help comes" in done.stderr
    assert not (sound.parent / FOLDER).exists()


def test_without_the_solver_nothing_is_proved_and_nothing_approved(sound, tmp_path):
    (tmp_path / "z3.py").write_text("raise ImportError")
    words = [sys.executable, "-m", "crisis_cli", "protocol", "approve", str(sound), "--by", "Me"]
    env = os.environ | {"PYTHONPATH": str(tmp_path)}

    done = subprocess.run(words, env=env, capture_output=True, text=True)

    assert done.returncode == Exit.FOUND
    assert "NOT PROVED" in done.stderr and "'.[author]'" in done.stderr
    assert not (sound.parent / FOLDER).exists()


def test_the_properties_are_approved_with_the_protocol(crisis, sound):
    (sound.parent / "properties.yaml").write_text(
        "properties:\n  short:\n"
        "    - {id: p, means: Help comes, when: {thoughts: yes}, next_block: stay}\n",
        encoding="utf-8",
    )

    done = crisis("protocol", "approve", sound, "--by", "Me", "--json")

    assert done.exit_code == Exit.DONE, done.stderr
    told = json.loads(done.stdout)
    assert len(told["properties"]) == 64
    assert (Path(told["place"]) / told["kept"] / "properties.yaml").exists()


def test_one_approval_never_changes_protocol_and_properties_together(crisis, sound, edit):
    properties = sound.parent / "properties.yaml"
    asked = "properties:\n  short:\n    - {id: p, means: Help comes, when: {thoughts: yes},"
    properties.write_text(f"{asked} next_block: stay}}\n", encoding="utf-8")
    assert crisis("protocol", "approve", sound, "--by", "Me").exit_code == Exit.DONE
    properties.write_text(f"{asked} level_at_least: low}}\n", encoding="utf-8")
    edit(sound, "version: 1", "version: 2")

    refused = crisis("protocol", "approve", sound, "--by", "Me")
    edit(sound, "version: 2", "version: 1")
    alone = crisis("protocol", "approve", sound, "--by", "Me")
    edit(sound, "version: 1", "version: 2")
    after = crisis("protocol", "approve", sound, "--by", "Me")

    assert refused.exit_code == Exit.FOUND
    assert "and so was what must hold of it: p." in refused.stderr
    assert (alone.exit_code, after.exit_code) == (Exit.DONE, Exit.DONE), alone.stderr
    assert len(approvals([sound.parent / FOLDER]).all) == 3


def test_a_new_question_comes_with_what_must_hold_of_it(crisis, sound, edit):
    properties = sound.parent / "properties.yaml"
    asked = "properties:\n  short:\n    - {id: p, means: Calm, level_at_most: none, when:"
    properties.write_text(f"{asked} {{not: {{any: [{{thoughts: any_but_no}}]}}}}}}\n")
    assert crisis("protocol", "approve", sound, "--by", "Me").exit_code == Exit.DONE
    new = "{id: lost, ask: Lost?, kind: yes_no, danger: yes}"
    edit(sound, "    steps:\n", f"    steps:\n      - {new}\n")
    edit(
        sound,
        "concern:\n",
        "concern:\n  - {id: l, level: high, when: {lost: [yes, unsure]}, because: L}\n",
    )
    broken = crisis("protocol", "approve", sound, "--by", "Me")
    more = "{thoughts: any_but_no}, {lost: any_but_no}"
    properties.write_text(
        f"{asked} {{not: {{any: [{more}]}}}}}}\n"
        "    - {id: q, means: Found, when: {lost: yes}, level_at_least: high}\n"
    )

    together = crisis("protocol", "approve", sound, "--by", "Me")

    assert broken.exit_code == Exit.FOUND
    assert together.exit_code == Exit.DONE, together.stderr


@pytest.mark.parametrize("until", ["soon", "2020-01-01", "2999-01-01", "2027-13-01"])
def test_a_day_that_cannot_be_the_last_is_refused(crisis, draft, until):
    done = crisis("protocol", "approve", draft, "--by", "Me", "--until", until)

    assert done.exit_code == Exit.USAGE
    assert until in done.stderr


def test_without_a_name_the_approvals_are_listed(crisis, short, draft, edit):
    listed = crisis("protocol", "approve", short)
    assert "short, version 1: approved by A supervisor on 20" in listed.stdout
    assert "Nothing was changed since." in listed.stdout

    edit(short, "version: 1", "version: 2")

    assert "short.yaml is not what was approved." in crisis("protocol", "approve", short).stdout
    (one,) = json.loads(crisis("protocol", "approve", short, "--json").stdout)
    assert one["by"] == "A supervisor"


def test_properties_that_were_changed_since_are_told_with_the_list(crisis, short):
    (short.parent / "properties.yaml").write_text("properties: {}\n")

    assert "properties.yaml was changed since." in crisis("protocol", "approve", short).stdout


def test_where_the_protocol_may_not_be_written_the_data_folder_holds_the_approval(
    crisis, sound, home, standard
):
    (sound.parent / FOLDER).write_text("a file where the folder should be")

    done = crisis("protocol", "approve", sound, "--by", "Me")

    assert done.exit_code == Exit.DONE, done.stderr
    assert str(home / "crisis" / FOLDER) in done.stdout
    assert (home / "crisis").stat().st_mode & 0o077 == 0
    assert chosen_of(sound).protocol == load(sound)


def test_without_any_approval_it_says_what_to_do(crisis, draft):
    done = crisis("protocol", "approve", draft)

    assert f"Nobody has approved {draft} here yet." in done.stdout
    assert "--by" in done.stderr


# -- the contact


def test_the_record_shows_which_version_ran_and_why(started, crisis, short, calm, edit):
    edit(short, "What may I call you?", "Your name?")

    told = started(calm)

    record = crisis("show", told["contact"]).stdout
    assert told["protocol"]["approved"]["by"] == "A supervisor"
    assert "What may I call you?" in record and "Your name?" not in record
    flat = " ".join(record.split())
    assert "Approved: By A supervisor on 20" in flat and "is not what was approved." in flat
    shown = json.loads(crisis("show", told["contact"], "--json").stdout)
    assert shown["approved"] == told["protocol"]["approved"]


def test_a_script_hears_on_stderr_what_runs_instead(crisis, short, script, calm, edit):
    edit(short, "version: 1", "version: 2")

    done = crisis("start", short, "--answers", script(calm), "--json")

    assert "is not what was approved" in done.stderr
    assert json.loads(done.stdout)["protocol"]["version"] == "1"


def test_the_first_page_says_it_and_no_other(short, edit):
    edit(short, "version: 1", "version: 2")
    one = Terminal(["-m", "crisis_cli", "start", str(short)], 80, 24, {})
    one.wait("short.yaml is not what was approved.", "What may I call you?", "\n>")
    one.settle(0.2)
    one.press("Sam\r")

    assert "approved" not in one.wait("Any thoughts of ending your life?")
    one.child.close(force=True)


def test_an_unapproved_protocol_says_so_quietly_on_its_first_page(home):
    one = Terminal(["-m", "crisis_cli", "start"], 80, 24, {})

    assert NOBODY in " ".join(one.wait("Nobody has approved").split())
    one.child.close(force=True)


def test_practice_says_nothing_of_approval(started, crisis, draft, calm):
    told = started(calm, "--practice")

    assert told["protocol"]["approved"] == {}
    assert "Approved" not in crisis("show", told["contact"]).stdout
