"""New passphrases and recovery keys: asked for at the terminal, or taken from where they lie."""

from __future__ import annotations

import os
import secrets
import sys
from collections.abc import Callable
from pathlib import Path

from crisis_cli.boundary import tell
from crisis_cli.commands.typed import LetGo, agreed, ask, clear, hidden
from crisis_cli.commands.unlocking import NO_TERMINAL, given
from crisis_cli.errors import CrisisError, Exit
from crisis_cli.records.recovery import new_recovery

LEAST = 12  # letters
ABOUT = """\
Choose a passphrase: four or five words that do not belong together, but that you will remember \
at three in the morning. At least 12 letters.
Nothing shows while you type."""
PAPER = """\
This is your RECOVERY KEY. If you forget the passphrase, it is the only way in. \
Write it on paper, keep it away from this computer, and show it to nobody.

    {first}
    {second}
"""
VOID = "The recovery key that was shown opens nothing: if it is on paper, strike it out."


def new_passphrase(line: int = 0, given: Callable[[int], str | None] = given) -> str:
    """A new passphrase, typed twice the same; or this line of what was given without asking."""
    if (passphrase := given(line)) is not None:
        if why := too_weak(passphrase):
            raise CrisisError(why, "Use four or five words.")
        return passphrase
    if not sys.stdin.isatty():
        raise CrisisError(*NO_TERMINAL)
    tell(ABOUT)
    while True:
        passphrase = hidden("New passphrase")
        if why := too_weak(passphrase):
            tell(why)
        elif hidden("The same again") == passphrase:
            return passphrase
        else:
            tell("These two were not the same. Nothing was kept; begin again.")


def too_weak(passphrase: str) -> str:
    """Why a passphrase will not do, in a sentence; "" if it will."""
    if len(passphrase) < LEAST:
        return f"That has {len(passphrase)} letters; it takes {LEAST} at least."
    if len(set(passphrase)) < 5:
        return "That is too easy to guess."
    return ""


def new_paper(file: Path | None = None) -> str:
    """A new recovery key, which the person has written down; "" where they would not.

    file: where to write it instead of showing it.
    """
    key = new_recovery()
    if file:
        _write(file, key)
        return key
    if not sys.stdin.isatty():
        return ""
    try:
        return key if _on_paper(key) else ""
    except LetGo as gone:  # somebody may have written it down by then
        raise LetGo(f"{gone.message} {VOID}", gone.hint) from None
    except KeyboardInterrupt:
        again = "Run the command again for one that counts."
        raise CrisisError(f"\nStopped. {VOID}", again, Exit.INTERRUPTED) from None


def _on_paper(key: str) -> bool:
    """Show a recovery key until two groups of it came back from the paper; False for a no."""
    groups = key.split()
    shown = PAPER.format(first=" ".join(groups[:4]), second=" ".join(groups[4:]))
    wanted = sorted(secrets.SystemRandom().sample(range(len(groups)), 2))
    while True:
        tell(shown)
        if not agreed("Is it on paper?", default=True):
            return False
        clear()
        if all(_typed(place, groups[place]) for place in wanted):
            return True
        tell("That is not what stood there. Look at your paper; here it is again.\n")


def _typed(place: int, group: str) -> bool:
    answer = ask(f"From your paper: group {place + 1} of 8")
    return answer.strip().lower() == group


def _write(file: Path, key: str) -> None:
    try:
        made = os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except OSError as error:
        raise CrisisError(
            f"The recovery key cannot be written to {file}: {error.strerror}.",
            "Name a file that is not there yet.",
        ) from None
    with os.fdopen(made, "w", encoding="ascii") as out:
        out.write(key + "\n")
        out.flush()
        os.fsync(out.fileno())  # what it opens is on the disk a moment later
