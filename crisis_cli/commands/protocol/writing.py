"""Files that a command begins and somebody goes on with: nothing that is there is written to."""

from __future__ import annotations

from pathlib import Path

from crisis_cli.errors import CrisisError


def write_new(path: Path, text: str, taken: str, refused: str) -> None:
    """Write a file that is not there yet, whole or not at all. CrisisError where that cannot be.

    taken, refused: what to do where there is such a file, and where none can be written.
    """
    try:
        _write(path, text)
    except FileExistsError:
        message = f"{path} is there already, and is left as it is."
        raise CrisisError(message, taken) from None
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or "this is no name of a file"
        raise CrisisError(f"{path} cannot be written: {why}.", refused) from None


def _write(path: Path, text: str) -> None:
    file = path.open("x", encoding="utf-8")
    try:
        with file:
            file.write(text)
    except OSError:
        path.unlink(missing_ok=True)
        raise
