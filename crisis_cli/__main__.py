"""The way in. What must be instant is answered here, before anything slow is imported."""

from __future__ import annotations

import gc
import io
import os
import sys

from crisis_cli import __version__
from crisis_cli.boundary import guard


def main() -> None:
    """Run the command line; ends the process."""
    gc.set_threshold(50_000)  # collecting in between costs a start 5 % and now and then a pause
    _stand_in()
    if isinstance(sys.stdout, io.TextIOWrapper):  # what was typed is shown, whatever the terminal
        sys.stdout.reconfigure(errors="backslashreplace")
    with guard():
        _run(sys.argv[1:])


def _stand_in() -> None:
    """A stream that was closed leads nowhere, and no file of ours ever takes its number."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, os.fdopen(os.open(os.devnull, os.O_RDWR), mode))


def _run(words: list[str]) -> None:
    match words:
        case ["now"]:
            from crisis_cli.commands.now import run

            run()
        case ["--version"]:
            sys.stdout.write(f"crisis {__version__}\n")
        case []:
            from crisis_cli.commands.overview import run as overview

            overview()
        case _:
            from crisis_cli.cli import app

            app()


if __name__ == "__main__":
    main()
