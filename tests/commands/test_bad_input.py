"""Files that are too big, too deep or too clever, checked in a process with 1 GiB and a minute."""

import re
import subprocess
import sys

import pytest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no limits of this kind here")

GIB = 1 << 30
PLACE = re.compile(r"^.*\.yaml:\d+:\d+: [EW]\d{3} ", re.M)
HEAD = "protocol: p\ntitle: P\nversion: 1\n"
ASKS = HEAD + "sections:\n- id: s\n  title: S\n  steps:\n"
ONE = "  - {id: q0, ask: Q?, kind: yes_no}\n"


def questions(count, when="{q%d: yes}", more=""):
    lines = (
        f"  - {{id: q{i}, ask: Is it so?, kind: yes_no, when: {when % (i - 1)}{more}}}\n"
        for i in range(1, count)
    )
    return ASKS + ONE + "".join(lines)


def nested(levels):
    return "{not: " * levels + "{q0: yes}" + "}" * levels


def rules(count, body):
    lines = "".join(f"  r{i}: {{means: R, {body % (i - 1)}}}\n" for i in range(1, count))
    return f"rules:\n  r0: {{means: R, q0: yes}}\n{lines}"


def circle(count):
    return rules(count, "any: [r%d]").replace("q0: yes", f"any: [r{count - 1}]")


def asked(when):
    return f"{ASKS}{ONE}  - {{id: a, ask: A?, kind: text, when: {when}}}\n"


def doubled(count):
    lines = "".join(f"  r{i}: {{means: R, any: [r{i - 1}, r{i - 1}]}}\n" for i in range(1, count))
    return f"rules:\n  r0: {{means: R, q0: yes}}\n{lines}"


FOUND = {
    "65 levels": ASKS + ONE + "words: " + "[" * 65 + "]" * 65 + "\n",
    "65 levels of keys": "".join(" " * i + "a:\n" for i in range(65)),
    "conditions 200 deep": asked(nested(200)),
    "conditions 20 deep": asked(nested(20)),
    "a rule that names itself": ASKS + ONE + "rules: {a: {means: A, any: [a]}}\n",
    "a question that hangs on such a rule": ASKS + ONE.replace("}", ", when: a}")
    + "rules: {a: {means: A, any: [a]}}\n",
    "rules in a circle of 1,000": ASKS + ONE + circle(1_000),
    "rules 5,000 deep": ASKS + ONE + rules(5_000, "any: [r%d]"),
    "rules that double 30 times": ASKS + ONE + doubled(30),
    "10,000 questions with a mistake each": questions(10_000, "{r%d: yes}"),
    "10,000 misspelt keys": questions(10_000, more=", labl: L"),
    "10,000 times the same id": ASKS + ONE * 10_000,
    "10,000 danger questions that lead nowhere": questions(10_000, more=", danger: yes"),
    "nothing but brackets": "[" * 1_000_000,
    "nothing but colons": ": " * 500_000,
    "nothing but dashes": "- " * 500_000,
    "nothing but quotes": "'" * 1_000_000,
    "100,000 empty keys": "".join(f"k{i}:\n" for i in range(100_000)),
    "2,000 lines of concern on one question": ASKS + ONE + "concern:\n"
    + "".join(
        f"  - {{id: c{i}, level: {level}, when: {{q0: yes}}, because: B}}\n"
        for i, level in enumerate(["low", "high"] * 1_000)
    ),
    "a condition with 5,000 answers": ASKS + ONE + "rules: {r: {means: R, any: ["
    + ", ".join(["{q0: yes}"] * 5_000) + "]}}\n",
    "5,000 follow-ups": ASKS + ONE + "follow_up:\n" + "  - {within: 1 day}\n" * 5_000,
    "3 MB": "#" * 3_000_000,
    "a file of another kind": "PK\x03\x04" + "\x00\x01" * 1_000,
}  # fmt: skip
FINE = {
    "one line of 1.9 MB": ASKS + ONE + "words: {a: " + "x " * 950_000 + "}\n",
    "10,000 questions, each after the one before": questions(10_000),
    "10,000 questions, none off the path": questions(10_000, "{q%d: {on_path: no}}").replace(
        ", when: {q0: {on_path: no}}", ""
    ),
}


def check(path, *options):
    import resource

    def limited():
        resource.setrlimit(resource.RLIMIT_AS, (GIB, GIB))
        resource.setrlimit(resource.RLIMIT_CPU, (60, 60))  # whatever else the computer is doing

    return subprocess.run(
        [sys.executable, "-m", "crisis_cli", "protocol", "check", *options, str(path)],
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
        preexec_fn=limited,
    )


@pytest.fixture
def file(tmp_path):
    def write(text):
        path = tmp_path / "bad.yaml"
        path.write_text(text, encoding="utf-8")
        return path

    return write


@pytest.mark.parametrize("name", FOUND)
def test_a_bad_file_ends_in_a_message_with_a_place(file, name):
    done = check(file(FOUND[name]), "--no-proofs")

    assert "Traceback" not in done.stdout + done.stderr
    assert done.returncode == 4, done.stderr
    assert PLACE.search(done.stdout)
    assert done.stderr == ""


@pytest.mark.parametrize("name", FINE)
def test_a_long_file_without_mistakes_is_looked_through(file, name):
    done = check(file(FINE[name]), "--no-proofs")

    assert (done.returncode, done.stderr) in ((0, ""), (4, "")), done.stdout[-500:]
    assert "error" not in done.stdout
    assert "Traceback" not in done.stdout


def test_the_solver_is_not_asked_about_what_is_broken(file):
    assert check(file(FOUND["a question that hangs on such a rule"])).returncode == 4
