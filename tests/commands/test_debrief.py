"""crisis debrief through the command line: for the worker alone, and nowhere else."""

import json
import os
import sys
from pathlib import Path

import pytest

from crisis_cli.cli import COMMANDS, Lazy
from crisis_cli.commands import unlocking
from crisis_cli.errors import Exit
from crisis_cli.protocol.source import shipped
from crisis_cli.records.debriefs import open_debriefs
from crisis_cli.records.folder import database, debriefs
from crisis_cli.records.listing import listed

OWN = "nobody else has these words"
SAID = {
    "able": "yes",
    "body": ["worn"],
    "bent": "Crumhorn and rain",
    "promised": "no",
    "wanted": ["call", "system"],
    "mend": "At night nobody picks up.",
}


@pytest.fixture
def with_words(crisis):
    """Run a command with the passphrase on a file descriptor; "" for none."""

    def run(*args, words=OWN):
        if not words:
            return crisis(*args)
        read, write = os.pipe()
        os.write(write, words.encode() + b"\n")
        os.close(write)
        try:
            return crisis("--passphrase-fd", read, *args)
        finally:
            unlocking._read.clear()

    return run


@pytest.fixture
def debriefed(with_words, script):
    """Lead a debrief from answers; what came of it."""

    def lead(answers=SAID, words=OWN, **more):
        more = {"unanswered": "not_asked"} | more
        return with_words("debrief", "--answers", script(answers, **more), words=words)

    return lead


def ids():
    """The ids of all debriefs, as far as the file tells them."""
    with open_debriefs(debriefs()) as store:
        return [one.contact for one in listed(store)]


def test_it_ends_with_where_it_is_kept_and_with_nothing_of_a_contact(debriefed):
    done = debriefed()

    assert done.exit_code == 0, done.stderr
    (one,) = ids()
    assert f"crisis debrief --read {one}" in done.stdout
    assert f"crisis debrief --delete {one}" in done.stdout
    told = (done.stdout + done.stderr).lower()
    assert [word for word in ("level", "due", "written:", "danger") if word in told] == []


def test_it_leaves_no_papers_and_no_records(debriefed, home, tmp_path):
    debriefed()

    files = {file.name for file in home.rglob("*") if file.is_file()}
    assert {name for name in files if not name.endswith(".json")} == {"debrief.db"}  # and a cache
    assert not database().exists() and not database(practice=True).exists()


def test_what_was_chosen_is_words_to_say_and_what_was_not_is_not_there(debriefed):
    done = debriefed()

    assert "Nothing was sent" in done.stdout
    assert "To your supervisor: I had a hard contact." in done.stdout
    assert "To whoever can mend it: At night nobody picks up." in done.stdout
    assert "next shift" not in done.stdout
    assert "Crumhorn" not in done.stdout

    assert "Nothing was sent" not in debriefed({"wanted": []}).stdout


def test_the_second_one_begins_without_the_passphrase(debriefed):
    debriefed()

    assert debriefed(words="").exit_code == 0
    assert len(ids()) == 2


def test_nothing_of_it_stands_in_clear(debriefed, home):
    debriefed()

    content = b"".join(file.read_bytes() for file in home.rglob("*") if file.is_file())
    assert b"Crumhorn" not in content and b"picks up" not in content
    assert b"debrief" in content  # so that the search could have found something


def test_listing_and_reading_take_its_passphrase(debriefed, with_words):
    debriefed()
    (one,) = ids()

    for words in (["--list"], ["--read", one], ["--delete", one, "--yes"]):
        locked = with_words("debrief", *words, words="")
        assert (locked.exit_code, locked.stdout) == (Exit.TOLD, "")
        assert "passphrase of your debriefs" in locked.stderr
        wrong = with_words("debrief", *words, words="some other words here")
        assert (wrong.exit_code, wrong.stdout) == (Exit.TOLD, "")
        assert "passphrase of their own" in wrong.stderr
    assert ids() == [one]


def test_it_is_listed_and_read(debriefed, with_words):
    debriefed()
    (one,) = ids()

    assert with_words("debrief", "--list").stdout.startswith(f"{one}  ")
    read = with_words("debrief", "--read", one.upper()).stdout
    assert "What changed on the way, and how did you adjust?\n  Crumhorn and rain" in read
    assert "What would you say" not in read  # it was passed by


def test_the_passphrase_of_the_records_is_never_taken_for_it(debriefed, tmp_path, monkeypatch):
    file = tmp_path / "passphrase"
    file.write_text("the words of the records\n")
    file.chmod(0o600)
    monkeypatch.setenv("CRISIS_KEY_FILE", str(file))

    done = debriefed(words="")

    assert done.exit_code == Exit.TOLD
    assert "no terminal to ask for the passphrase of your debriefs" in done.stderr
    assert not debriefs().exists()


def test_a_deleted_one_is_gone_and_the_others_stay(debriefed, with_words):
    debriefed()
    debriefed({"bent": "Another night"}, words="")
    gone, kept = (one for one in ids())

    assert "--yes" in with_words("debrief", "--delete", gone).stderr  # nobody is here to be asked
    assert with_words("debrief", "--delete", gone, "--yes").exit_code == 0
    assert ids() == [kept]
    missing = with_words("debrief", "--read", gone)
    assert f"There is no debrief {gone}" in missing.stderr


def test_all_are_deleted_without_the_passphrase(debriefed, crisis, home):
    debriefed()

    assert crisis("debrief", "--delete-all").exit_code == Exit.USAGE
    assert crisis("debrief", "--delete-all", "--yes").exit_code == 0

    assert list((home / "crisis").glob("debrief*")) == []
    none = crisis("debrief", "--list")
    assert (none.exit_code, none.stdout.startswith("There are no debriefs.")) == (0, True)
    assert "There are no debriefs." in crisis("debrief", "--read", "k7m4-2pqx").stderr


def test_json_does_not_exist_here_and_the_help_says_why(crisis):
    assert crisis("debrief", "--json").exit_code == Exit.USAGE
    said = " ".join(crisis("debrief", "--help").stdout.split())
    assert "never exported, so there is no --json here, on purpose" in said


def test_two_things_at_once_are_wrong_use(crisis):
    assert crisis("debrief", "--list", "--delete-all").exit_code == Exit.USAGE


@pytest.mark.parametrize("name", ["debrief", str(shipped() / "debrief.yaml")])
@pytest.mark.parametrize("practice", [[], ["--practice"]], ids=["real", "practice"])
def test_it_is_never_led_as_a_contact(crisis, script, name, practice):
    done = crisis("start", name, *practice, "--answers", script(SAID, unanswered="not_asked"))

    assert done.exit_code == Exit.TOLD
    assert "never kept among the records" in done.stderr and "crisis debrief" in done.stderr
    assert not database(bool(practice)).exists()


WATCHED: list[str] = []
_watching = False


def _hook(event, args):
    if _watching and event in ("open", "sqlite3.connect", "os.listdir", "os.rename", "os.remove"):
        WATCHED.extend(str(one) for one in args if "debrief.db" in str(one))


def leaves():
    """Every command but this one, as the words it is called by."""
    for name in COMMANDS:
        inner = getattr(Lazy()[name], "commands", {})
        yield from ([name, one] for one in inner)
        if not inner and name != "debrief":
            yield [name]


@pytest.fixture
def contact(started, calm, tmp_path, monkeypatch):
    """The id of a contact that has ended; its papers are there."""
    monkeypatch.chdir(tmp_path)
    return started(calm, "--out", tmp_path / "out")["contact"]


def test_no_other_command_opens_or_names_it(debriefed, crisis, contact, tmp_path):
    global _watching
    debriefed()
    (one,) = ids()
    before = debriefs().read_bytes()
    sys.addaudithook(_hook)
    runs = [[], ["--json"], *leaves(), ["cases", "--json"], ["store", "verify", "--json"]]
    runs += [[*words, which] for words in leaves() for which in (contact, one, str(tmp_path))]
    _watching = True
    try:
        said = [(words, crisis(*words)) for words in runs]
    finally:
        _watching = False

    assert WATCHED == []
    assert debriefs().read_bytes() == before
    ran = [done for _, done in said if done.exit_code == 0]
    assert len(ran) > 10
    named = [words for words, done in said if one in done.stdout + done.stderr]
    assert [words for words in named if one not in words] == []
    rows = json.loads(crisis("cases", "--json").stdout)
    assert [row["contact"] for row in rows] == [contact]
    assert f"There is no contact {one}" in crisis("show", one).stderr


def test_the_watch_above_would_see_it(debriefed):
    global _watching
    debriefed()
    sys.addaudithook(_hook)
    _watching = True
    try:
        ids()
    finally:
        _watching = False
    assert WATCHED
    WATCHED.clear()


def test_verify_says_the_same_with_one_and_without(debriefed, crisis, contact):
    alone = crisis("store", "verify").stdout
    debriefed()

    assert crisis("store", "verify").stdout == alone


def test_the_program_has_no_more_than_one_place_that_opens_it():
    code = Path(unlocking.__file__).parents[1]
    naming = {
        str(path.relative_to(code))
        for path in code.rglob("*.py")
        if "records.debriefs" in path.read_text(encoding="utf-8")
    }
    assert naming == {"commands/debrief.py", "commands/debriefs.py"}
