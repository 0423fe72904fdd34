"""Lists, links and files in a bad state: what was approved is still found, and nothing hangs."""

import os
import shutil
import threading
from datetime import UTC, date, datetime

import pytest

from crisis_cli.commands.chosen import choose
from crisis_cli.commands.protocol import approve as approve_command
from crisis_cli.errors import CrisisError, Exit
from crisis_cli.protocol import source
from crisis_cli.protocol.approval import FOLDER, LIST, approvals
from crisis_cli.protocol.source import load, shipped

TODAY = date(2026, 11, 23)
LINE = "This list of approvals cannot be read whole"


def chosen_of(path):
    return choose(str(path), False, TODAY)


def broken(path):
    path.write_text(path.read_text(encoding="utf-8") + "\nx: [", encoding="utf-8")


@pytest.mark.parametrize("damage", [b"\xff\xfe\n", b"\x00" * 4096, b'{"a": "' + b"x" * 99_000])
def test_bytes_that_are_no_text_hide_no_other_line(short, damage):
    with (short.parent / FOLDER / LIST).open("ab") as file:
        file.write(damage)

    found = chosen_of(short)

    assert found.protocol == load(short)
    assert LINE in found.said


def test_a_name_with_odd_line_ends_in_it_stays_one_line(draft, approve):
    approve(draft, by="Sam\u2028Lee\x85")

    found = approvals([draft.parent / FOLDER])

    assert [one.by for one in found.all] == ["Sam\u2028Lee\x85"]
    assert found.damaged == ()


@pytest.mark.skipif(os.name != "posix", reason="there are no named pipes")
def test_a_list_that_is_a_pipe_keeps_nobody_waiting(short):
    listed = short.parent / FOLDER / LIST
    listed.unlink()
    os.mkfifo(listed)
    found = []
    asking = threading.Thread(target=lambda: found.append(chosen_of(short)), daemon=True)

    asking.start()
    asking.join(10)

    assert found


@pytest.mark.skipif(os.name != "posix", reason="there is no /dev/zero")
def test_a_list_without_an_end_is_read_only_so_far_and_told(short):
    listed = short.parent / FOLDER / LIST
    listed.unlink()
    listed.symlink_to("/dev/zero")

    assert LINE in chosen_of(short).said


def test_a_file_that_was_renamed_and_broken_is_known_by_the_id_in_it(short):
    approved = load(short)
    renamed = short.rename(short.with_name("final.yaml"))
    broken(renamed)

    found = chosen_of(renamed)

    assert found.protocol == approved
    assert found.said.startswith("final.yaml is not what was approved.")


def test_a_broken_file_is_not_taken_for_another_protocol_of_its_name(short, approve):
    approved = load(short)
    text = short.read_text(encoding="utf-8")
    short.write_text(text.replace("protocol: short", "protocol: other"), encoding="utf-8")
    approve(short, by="Somebody else")
    short.write_text(text, encoding="utf-8")
    broken(short)

    found = chosen_of(short)

    assert (found.protocol, found.approved["by"]) == (approved, "A supervisor")


def test_where_nothing_that_was_approved_is_left_it_is_told_who_approved_it(short):
    (kept,) = (path for path in (short.parent / FOLDER).iterdir() if path.is_dir())
    shutil.rmtree(kept)
    broken(short)

    said = chosen_of(short).said

    assert "What A supervisor approved on 20" in said and "is damaged." in said


def test_a_link_to_a_protocol_is_approved_with_the_properties_beside_that(crisis, short):
    apart = short.parent / "apart"
    apart.mkdir()
    text = short.read_text(encoding="utf-8")
    more = "from: friend}\n    - {heading: Any time, resources: [lifeline]}"
    text = text.replace("from: friend}", more)
    (apart / "real.yaml").write_text(text, encoding="utf-8")
    (apart / "properties.yaml").write_text("properties: {}\n", encoding="utf-8")
    link = short.with_name("link.yaml")
    link.symlink_to(apart / "real.yaml")

    done = crisis("protocol", "approve", link, "--by", "Me")

    assert done.exit_code == Exit.DONE, done.stderr
    assert "with properties" in done.stdout


# -- what `approve` refuses, and lists


@pytest.fixture
def sound(draft):
    """A draft that nothing can be said against."""
    text = draft.read_text(encoding="utf-8")
    more = "from: friend}\n    - {heading: Any time, resources: [lifeline]}"
    draft.write_text(text.replace("from: friend}", more), encoding="utf-8")
    return draft


@pytest.mark.parametrize("by", ["\udcff", "\x1b[31mRed", "a\u202eb", "N" * 201, "   "])
def test_a_name_that_cannot_be_shown_as_it_is_approves_nothing(crisis, sound, by):
    done = crisis("protocol", "approve", sound, "--by", by)

    assert done.exit_code == Exit.USAGE, done.stdout
    assert not (sound.parent / FOLDER).exists()


def test_a_last_day_without_a_name_is_no_listing(crisis, short):
    done = crisis("protocol", "approve", short, "--until", "2027-05-31")

    assert done.exit_code == Exit.USAGE
    assert "Who approves it?" in done.stderr


def test_what_was_written_into_the_list_by_hand_cannot_act_on_a_terminal(crisis, draft, approve):
    approve(draft, by="\x1b]0;evil\x07")

    done = crisis("protocol", "approve", draft)

    assert "\x1b" not in done.stdout
    assert "␛]0;evil␇" in done.stdout


def test_a_broken_file_of_which_nothing_is_left_still_lists_who_approved_it(crisis, short):
    (kept,) = (path for path in (short.parent / FOLDER).iterdir() if path.is_dir())
    shutil.rmtree(kept)
    broken(short)

    listed = crisis("protocol", "approve", short)

    assert "short, version 1: approved by A supervisor" in listed.stdout
    assert "is damaged." in listed.stdout


def test_a_file_that_was_saved_while_it_was_looked_at_is_not_approved(crisis, sound, monkeypatch):
    looked = approve_command.objections

    def slowly(path):
        found = looked(path)
        path.write_text(path.read_text(encoding="utf-8").replace("Any thoughts", "No thoughts"))
        return found

    monkeypatch.setattr(approve_command, "objections", slowly)

    done = crisis("protocol", "approve", sound, "--by", "Me")

    assert done.exit_code == Exit.TOLD
    assert "was saved while it was looked at" in done.stderr
    assert not (sound.parent / FOLDER).exists()


def test_an_approval_that_would_not_count_is_refused_and_never_silent(crisis, sound, approve):
    approve(sound, at=datetime(2999, 1, 2, tzinfo=UTC))

    done = crisis("protocol", "approve", sound, "--by", "Me")

    assert done.exit_code == Exit.TOLD
    assert "2999-01-0" in done.stderr and LIST in done.stderr
    assert len(approvals([sound.parent / FOLDER]).all) == 1


def test_first_properties_of_ones_own_cannot_weaken_those_that_came_along(crisis, tmp_path):
    mine = shutil.copy(shipped() / "crisis-intervention.yaml", tmp_path / "mine.yaml")
    assert crisis("protocol", "approve", mine, "--by", "Me").exit_code == Exit.DONE
    text = mine.read_text(encoding="utf-8")
    gone = "  - {when: scene_danger, run: leave_first}\n"
    assert gone in text
    mine.write_text(text.replace(gone, ""), encoding="utf-8")
    (tmp_path / "properties.yaml").write_text("properties: {}\n", encoding="utf-8")

    refused = crisis("protocol", "approve", mine, "--by", "Me")

    assert refused.exit_code == Exit.FOUND
    assert "weapon_near" in refused.stderr
    assert str(shipped() / "properties.yaml") in refused.stderr


def test_a_file_that_may_not_be_read_refuses_nobody(draft, monkeypatch):
    def forbidden(file):
        raise PermissionError(13, "Permission denied", str(file))

    whole = source.at_once
    monkeypatch.setattr(source, "at_once", lambda f: (forbidden if f == draft else whole)(f))

    found = chosen_of(draft)

    assert found.protocol.id == "crisis-intervention"
    assert found.said.startswith("short.yaml may not be read, and no version of it is approved")


@pytest.mark.parametrize("name", ["nosuch.yaml", "n" * 5000, "a\0b", "."])
def test_what_is_no_file_is_told_and_nothing_else_is_asked(draft, name):
    with pytest.raises(CrisisError):
        chosen_of(draft.parent / name)
