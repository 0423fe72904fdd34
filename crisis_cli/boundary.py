"""The one error boundary: whatever happens inside ends in a sentence and an exit code."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TextIO

from crisis_cli import __version__
from crisis_cli.errors import CrisisError, Exit

# What writing to stdout can end in; where a file of ours is meant, the error names it.
LOST = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EBADF)
NARROWEST = 40  # columns; a narrower terminal breaks lines by itself
USUAL = 80  # columns, where a terminal does not say
STOPPED = "Go on with a contact: crisis resume. Anything else: the same command again."
UNSHOWN = "Send it somewhere else. What was kept before is safe: crisis cases"

# What only a failure needs is imported when there is one: `crisis now` stands behind this too.


@contextmanager
def guard(passing: tuple[type[BaseException], ...] = ()) -> Iterator[None]:
    """Run what is inside; end the process with a sentence on stderr where it fails.

    passing: what somebody further out knows how to end.
    """
    try:
        yield
        sys.stdout.flush()
    except passing:
        raise
    except CrisisError as error:
        tell(error.message, error.hint)
        raise SystemExit(int(error.exit)) from None
    except KeyboardInterrupt:
        tell("\nStopped. Every answer that was given in a contact is saved.", STOPPED)
        raise SystemExit(int(Exit.INTERRUPTED)) from None
    except BrokenPipeError:
        _forget(sys.stdout)
        raise SystemExit(int(Exit.DONE)) from None
    except Exception as error:
        if isinstance(error, OSError) and error.errno in LOST and error.filename is None:
            _forget(sys.stdout)
            tell(f"The result could not be shown: {error.strerror}.", UNSHOWN)
            raise SystemExit(int(Exit.TOLD)) from None
        hint = f"Go on with: crisis resume. {keep_report(error)}"
        tell("This is our mistake, not yours. Every answer that was given is saved.", hint)
        raise SystemExit(int(Exit.BUG)) from None


def tell(message: str, hint: str = "") -> None:
    """A message for the person, on stderr, with what to do under it; on a terminal it is wrapped
    between words."""
    from crisis_cli.protocol.letters import visible

    try:
        for line in (message, hint):
            if line:
                sys.stderr.write(fitting(visible(line), sys.stderr) + "\n")
        sys.stderr.flush()
    except OSError:  # the terminal may be gone: then there is nobody to tell
        _forget(sys.stderr)


def fitting(text: str, out: TextIO) -> str:
    """A text whose lines fit a terminal's columns; for a file or a pipe as it is."""
    if not out.isatty():
        return text
    from crisis_cli.protocol.wrapping import wrapped

    wide = _wide(out)
    return wrapped(text, wide) if wide >= NARROWEST else text


def asking(question: str, out: TextIO) -> str:
    """A question that fits the terminal, with room behind it for a letter that is typed."""
    return fitting(f"{question}: _", out)[:-1]


def _wide(out: TextIO) -> int:
    """How many columns a terminal has: this one, for stdout may go to a pipe meanwhile."""
    with suppress(OSError, ValueError):
        chosen = int(os.environ.get("COLUMNS") or 0)
        return chosen or os.get_terminal_size(out.fileno()).columns or USUAL
    return USUAL


def report(error: BaseException) -> str:
    """What went wrong in the code, without a word of what anybody typed or said."""
    import platform
    import traceback
    from pathlib import Path

    frames = traceback.extract_tb(error.__traceback__)
    lines = [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames]
    about = f"crisis {__version__}, Python {platform.python_version()}, {platform.system()}"
    return "\n".join([about, type(error).__name__, *lines, ""])


def keep_report(error: BaseException) -> str:
    """Write the report into the data folder. A sentence that says where, or the report itself."""
    from datetime import UTC, datetime

    from crisis_cli.records.folder import home, make

    try:
        path = make(home()) / f"crash-{datetime.now(UTC):%Y%m%d-%H%M%S}.txt"
        path.write_text(report(error), encoding="utf-8")
    except (OSError, CrisisError):
        return "For whoever mends it:\n" + report(error)
    return f"For whoever mends it (no client data in it): {path}"


def _forget(stream: TextIO) -> None:
    """The reader has gone: let the interpreter's last flush go nowhere."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
