"""What can go wrong, in words: one kind of error for people, and the exit codes."""

from __future__ import annotations

from enum import IntEnum


class Exit(IntEnum):
    """What the process says to the shell."""

    DONE = 0
    TOLD = 1  # we told you what is wrong
    USAGE = 2  # the command was called wrongly
    BUG = 3  # our mistake
    FOUND = 4  # a check found problems
    INTERRUPTED = 130  # stopped by the person, and saved


class CrisisError(Exception):
    """Something that the person at the terminal can put right.

    message: what is wrong, and where, in one sentence.
    hint: what to do about it, in one sentence; may be empty.
    exit: the exit code of the process.
    """

    def __init__(self, message: str, hint: str = "", exit: Exit = Exit.TOLD) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.exit = exit
