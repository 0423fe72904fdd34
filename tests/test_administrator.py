"""The guide for administrators, walked from the first command to the last, as it is written.

Every `sh` block is run by bash, in order; addresses are those of a PostgreSQL of the tests' own.
Each line is run on Dana's computer unless WHOSE says otherwise, and has to end well unless SKIPPED
says why it is not run here. A new block in the guide is walked without being named here.
"""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from crisis_cli.cli import app

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="bash"),
]
TOP = Path(__file__).parents[1]
GUIDE = (TOP / "docs" / "administrator.md").read_text(encoding="utf-8")
BLOCKS = re.compile(r"^```sh\n(.*?)^```$", re.M | re.S)
ADMIN = "postgresql://postgres@db.example.org/crisis"
DANA = "postgresql://dana@db.example.org/crisis"
PEOPLE = {"dana": ("Dana", "worker"), "lee": ("Lee", "worker"), "ray": ("Ray", "supervisor")}
WORDS = {
    "dana": "four warm words here",
    "lee": "words that Lee knows",
    "ray": "other words entirely",
}
ERASE = 'crisis keys erase CASE --reason "kept long enough" --in-backup november.db'
# What is asked first, or said instead, and then done with --yes where that is what is asked for.
INSTEAD = {
    "crisis store restore november.db": "There are records here already",
    "crisis store restore november.db --replace": "Add --yes",
    ERASE: "Add --yes",
}
SKIPPED = {
    "crisis keys remember": "needs a keyring of the system, with somebody logged in",
    "sudo apt install fonts-noto-core fonts-noto-cjk": "changes the computer itself",
}
# Lines that somebody else runs, by how they begin.
WHOSE = {"crisis keys public > supervisor.key": "ray"}
# What somebody answers at the terminal stands in a file here.
ANSWERED = {
    "crisis setup": " --name Dana --role worker --recovery-file dana.paper",
    "crisis keys recover": " --recovery-file dana.paper",
    "crisis keys new-recovery": " --recovery-file dana-2.paper",
}


class Walk:
    """Somebody who does what the guide says, at three computers that share a folder."""

    def __init__(self, postgres, folder):
        self.postgres, self.folder = postgres, folder
        self.database = postgres.new_database()
        self.case, self.said = "", {}
        self.before = {
            "crisis store admit": self.bring_dana,
            "crisis setup --store": self.let_the_others_in,
            "crisis store sync": self.share,
            'crisis keys add "Sam O."': self.hear_of_sam,
            "crisis keys hand-over": self.begin_a_case,
            "crisis keys change": lambda: self.words("dana", WORDS["dana"], "newer words of Dana"),
            "crisis keys recover": lambda: self.words("dana", "words after the paper"),
            'crisis store set redisclosure_notice "$(': self.write_notice,
            "crisis store verify --against": self.keep_heads,
            "crisis --passphrase-fd 3": lambda: self.words("dana", name="passphrase"),
        }
        self.after = {
            "crisis keys change": lambda: self.words("dana", "newer words of Dana"),
            "crisis store dismiss": lambda: self.admit("dana"),
        }
        for name, words in WORDS.items():
            self.words(name, words)

    def words(self, who, *lines, name=""):
        """Put a passphrase, and perhaps a new one, where somebody's computer reads it."""
        file = self.folder / (name or f"{who}.words")
        kept = lines or (self.folder / f"{who}.words").read_text().splitlines()
        file.write_text("\n".join(kept) + "\n")
        file.chmod(0o600)

    def url(self, login=""):
        login = f"{login}_{self.database}" if login else ""
        return self.postgres.url(login=login, database=self.database)

    def run(self, who, line, ends=0):
        """What a line prints at somebody's computer."""
        env = {
            "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
            "CRISIS_HOME": str(self.folder / who),
            "CRISIS_KEY_FILE": str(self.folder / f"{who}.words"),
        }
        done = subprocess.run(
            ["bash", "-euc", line], cwd=self.folder, env=os.environ | env, check=False,
            stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=120,
        )  # fmt: skip
        assert done.returncode == ends, f"{who}: {line}\n{done.stdout}{done.stderr}"
        assert "Traceback" not in done.stderr
        return done.stdout

    def step(self, line):
        """Do one line of the guide."""
        for begins, work in self.before.items():
            if line.startswith(begins):
                work()
        text = line.replace(ADMIN, self.url()).replace(DANA, self.url("dana"))
        text = re.sub(r"(--login | )dana$", rf"\1dana_{self.database}", text)
        text = text.replace("CASE", self.case) + ANSWERED.get(line, "")
        if instead := INSTEAD.get(line):
            self.said[line] = self.run("dana", f"{text} 2>&1", ends=2 if "--yes" in instead else 1)
            assert instead in self.said[line]
            text += " --yes"
        if instead in (None, "Add --yes"):
            ends = 4 if line.startswith("crisis doctor") else 0  # some numbers grow old
            self.said[line] = self.run(WHOSE.get(line, "dana"), text, ends)
        for begins, work in self.after.items():
            if line.startswith(begins):
                work()

    # -- what the guide takes for granted, or says in words

    def set_up(self, who, name, role):
        self.run(who, f"crisis setup --name '{name}' --role {role} --recovery-file {who}.paper")
        self.run(who, f"crisis keys public > {who}.key")

    def admit(self, who):
        self.run(who, f"crisis store admit {self.url()} {who}.key --login {who}_{self.database}")

    def bring_dana(self):
        self.run("dana", "crisis keys public > dana.key")

    def let_the_others_in(self):
        self.set_up("lee", *PEOPLE["lee"])
        self.admit("lee")
        self.admit("ray")
        for who in ("lee", "ray"):
            self.run(who, f"crisis setup --store {self.url(who)}")
        self.run("dana", "crisis keys add lee.key")

    def share(self):
        for who in ("ray", "lee"):
            self.run(who, "crisis store sync")

    def hear_of_sam(self):
        self.words("sam", "still other words")
        self.set_up("sam", "Sam O.", "supervisor")
        self.admit("sam")
        self.run("sam", f"crisis setup --store {self.url('sam')}")
        self.run("dana", "crisis store sync")

    def begin_a_case(self):
        scenarios = (TOP / "protocols" / "scenarios").glob("*.yaml")
        text = min(scenarios).read_text(encoding="utf-8")
        script = self.folder / "answers.yaml"
        script.write_text(
            re.sub(r"^(at|expect|what_if):.*?(?=^\w|\Z)", "", text, flags=re.M | re.S)
        )
        line = f"crisis start crisis-intervention --answers {script} --out out --json"
        self.case = json.loads(self.run("dana", line))["contact"]

    def write_notice(self):
        (self.folder / "notice.txt").write_text("This is protected. It may not be passed on.\n")

    def keep_heads(self):
        (self.folder / "heads.json").write_text(self.said["crisis store verify --json"])


@pytest.fixture
def walk(postgres, tmp_path):
    made = Walk(postgres, tmp_path)
    made.run("ray", "true")
    made.set_up("ray", *PEOPLE["ray"])
    return made


def lines_of(text):
    return [line for block in BLOCKS.findall(text) for line in block.splitlines() if line.strip()]


def test_who_does_what_the_guide_says_shares_records_and_loses_none(walk):
    for line in lines_of(GUIDE):
        if line not in SKIPPED:
            walk.step(line)
    said = walk.said

    assert "may read" in said["crisis keys add supervisor.key"] or "Ray" in said["crisis keys"]
    assert "The shared store is joined" in said[f"crisis setup --store {DANA}"]
    assert "The records open with the new passphrase" in said["crisis keys recover"]
    assert "All of it is as it was written." in said["crisis store verify"]
    assert "All of it is as it was written." in said["crisis store verify --against heads.json"]
    assert json.loads(said["crisis --passphrase-fd 3 cases --json 3< passphrase"]) == []
    assert "The copy was read again" in said["crisis store backup november.db"]
    assert "are kept:" in said["crisis store restore november.db --replace"]
    assert "november.db: the keys of the case were taken away" in said[ERASE]
    assert "records-replaced-" in said[ERASE].split("LEFT TO DO")[1]
    walk.begin_a_case()
    walk.run("dana", "crisis store sync")
    walk.run("sam", "crisis store sync")
    assert [one["contact"] for one in json.loads(walk.run("sam", "crisis cases --json"))]
    every_file_is_explained(walk.folder / "dana")


def every_file_is_explained(folder):
    """What lies in the data folder by then stands in the table at the end of the guide."""
    table = GUIDE.split("## What is where")[1]
    for name in {re.sub("-(wal|shm|journal)$", "", file.name) for file in folder.iterdir()}:
        shown = re.sub(r"(replaced|device|crash)-[\w-]+", r"\1-…", name)
        assert f"`{name}`" in table or f"`{shown}`" in table, name


def test_what_is_skipped_stands_in_the_guide():
    assert set(SKIPPED) | set(WHOSE) | set(ANSWERED) | set(INSTEAD) <= set(lines_of(GUIDE))


def test_two_workers_and_a_supervisor_do_a_week_of_work(walk):
    """Record, copy, read, countersign, hand over, lose a passphrase, erase."""
    walk.run("dana", f"crisis store create {walk.url()}")
    for who in ("dana", "lee"):
        walk.set_up(who, *PEOPLE[who])
    for who in PEOPLE:
        walk.admit(who)
    for who in ("dana", "lee"):
        walk.run(who, "crisis keys add ray.key")
        walk.run("ray", f"crisis keys add {who}.key")
    for who in ("ray", "dana", "lee"):
        walk.run(who, f"crisis setup --store {walk.url(who)}")
    walk.begin_a_case()
    contact = walk.case

    walk.run("dana", "crisis store sync")
    walk.run("ray", "crisis store sync")
    assert contact in walk.run("ray", "crisis cases")
    walk.run("ray", f"crisis show {contact}")
    countersign(walk, contact)
    walk.run("ray", "crisis store sync")
    walk.run("dana", "crisis store sync")
    walk.run("dana", f"crisis keys hand-over {contact} Lee")
    walk.run("dana", "crisis store sync")
    walk.run("lee", "crisis store sync")
    walk.run("lee", f"crisis amend {contact} --kind addendum --text 'Took over.'")

    walk.words("dana", "words that nobody forgets")
    walk.run("dana", f"crisis show {contact}", ends=1)
    walk.run("dana", "crisis keys recover --recovery-file dana.paper")
    walk.run("lee", "crisis store sync")
    walk.run("dana", "crisis store sync")
    assert "Took over." in walk.run("dana", f"crisis show {contact}")

    walk.run("ray", "crisis store sync")
    walk.run("ray", f"crisis keys erase {contact} --reason 'asked for' --yes")
    walk.run("ray", "crisis store sync")
    for who in ("dana", "lee"):
        walk.run(who, "crisis store sync")
        walk.run(who, f"crisis show {contact}", ends=1)
        assert "All of it is as it was written." in walk.run(who, "crisis store verify")
    with psycopg.connect(walk.url(), autocommit=True) as one:
        left = "SELECT count(*) FROM crisis.wraps JOIN crisis.case_keys ON id = key"
        assert one.execute(left).fetchone() == (0,)


def countersign(walk, contact):
    """With `crisis review`, where this version has it."""
    if any(group.name == "review" for group in [*app.registered_commands, *app.registered_groups]):
        walk.run("ray", f"crisis review {contact} --agree")
