"""The command line: what it lists, what it imports, and how it fails."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from crisis_cli import __version__
from crisis_cli.boundary import guard, report
from crisis_cli.cli import COMMANDS, Lazy, app
from crisis_cli.errors import CrisisError, Exit

SLOW = {"pydantic", "questionary", "prompt_toolkit", "sqlite3", "cryptography", "typst", "jinja2"}
SLOW |= {"yaml", "rich"}


def crisis(*args, **more):
    """The real program in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "crisis_cli", *args],
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        **more,
    )


def imported(*args):
    """The top names of all modules that a command imports."""
    code = (
        "import sys, contextlib, io\n"
        f"sys.argv = ['crisis', *{args!r}]\n"
        "from crisis_cli.__main__ import main\n"
        "with contextlib.suppress(SystemExit), contextlib.redirect_stdout(io.StringIO()):\n"
        "    main()\n"
        "print(*{name.split('.')[0] for name in sys.modules})\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


@pytest.mark.parametrize("args", [["now"], ["--version"]], ids=str)
def test_what_must_be_instant_is_answered_before_typer_is_imported(args):
    assert not imported(*args) & {*SLOW, "typer", "platformdirs"}


@pytest.mark.parametrize("args", [["--help"], ["now", "--help"]], ids=str)
def test_help_imports_nothing_slow(args):
    assert not imported(*args) & SLOW


def test_a_protocol_from_the_cache_is_started_without_yaml_and_without_pydantic(short):
    crisis("start", str(short))  # compiles it; there is no terminal here to go on at

    loaded = imported("start", str(short))

    assert "sqlite3" in loaded  # it went as far as the store
    assert not loaded & (SLOW - {"sqlite3"})


def test_the_version_is_told():
    assert crisis("--version").stdout == f"crisis {__version__}\n"
    assert CliRunner().invoke(app, ["--version"]).output == f"crisis {__version__}\n"


def test_every_command_is_listed_with_what_it_is_for():
    said = crisis("--help").stdout

    for name, purpose in COMMANDS.items():
        assert f"  {name} " in said
        assert purpose in said


@pytest.mark.parametrize("name", [n for n in COMMANDS if hasattr(Lazy()[n], "commands")])
def test_what_a_command_is_for_fits_on_a_line_and_is_not_cut_off(name):
    said = CliRunner().invoke(app, [name, "--help"]).stdout.partition("Commands:\n")[2]

    assert len(said.splitlines()) == len(Lazy()[name].commands)
    assert all(line.endswith(".") and not line.endswith("...") for line in said.splitlines())


def leaves():
    """Every command as the words it is called by, those under others too."""
    for name in COMMANDS:
        yield from ([name, inner] for inner in getattr(Lazy()[name], "commands", {}))
        if not hasattr(Lazy()[name], "commands"):
            yield [name]


@pytest.mark.parametrize("words", list(leaves()), ids=" ".join)
def test_the_help_of_every_command_shows_two_real_examples(words):
    done = CliRunner().invoke(app, [*words, "--help"])

    start = f"  crisis {' '.join(words)}"
    examples = [line for line in done.output.splitlines() if line.startswith(start)]
    assert done.exit_code == 0
    assert len(examples) >= 2


@pytest.mark.parametrize("words", [*leaves(), *([name] for name in COMMANDS)], ids=" ".join)
def test_help_names_what_is_to_be_typed_as_the_guides_do(words):
    said = CliRunner().invoke(app, [*words, "--help"]).output

    assert not re.search(r"<\w+>|<list|[{}]\w|\[\[|\.\.\.\S", said.replace("[ARGS]...", ""))


@pytest.mark.parametrize("name", [n for n in COMMANDS if hasattr(Lazy()[n], "commands")])
def test_the_help_of_a_group_shows_two_real_examples(name):
    said = CliRunner().invoke(app, [name, "--help"]).output

    assert len(re.findall(rf"^  crisis {name}\b", said, re.M)) >= 2


@pytest.mark.parametrize("words", [*leaves(), *([name] for name in COMMANDS)], ids=" ".join)
def test_no_line_of_help_is_broken_by_a_terminal_of_80_columns(words):
    said = CliRunner().invoke(app, [*words, "--help"], terminal_width=80).output

    assert [line for line in said.splitlines() if len(line) > 80] == []


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_says_what_it_is_for(name):
    command = Lazy()[name]
    for one in [command, *getattr(command, "commands", {}).values()]:
        assert [param.name for param in one.params if not param.help] == []


@pytest.mark.parametrize(
    "args",
    [["strat"], ["start", "--nope"], ["--nope"], ["show"], ["now", "calm", "please"]],
    ids=str,
)
def test_wrong_use_is_told_with_code_2(args):
    done = crisis(*args)

    assert done.returncode == Exit.USAGE
    assert "Error:" in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


def test_a_mistyped_command_is_guessed():
    assert "Did you mean 'start'" in crisis("strat").stderr


def failing(error):
    """What the boundary does with an error: exit code and nothing else."""
    with pytest.raises(SystemExit) as raised, guard():
        raise error
    return raised.value.code


def test_what_a_person_can_put_right_is_told_with_what_to_do(capsys):
    assert failing(CrisisError("The file x is not there.", "Make it.")) == Exit.TOLD
    assert failing(CrisisError("Problems.", exit=Exit.FOUND)) == Exit.FOUND

    assert capsys.readouterr().err == "The file x is not there.\nMake it.\nProblems.\n"


def test_a_message_cannot_act_on_the_terminal(capsys):
    failing(CrisisError("There is no file \x1b[2J.", ""))

    assert "\x1b" not in capsys.readouterr().err


def test_ctrl_c_ends_with_130_and_says_that_all_is_saved(capsys):
    assert failing(KeyboardInterrupt()) == Exit.INTERRUPTED
    assert "saved" in capsys.readouterr().err


def test_our_mistake_leaves_a_report_without_a_word_of_the_client(capsys, home):
    secret = "Jordan, pills in the kitchen"

    assert failing(ValueError(secret)) == Exit.BUG

    said = capsys.readouterr().err
    (path,) = (home / "crisis").glob("crash-*.txt")
    text = path.read_text()
    assert str(path) in said
    assert "ValueError" in text
    assert "test_cli.py:" in text
    assert secret not in said + text
    assert "Traceback" not in said


def test_our_mistake_is_told_even_where_no_report_can_be_written(capsys, home, monkeypatch):
    (home / "file").write_text("")
    monkeypatch.setenv("CRISIS_HOME", str(home / "file" / "crisis"))

    assert failing(ValueError("x")) == Exit.BUG
    assert "ValueError" in capsys.readouterr().err


def test_a_report_names_the_place():
    try:
        raise KeyError("secret")
    except KeyError as error:
        text = report(error)

    assert "KeyError\ntest_cli.py:" in text
    assert "secret" not in text


@pytest.mark.parametrize("args", [["now"], ["--help"], ["cases"], []], ids=str)
def test_a_reader_who_has_seen_enough_is_no_error(args):
    read, write = os.pipe()
    os.close(read)
    words = [sys.executable, "-m", "crisis_cli", *args]

    done = subprocess.run(words, stdout=write, stderr=subprocess.PIPE, text=True)
    os.close(write)

    assert done.stderr == ""
    assert done.returncode in (Exit.DONE, Exit.TOLD)


def shell(line):
    """A line of shell with crisis for $0; what it printed where nothing else leads."""
    words = ["sh", "-c", line, f"{sys.executable} -m crisis_cli"]
    return subprocess.run(words, stdin=subprocess.DEVNULL, capture_output=True, text=True)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
@pytest.mark.parametrize("words", ["now", "--version", "--help", "cases", ""])
def test_a_result_that_cannot_be_written_is_told(words, home):
    done = shell(f"$0 {words} > /dev/full")

    assert "could not be shown: No space left" in done.stderr
    assert done.returncode == Exit.TOLD
    assert ("Call 911" in done.stderr) == (words == "now")  # the numbers are shown all the same
    assert not (home / "crisis").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="needs a shell")
def test_a_closed_stream_is_no_mistake_of_ours(short, script, calm, home):
    assert shell("$0 now <&- 2>&-").stdout.startswith("EMERGENCY")
    assert "no terminal" in shell("$0 start <&-").stderr

    done = shell(f"$0 start {short} --answers {script(calm)} >&- 2>&-")

    assert done.returncode == Exit.DONE
    assert "ended" in shell("$0 cases").stdout
    assert list((home / "crisis").glob("crash*")) == []


@pytest.mark.skipif(sys.platform == "win32", reason="needs a shell")
def test_a_reader_of_everything_who_leaves_is_no_error(short, script, calm):
    line = f"{{ $0 start {short} --answers {script(calm)} --out /dev/null/x; echo $? >&3; }}"

    done = shell(f"{line} 3>&2 2>&1 | true")

    assert done.stderr == "0\n"
