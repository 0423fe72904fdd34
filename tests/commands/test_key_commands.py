"""crisis keys and crisis store verify: who may read, and whether everything is as it was."""

import json
import sqlite3

import pytest

from crisis_cli.errors import Exit
from crisis_cli.records.folder import database

DANA, SAM = "four warm words here", "other words entirely"


@pytest.fixture
def at(tmp_path, monkeypatch):
    """Sit down at somebody's computer: their records, their passphrase."""

    def sit(name, *lines):
        monkeypatch.setenv("CRISIS_HOME", str(tmp_path / name))
        file = tmp_path / f"{name}.passphrase"
        if lines:
            file.write_text("\n".join(lines) + "\n")
            file.chmod(0o600)
        monkeypatch.setenv("CRISIS_KEY_FILE", str(file))

    return sit


@pytest.fixture
def two(crisis, at, tmp_path):
    """Dana, a worker, and Sam, who supervises; the paths of their public keys."""
    keys = {}
    for name, words, role in (("Sam", SAM, "supervisor"), ("Dana", DANA, "worker")):
        at(name, words)
        paper = tmp_path / f"{name}.paper"
        done = crisis("setup", "--name", name, "--role", role, "--recovery-file", paper)
        assert done.exit_code == 0, done.stderr
        keys[name] = tmp_path / f"{name}.key"
        keys[name].write_text(crisis("keys", "public").stdout)
    return keys


def test_before_setup_the_keys_say_that_nothing_is_locked(crisis, home):
    assert "not locked" in crisis("keys").stdout
    assert json.loads(crisis("keys", "--json").stdout)["owner"] is None
    assert not (home / "crisis").exists()


@pytest.mark.parametrize(
    "words",
    [["change"], ["recover"], ["new-recovery"], ["public"], ["revoke", "Sam"], ["remember"]],
)
def test_before_setup_every_command_about_keys_says_what_to_do(crisis, words):
    done = crisis("keys", *words)

    assert done.exit_code == Exit.TOLD
    assert "Nobody has set up these records yet." in done.stderr
    assert "crisis setup" in done.stderr


def test_setup_with_a_supervisors_key_lets_them_read(crisis, at, two, tmp_path):
    at("Lee", DANA)

    done = crisis("setup", "--name", "Lee", "--role", "worker", "--supervisor", two["Sam"])

    assert done.exit_code == 0, done.stderr
    assert "Sam (supervisor) may read. Compare by phone:" in done.stdout
    assert "There is no recovery key" in done.stderr
    (sam,) = json.loads(crisis("keys", "--json").stdout)["people"]
    at("Sam")
    assert json.loads(crisis("keys", "--json").stdout)["owner"]["check"] == sam["check"]


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["--role", "worker"], "Who are you?"),
        (["--name", "  ", "--role", "worker"], "not a name"),
        (["--name", "Lee", "--role", "boss"], "'boss' is not a role"),
        (["--name", "Lee", "--role", "worker", "--supervisor", "/nowhere"], "cannot be read"),
    ],
)
def test_a_setup_that_cannot_be_changes_nothing(crisis, at, args, said):
    at("Lee", DANA)

    done = crisis("setup", *args)

    assert done.exit_code in (Exit.USAGE, Exit.TOLD)
    assert said in done.stderr
    assert "not locked" in crisis("keys").stdout


def test_a_name_that_no_file_could_have_is_looked_for_among_people(crisis, two):
    done = crisis("keys", "add", "a" * 300)

    assert (done.exit_code, "Traceback" in done.stderr) == (Exit.TOLD, False)


def test_a_passphrase_from_a_file_must_be_long_enough_too(crisis, at):
    at("Lee", "short")

    assert "it takes 12 at least" in crisis("setup", "--name", "Lee", "--role", "worker").stderr


def test_the_keys_say_who_may_read(crisis, two):
    crisis("keys", "add", two["Sam"])

    said = crisis("keys").stdout

    assert "These records are Dana's (worker, " in said
    assert "a passphrase or the recovery key on paper" in said
    assert "Sam, supervisor: may read every case." in said


def test_a_supervisor_is_added_and_revoked(crisis, two, started, calm):
    contact = started(calm)["contact"]
    done = crisis("keys", "add", two["Sam"])
    assert "the earlier ones too" in done.stdout
    assert "Sam is known already" in crisis("keys", "add", two["Sam"]).stderr

    done = crisis("keys", "revoke", "sam", "--reason", "left")

    assert done.exit_code == 0, done.stderr
    assert "nobody can take that back" in done.stdout
    assert "Sam, supervisor: may not read any more." in crisis("keys").stdout
    assert crisis("show", contact).exit_code == 0
    assert crisis("store", "verify").exit_code == 0


def test_a_case_is_handed_over_by_the_id_of_a_contact(crisis, two, started, calm):
    contact = started(calm)["contact"]
    crisis("keys", "add", two["Sam"])

    done = crisis("keys", "hand-over", contact.upper(), "Sam")

    assert done.exit_code == 0, done.stderr
    assert "Sam may read case" in done.stdout
    assert "There is no case none-such" in crisis("keys", "hand-over", "none-such", "Sam").stderr
    assert "Nobody here is called Eve" in crisis("keys", "hand-over", contact, "Eve").stderr


def test_an_erased_case_is_gone_from_lists_and_papers_and_the_rest_stays(
    crisis, two, started, calm, home
):
    gone = started(calm, "--client", "J.")["contact"]
    stays = started(calm, "--client", "K.")["contact"]
    papers = home / "Documents" / "crisis"
    assert (papers / gone).exists()

    assert "Why is it erased?" in crisis("keys", "erase", gone).stderr
    assert "Add --yes" in crisis("keys", "erase", gone, "--reason", "x").stderr
    done = crisis("keys", "erase", gone, "--reason", "asked for", "--yes")

    assert done.exit_code == 0, done.stderr
    assert "Not reached: copies" in done.stdout
    assert [row["contact"] for row in json.loads(crisis("cases", "--json").stdout)] == [stays]
    assert json.loads(crisis("--json").stdout)["open"] == []
    assert "was erased: its keys are gone" in crisis("show", gone).stderr
    assert list((papers / gone).iterdir()) == []
    assert list((papers / stays).iterdir())
    verified = crisis("store", "verify")
    assert verified.exit_code == 0
    assert "Erased on purpose" in verified.stdout


def test_an_open_contact_of_an_erased_case_is_not_open_any_more(crisis, two, short, script):
    crisis("start", short, "--answers", script({"name": "Sam"}))
    (row,) = json.loads(crisis("cases", "--json").stdout)
    crisis("keys", "erase", row["contact"], "--reason", "x", "--yes")

    assert "No contact is open." in crisis("resume").stderr
    assert crisis().exit_code == 0


def test_a_passphrase_is_changed_from_a_file_of_two_lines(crisis, at, two, started, calm):
    contact = started(calm)["contact"]
    at("Dana", DANA, "newer words for her")
    assert crisis("keys", "change").exit_code == 0

    at("Dana", DANA)
    assert "not the passphrase" in crisis("show", contact).stderr
    at("Dana", "newer words for her")
    assert crisis("show", contact).exit_code == 0


def test_a_passphrase_is_recovered_from_a_file(crisis, at, two, started, calm, tmp_path):
    contact = started(calm)["contact"]
    at("Dana", "newer words for her")

    done = crisis("keys", "recover", "--recovery-file", tmp_path / "Dana.paper")

    assert done.exit_code == 0, done.stderr
    assert crisis("show", contact).exit_code == 0
    wrong = crisis("keys", "recover", "--recovery-file", tmp_path / "Sam.paper")
    assert "not the recovery key of this store" in wrong.stderr
    assert "cannot be read" in crisis("keys", "recover", "--recovery-file", "/nowhere").stderr


def test_a_new_recovery_key_is_written_to_a_file_that_was_not_there(crisis, two, tmp_path):
    taken = crisis("keys", "new-recovery", "--recovery-file", tmp_path / "Dana.paper")
    assert taken.exit_code == Exit.TOLD and "not there yet" in taken.stderr

    done = crisis("keys", "new-recovery", "--recovery-file", tmp_path / "newer")

    assert done.exit_code == 0, done.stderr
    assert (tmp_path / "newer").stat().st_mode & 0o077 == 0
    old = crisis("keys", "recover", "--recovery-file", tmp_path / "Dana.paper")
    assert "each new recovery key ends the one before" in old.stderr


def test_a_name_that_would_act_on_the_terminal_does_not(crisis, at):
    at("Lee", DANA)
    crisis("setup", "--name", "Lee\x1b[2J", "--role", "worker")

    assert "\x1b" not in crisis("keys").stdout


def test_a_whole_store_is_told_with_what_was_looked_at(crisis, two, started, calm):
    started(calm)

    done = crisis("store", "verify")

    assert done.exit_code == 0
    assert "contacts: 1," in done.stdout and "All of it is as it was written" in done.stdout


def test_a_changed_store_ends_with_4_and_names_contact_and_entry(crisis, two, started, calm):
    contact = started(calm)["contact"]
    spoil("UPDATE entries SET sealed = zeroblob(300) WHERE seq = 3")

    done = crisis("store", "verify")
    told = json.loads(crisis("store", "verify", "--json").stdout)

    assert done.exit_code == Exit.FOUND
    assert f"Contact {contact}, entry 3: " in done.stdout
    assert "Keep the file as it is" in done.stdout
    assert told["whole"] is False
    assert {(one["contact"], one["entry"]) for one in told["findings"]} == {(contact, 3)}


def test_a_cut_off_end_is_found_by_the_heads_that_were_kept_elsewhere(
    crisis, two, started, calm, tmp_path
):
    contact = started(calm)["contact"]
    kept = tmp_path / "heads.json"
    kept.write_text(crisis("store", "verify", "--json").stdout)
    assert json.loads(kept.read_text())["heads"]
    spoil("DELETE FROM heads", "DELETE FROM entries WHERE seq > 3 OR seq IS NULL")
    assert crisis("store", "verify").exit_code == 0  # nobody within the file knows any more
    spoil("DELETE FROM heads")

    done = crisis("store", "verify", "--against", kept)

    assert done.exit_code == Exit.FOUND
    assert f"Contact {contact}, entry 3: The end of log" in done.stdout


@pytest.mark.parametrize("content", ["", "{}", '{"heads": [{}]}', "[1]"])
def test_a_file_to_compare_with_that_is_none_is_told(crisis, two, tmp_path, content):
    file = tmp_path / "heads.json"
    file.write_text(content)

    assert "is not what crisis store verify" in crisis("store", "verify", "--against", file).stderr


def test_a_store_that_is_not_there_is_whole(crisis, home):
    assert crisis("store", "verify").exit_code == 0
    assert not (home / "crisis").exists()


def test_practice_is_verified_apart(crisis, started, calm):
    started(calm, "--practice")

    assert "contacts: 0," in crisis("store", "verify").stdout
    assert "contacts: 1," in crisis("store", "verify", "--practice").stdout


def spoil(*statements):
    """Change the file from outside, past its guards."""
    db = sqlite3.connect(database())
    guards = db.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for name, _ in guards:
        db.execute(f"DROP TRIGGER {name}")
    for statement in statements:
        db.execute(statement)
    for _, sql in guards:
        db.execute(sql)
    db.commit()
    db.close()


def test_what_was_done_with_the_keys_is_told_in_words(crisis, at, two, started, calm, tmp_path):
    contact = started(calm)["contact"]
    crisis("keys", "add", two["Sam"])
    crisis("keys", "hand-over", contact, "Sam")
    at("Dana", DANA, "quite another sentence")
    crisis("keys", "change")
    at("Dana", "yet another sentence")
    crisis("keys", "recover", "--recovery-file", tmp_path / "Dana.paper")
    crisis("keys", "new-recovery", "--recovery-file", tmp_path / "new.paper")
    crisis("store", "backup", tmp_path / "copy.db")
    crisis("keys", "revoke", "Sam", "--reason", "left the agency")
    crisis("keys", "erase", contact, "--reason", "kept long enough", "--yes")

    said = crisis("keys", "log").stdout

    for words in (
        "Locked the records", "Brought in Sam", "over to Sam", "Changed the passphrase",
        "Came in with the recovery key, and chose a new passphrase", "Made a new recovery key",
        "Made backup", "Took the keys of Sam away: left the agency", ": kept long enough",
    ):  # fmt: skip
        assert words in said
    assert "act:" not in said
    rows = json.loads(crisis("keys", "log", "--json").stdout)
    assert rows == sorted(rows, key=lambda row: row["at"])
    assert {row["by"] for row in rows} == {"Dana"}
