"""The way in. What must be instant is answered here, before anything slow is imported."""

from __future__ import annotations

import gc
import io
import os
import sys

from crisis_cli import __version__


def main() -> None:
    """Run the command line; ends the process."""
    gc.set_threshold(50_000)  # collecting in between costs a start 5 % and now and then a pause
    _stand_in()
    if isinstance(sys.stdout, io.TextIOWrapper):  # what was typed is shown, whatever the terminal
        sys.stdout.reconfigure(errors="backslashreplace")
    words = sys.argv[1:]
    if words in (["now"], ["--version"]):
        _at_once(words)
    else:
        _guarded(words)


def _stand_in() -> None:
    """A stream that was closed leads nowhere, and no file of ours ever takes its number."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, os.fdopen(os.open(os.devnull, os.O_RDWR), mode))


def _at_once(words: list[str]) -> None:
    """What needs nothing; only where even that fails is the error boundary imported."""
    try:
        if words == ["now"]:
            from crisis_cli.commands.panel import show

            show()
        else:
            sys.stdout.write(f"crisis {__version__}\n")
        sys.stdout.flush()
    except BaseException:
        from crisis_cli.boundary import guard

        with guard():
            raise


def _guarded(words: list[str]) -> None:
    """Everything else, behind the error boundary."""
    from crisis_cli.boundary import guard

    with guard():
        if words:
            from crisis_cli.cli import app

            app()
        else:
            from crisis_cli.commands.overview import run

            run()


if __name__ == "__main__":
    main()
