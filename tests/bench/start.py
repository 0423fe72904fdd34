"""From the command to its first words, against a bare interpreter and a bare questionary script."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from fixtures import protocol
from rounds import as_installed, in_turns, tell
from terminal import Terminal

QUESTIONARY = """
import questionary
questionary.text("This is question 0 of a made-up protocol, is it so?").unsafe_ask()
questionary.select("And this?", choices=["Yes", "No"]).unsafe_ask()
"""
HELLO = """
import typer
app = typer.Typer()

@app.command()
def hello(name: str = "you") -> None:
    print(name)

app()
"""
CRISIS = str(Path(sys.executable).with_name("crisis"))


def whole(*command: str) -> Callable[[], float]:
    """Seconds that a command takes from start to end."""

    def run() -> float:
        start = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        return time.perf_counter() - start

    return run


def first(text: bytes, *command: str) -> Callable[[], float]:
    """Seconds until a command has written this on its terminal."""

    def run() -> float:
        with Terminal(list(command), dict(os.environ)) as terminal:
            terminal.until(text)
            return time.perf_counter() - terminal.start

    return run


def main() -> None:
    with TemporaryDirectory() as folder:
        os.environ |= {"HOME": folder, "CRISIS_HOME": folder, "XDG_CACHE_HOME": folder}
        as_installed()
        made = {size: Path(folder, f"made-{size}.yaml") for size in (20, 1_000)}
        for size, path in made.items():
            path.write_text(protocol(size))
        asks, hello = Path(folder, "asks.py"), Path(folder, "hello.py")
        asks.write_text(QUESTIONARY)
        hello.write_text(HELLO)
        python = sys.executable
        instant = {
            "python -c print": whole(python, "-c", "print(1)"),
            "python -c import re (an older pip's script)": whole(python, "-c", "import re"),
            "crisis --version": whole(CRISIS, "--version"),
            "crisis now": whole(CRISIS, "now"),
            "a typer hello --help": whole(python, str(hello), "--help"),
            "crisis --help": whole(CRISIS, "--help"),
        }
        question = b"This is question 0"
        start = ("start", "--practice")
        first_question = {
            "a bare questionary script": first(question, python, str(asks)),
            "crisis start, 20 questions": first(question, CRISIS, *start, str(made[20])),
            "crisis start, 1,000 questions": first(question, CRISIS, *start, str(made[1_000])),
        }
        for run in (*instant.values(), *first_question.values()):
            run()  # warms the caches
        found = in_turns(instant, 15)
        tell("whole command", found, "python -c print")
        tell("whole command, against a typer hello", found, "a typer hello --help")
        tell(
            "first question on the screen",
            in_turns(first_question, 15),
            "a bare questionary script",
        )


if __name__ == "__main__":
    main()
