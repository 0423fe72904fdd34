"""The agency's shared store through the command line: three homes, and a real PostgreSQL."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
from console import Terminal
from postgres import processes
from wires import Proxy, Silent

from crisis_cli.commands.copying import COMMAND
from crisis_cli.errors import Exit
from crisis_cli.records.folder import papers as own_papers

pytestmark = [pytest.mark.postgres, pytest.mark.skipif(sys.platform == "win32", reason="forks")]
PEOPLE = {
    "Ana": ("four warm words here", "worker"),
    "Lee": ("four other words here", "worker"),
    "Sam": ("other words entirely", "supervisor"),
}
SOON = 60.0  # seconds for what goes on in the background


class Desks:
    """Three computers, the administrator's, and the commands that are given at each."""

    def __init__(self, crisis, postgres, folder, monkeypatch):
        self._crisis, self.postgres, self.folder = crisis, postgres, folder
        self._set = monkeypatch.setenv
        self.database = postgres.new_database()
        self.admin = postgres.url(database=self.database)

    def at(self, name, *words):
        """Sit down at somebody's computer. words: a passphrase, and perhaps a new one."""
        file = self.folder / f"{name}.passphrase"
        if words or not file.exists():
            file.write_text("\n".join(words or PEOPLE[name][:1]) + "\n")
            file.chmod(0o600)
        self._set("CRISIS_HOME", str(self.folder / name))
        self._set("CRISIS_KEY_FILE", str(file))
        return self

    def says(self, *args, code=Exit.DONE):
        """What a command prints, which ends with this code."""
        done = self._crisis(*args)
        assert done.exit_code == code, f"{args}: {done.exit_code}\n{done.output}"
        return done.stdout if code == Exit.DONE else done.output

    def json(self, *args):
        return json.loads(self.says(*args, "--json"))

    def url(self, name, port=0):
        login = f"{name.lower()}_{self.database}"
        return self.postgres.url(login=login, database=self.database, port=port)

    def set_up(self, name, *args):
        """Set somebody's records up, and write their public key."""
        _, role = PEOPLE[name]
        paper = self.folder / f"{name}.paper"
        said = self.at(name).says(
            "setup", "--name", name, "--role", role, "--recovery-file", paper, *args
        )
        (self.folder / f"{name}.key").write_text(self.says("keys", "public"))
        return said

    def admit(self, name):
        login = urlsplit(self.url(name)).username
        key = self.folder / f"{name}.key"
        return self.says("store", "admit", self.admin, key, "--login", login)

    def ask(self, statement, *values):
        """What the administrator sees in the tables."""
        with psycopg.connect(self.admin, autocommit=True) as one:
            return one.execute(statement, values).fetchall()

    def wait(self, holds, what):
        until = time.monotonic() + SOON
        while not (found := holds()):
            assert time.monotonic() < until, f"waited for {what}"
            time.sleep(0.05)
        return found


@pytest.fixture
def desks(crisis, postgres, tmp_path, monkeypatch):
    """Nobody has set anything up yet."""
    yield Desks(crisis, postgres, tmp_path, monkeypatch)
    gone(tmp_path)


def gone(folder):
    """Wait until what copies in the background for these homes has ended; else end it, and fail."""
    until = time.monotonic() + SOON
    while left := copying(folder):
        if time.monotonic() > until:
            for pid in left:
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            raise AssertionError("the copying in the background did not end by itself")
        time.sleep(0.05)


def copying(folder, parent=0):
    """The processes that copy in the background for homes in a folder."""
    found = []
    for pid, its_parent in processes().items():
        with suppress(OSError):
            words = Path(f"/proc/{pid}/cmdline").read_bytes()
            env = Path(f"/proc/{pid}/environ").read_bytes()
            if b"--background" in words and f"CRISIS_HOME={folder}".encode() in env:
                found += [pid] if parent in (0, its_parent) else []
    return found


@pytest.fixture
def agency(desks):
    """All three are set up and let in; Sam supervises both, and compared their letters."""
    desks.says("store", "create", desks.admin)
    for name in PEOPLE:
        desks.set_up(name)
        desks.admit(name)
    for name in ("Ana", "Lee"):
        desks.at(name).says("keys", "add", desks.folder / "Sam.key")
        desks.at("Sam").says("keys", "add", desks.folder / f"{name}.key")
    for name in ("Sam", "Ana", "Lee"):
        desks.at(name).says("setup", "--store", desks.url(name))
    return desks


def begun(desks, name, short, script, answers):
    """A contact that somebody leads to its end; its id."""
    done = desks.at(name).json("start", short, "--answers", script(answers))
    return done["contact"]


def rows_of(desks, contact):
    return desks.ask("SELECT count(*) FROM crisis.entries WHERE contact = %s", contact)[0][0]


# -- joining


def test_who_sets_up_and_joins_is_told_step_by_step_what_comes_next(desks):
    made = desks.says("store", "create", desks.admin)
    assert "The shared store is made." in made and "crisis store admit" in made
    assert "were left as they are" in desks.says("store", "create", desks.admin)
    desks.set_up("Ana")
    said = desks.admit("Ana")
    assert "Ana may come in as" in said and "Compare these letters" in said
    assert f"crisis setup --store postgresql://ana_{desks.database}@" in said

    joined = desks.at("Ana").says("setup", "--store", desks.url("Ana"))

    assert "The shared store is joined. Entries copied up: 1." in joined
    assert desks.json("store", "sync") | {"copied_at": ""} == {
        "sent": 0, "came": 0, "contacts": 0, "taken_away": 0, "refused": [], "kept_here": "",
        "copied_at": "", "papers_of_erased": [],
    }  # fmt: skip
    assert desks.json("store", "sync")["copied_at"]


def test_who_joins_before_being_let_in_is_told_and_goes_on_afterwards(desks):
    desks.says("store", "create", desks.admin)
    desks.set_up("Ana")
    with psycopg.connect(desks.admin, autocommit=True) as one:
        one.execute(f'CREATE ROLE "ana_{desks.database}" LOGIN')

    done = desks._crisis("setup", "--store", desks.url("Ana"))
    assert done.exit_code == Exit.DONE
    assert "It does not let you do that." in done.stderr and "crisis store admit" in done.stderr
    assert "When that is mended: crisis store sync" in done.stdout
    assert "NOT COPIED to the shared store" in desks._crisis().stderr

    desks.admit("Ana")
    assert "Copied up: 1 entry." in desks.says("store", "sync")
    assert "NOT COPIED" not in desks._crisis().stderr


def test_setup_joins_in_one_go(desks):
    desks.says("store", "create", desks.admin)
    with Silent() as nobody:  # the key file does not exist before: so nobody can be let in before
        said = desks.set_up("Ana", "--store", desks.url("Ana", port=nobody.port))
    assert "These records are Ana's now." in said and "The shared store is noted." in said


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("postgresql://ana:secret@db.example.org/crisis", "has a password in it"),
        ("postgresql://ana@db.example.org/crisis?password=secret", "has a password in it"),
        ("https://db.example.org/crisis", "not the address of a shared store"),
        ("postgresql://ana@db.example.org", "not the address of a shared store"),
        ("postgresql://[", "not the address of a shared store"),
    ],
)
def test_an_address_that_cannot_be_one_is_refused_before_anything_is_asked(desks, url, said):
    for words in (
        ["setup", "--store", url], ["store", "create", url], ["store", "dismiss", url, "ana"],
    ):  # fmt: skip
        done = desks.at("Ana").says(*words, code=Exit.USAGE)
        assert said in done and "secret" not in done.replace(url, "")
    assert not (desks.folder / "Ana").exists()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda url, database: url.replace(database, "nowhere", 2), "does not let you in"),
        (lambda url, database: url.rsplit("/", 1)[0] + "/nowhere", "no such database"),
        (lambda url, database: url.rsplit("/", 1)[0] + "/postgres", "no tables of crisis"),
    ],
)
def test_a_wrong_address_is_told_in_words_and_nothing_is_lost(desks, change, said):
    desks.says("store", "create", desks.admin)
    desks.set_up("Ana")
    desks.admit("Ana")
    url = change(desks.url("Ana"), desks.database)
    done = desks.at("Ana")._crisis("setup", "--store", url)
    assert said in done.stderr, done.output
    assert "Traceback" not in done.output
    assert "When that is mended" in done.stdout

    desks.says("setup", "--store", desks.url("Ana"))
    assert desks.json("store", "sync")["sent"] == 0


def test_a_server_that_is_away_is_told_and_a_contact_goes_on_without_it(
    agency, short, script, calm
):
    agency.postgres.stop()
    start = time.monotonic()
    contact = begun(agency, "Ana", short, script, calm)
    assert time.monotonic() - start < 30
    gone(agency.folder)
    said = agency.says("store", "sync", code=Exit.TOLD)
    assert "cannot be reached, or does not answer" in said and "Nothing is lost" in said
    assert "NOT COPIED to the shared store since" in agency._crisis().stderr

    agency.postgres.start()
    assert agency.json("store", "sync")["sent"] > 0
    assert rows_of(agency, contact) > 3
    assert "NOT COPIED" not in agency._crisis().stderr


def test_without_the_extra_each_command_says_which_one_to_install(agency, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setitem(sys.modules, "psycopg", None)  # as where it was never installed
        for words in (["store", "sync"], ["store", "create", agency.admin]):
            said = agency.at("Ana").says(*words, code=Exit.TOLD)
            assert "not installed" in said and ".[postgres]" in said
    assert ".[postgres]" not in agency._crisis().stdout


# -- working together


def test_a_supervisor_reads_what_a_worker_wrote_and_the_case_is_handed_over_and_erased(
    agency, short, script, calm
):
    contact = begun(agency, "Ana", short, script, calm)
    agency.says("store", "sync")
    sam = agency.at("Sam").json("store", "sync")
    assert (sam["contacts"], sam["refused"]) == (1, [])
    assert agency.says("show", contact) and contact in agency.says("cases")
    agency.says("store", "sync")

    agency.at("Ana").says("store", "sync")
    agency.says("keys", "hand-over", contact, "Lee")
    agency.says("store", "sync")
    assert agency.at("Lee").json("store", "sync")["contacts"] == 1
    agency.says("show", contact)

    agency.at("Sam").says("keys", "revoke", "Lee", "--reason", "left the agency")
    agency.says("store", "sync")
    assert agency.at("Lee").json("store", "sync")["taken_away"] > 0
    assert "you hold no key to it" in agency.says("show", contact, code=Exit.TOLD)

    agency.at("Sam").says("keys", "erase", contact, "--reason", "asked for", "--yes")
    papers = own_papers() / contact
    papers.mkdir(parents=True, exist_ok=True)
    (papers / "safety-plan.txt").write_text("of another computer")
    agency.says("store", "sync")
    at_ana = agency.at("Ana").json("store", "sync")
    assert at_ana["taken_away"] > 0 and at_ana["papers_of_erased"] == [str(papers)]
    shutil.rmtree(papers)
    assert agency.json("store", "sync")["papers_of_erased"] == []
    papers.write_text("a file that is called so")
    assert agency.json("store", "sync")["papers_of_erased"] == [str(papers)]
    assert "was erased: its keys are gone" in agency.says("show", contact, code=Exit.TOLD)


def test_who_is_known_by_the_shared_store_alone_gets_a_key_after_comparing(
    agency, short, script, calm
):
    contact = begun(agency, "Ana", short, script, calm)
    agency.at("Max", "more words of them").says("setup", "--name", "Max", "--role", "worker")
    (agency.folder / "Max.key").write_text(agency.says("keys", "public"))
    agency.admit("Max")
    agency.says("setup", "--store", agency.url("Max"))
    agency.at("Ana").says("store", "sync")

    listed = agency.says("keys")
    assert "Max, worker: gets no keys yet." in listed and "crisis keys add" in listed
    said = agency.says("keys", "hand-over", contact, "Max", code=Exit.TOLD)
    assert "has compared Max's key" in said
    terminal = Terminal(["-m", "crisis_cli", "keys", "add", "max"], 100, 40, at_ana(agency))
    terminal.wait("Call Max (worker), and compare these letters:", "Are theirs the same?")
    terminal.press("n\r")
    terminal.wait("Nobody was brought in.")
    assert "gets no keys yet" in agency.says("keys")
    assert "compare these letters" in agency.says("keys", "add", "Max")
    agency.says("keys", "hand-over", contact, "Max")
    agency.says("store", "sync")
    assert agency.at("Max").json("store", "sync")["contacts"] == 1


def test_who_was_dismissed_comes_in_no_more(agency):
    login = urlsplit(agency.url("Lee")).username
    assert "Nobody comes in as" in agency.says("store", "dismiss", agency.admin, login)
    assert "It does not let you do that." in agency.at("Lee").says("store", "sync", code=Exit.TOLD)
    again = agency.says("store", "dismiss", agency.admin, login, code=Exit.TOLD)
    assert f"Nobody comes in as '{login}'." in again


def test_two_logins_for_one_person_are_refused(agency):
    said = agency.says(
        "store", "admit", agency.admin, agency.folder / "Ana.key", "--login", "other",
        code=Exit.TOLD,
    )  # fmt: skip
    assert "comes in as" in said and "crisis store dismiss" in said


def test_what_was_changed_in_the_shared_store_ends_with_the_code_of_a_check(
    agency, short, script, calm
):
    contact = begun(agency, "Ana", short, script, calm)
    agency.says("store", "sync")
    with psycopg.connect(agency.admin, autocommit=True) as one:
        one.execute("SET session_replication_role = replica")
        one.execute(
            "UPDATE crisis.entries SET sealed = 'x' WHERE contact = %s AND seq = 2", [contact]
        )
    said = agency.at("Sam").says("store", "sync", code=Exit.FOUND)
    assert "NOT TAKEN: Entry" in said and "Tell your administrator" in said


def test_what_a_member_puts_there_does_nothing_to_the_terminal_and_nobody_without_a_key_is_known(
    agency,
):
    with psycopg.connect(agency.url("Lee"), autocommit=True) as lee:
        lee.execute(
            "INSERT INTO crisis.persons (id, name, role, box, sign)"
            " VALUES (E'no\x1b[2Jone', 'Dr. Grey', 'boss', 'x', 'x')"
        )
    terminal = Terminal(["-m", "crisis_cli", "store", "sync"], 100, 40, at_ana(agency))
    terminal.wait("Copied up", "NOT TAKEN: persons: no", "Tell your administrator")
    assert "Dr. Grey" not in agency.says("keys")


def test_two_syncs_of_one_store_at_once_bring_everything_once(agency, short, script, calm):
    contact = begun(agency, "Ana", short, script, calm)
    gone(agency.folder)
    with psycopg.connect(agency.admin) as turn:  # so that both are under way at once
        turn.execute("LOCK TABLE crisis.turn IN EXCLUSIVE MODE")
        both = [run("store", "sync", "--json") for _ in range(2)]
        agency.says("amend", contact, "--kind", "addendum", "--text", "x")
        time.sleep(1)
        turn.rollback()
    done = [one.communicate(timeout=60) for one in both]
    assert [one.returncode for one in both] == [0, 0], done
    assert all(json.loads(out)["refused"] == [] for out, _ in done)
    agency.says("store", "sync")
    ((count, distinct),) = agency.ask(
        "SELECT count(*), count(DISTINCT (log, place)) FROM crisis.entries"
    )
    assert count == distinct
    assert agency.json("store", "verify")["whole"]


def run(*words):
    return subprocess.Popen(
        [sys.executable, "-m", "crisis_cli", *words],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


# -- in the background


def test_what_an_interview_writes_is_copied_beside_it_and_after_each_command(
    agency, short, script, calm
):
    contact = begun(agency, "Ana", short, script, calm)
    before = agency.wait(lambda: rows_of(agency, contact), "the entries in the shared store")
    gone(agency.folder)

    agency.says("amend", contact, "--kind", "addendum", "--text", "Called their sister.")

    agency.wait(lambda: rows_of(agency, contact) > before, "the addendum in the shared store")


def test_the_copying_ends_after_an_interview_that_is_killed_and_has_copied_it(agency, short):
    terminal = Terminal(
        ["-m", "crisis_cli", "start", "--plain", str(short)], 100, 40, at_ana(agency)
    )
    try:
        terminal.wait("What may I call you?")
        terminal.settle(0.5)  # keys that come before the prompt are thrown away
        terminal.press("Quillfeather\r")
        terminal.wait("ending your life?")
        pid = terminal.child.pid
        (copier,) = agency.wait(lambda: copying(agency.folder, pid), "the copying beside it")
        words = Path(f"/proc/{copier}/cmdline").read_bytes().split(b"\0")
        assert words[1:] == [*map(str.encode, COMMAND), b""]
        assert not [word for word in words if b"Quill" in word]
        os.kill(pid, signal.SIGKILL)
        gone(agency.folder)
    finally:
        terminal.child.close(force=True)
    ((rows,),) = agency.ask("SELECT count(*) FROM crisis.entries WHERE seq IS NOT NULL")
    assert rows >= 2
    assert "Quillfeather" not in agency.postgres.log


def test_the_copying_runs_nothing_that_lies_in_the_folder_one_stands_in(agency, tmp_path):
    """A download that is called like a module, say."""
    folder = tmp_path / "downloads"
    folder.mkdir()
    (folder / "typer.py").write_text("open('ran', 'w').close()\n")
    env = os.environ | at_ana(agency)
    subprocess.run([sys.executable, *COMMAND], cwd=folder, env=env, stdin=subprocess.DEVNULL)
    assert sorted(path.name for path in folder.iterdir()) == ["typer.py"]


def at_ana(agency):
    agency.at("Ana")
    return {name: os.environ[name] for name in ("CRISIS_HOME", "CRISIS_KEY_FILE")}


@pytest.mark.slow
@pytest.mark.parametrize("how", ["silent", "mute"])
def test_the_copying_ends_by_itself_where_the_server_hangs(agency, short, how):
    wire = Silent() if how == "silent" else Proxy(agency.postgres.port)
    with wire:
        agency.at("Ana")
        if how == "mute":
            agency.says("setup", "--store", agency.url("Ana", port=wire.port))
            wire.mute = True
        else:
            agency._crisis("setup", "--store", agency.url("Ana", port=wire.port))
        words = ["-m", "crisis_cli", "start", "--plain", str(short)]
        terminal = Terminal(words, 100, 40, at_ana(agency))
        try:
            terminal.wait("What may I call you?")
            terminal.settle(0.5)  # keys that come before the prompt are thrown away
            terminal.press("Jo\r")
            start = time.monotonic()
            terminal.wait("ending your life?")
            assert time.monotonic() - start < 5  # seconds, for which the copier hangs at least
            agency.wait(lambda: copying(agency.folder), "the copying beside it")
            os.kill(terminal.child.pid, signal.SIGKILL)
            gone(agency.folder)
        finally:
            terminal.child.close(force=True)
    assert "does not answer" in agency._crisis().stderr


def test_practice_is_never_copied(agency, short, script, calm):
    ((before,),) = agency.ask("SELECT count(*) FROM crisis.entries")
    agency.at("Ana").says("start", short, "--practice", "--answers", script(calm))
    gone(agency.folder)
    assert agency.json("store", "sync")["sent"] == 0
    assert agency.ask("SELECT count(*) FROM crisis.entries") == [(before,)]


def test_the_log_of_the_server_says_nothing_of_a_client(agency, short, script, calm):
    """Also where it complains: of a row that cannot be, it would quote the row."""
    begun(agency, "Ana", short, script, calm | {"name": "Quillfeather"})
    agency.says("store", "sync")
    login = urlsplit(agency.url("Lee")).username
    agency.says("store", "dismiss", agency.admin, login)
    agency.at("Lee").says("store", "sync", code=Exit.TOLD)
    assert "permission denied" in agency.postgres.log
    for word in ("Quillfeather", "202-555-0100", "thoughts"):
        assert word not in agency.postgres.log
