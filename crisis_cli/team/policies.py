"""The policy that holds here: the agency's own, or the one that came along, or what is built in."""

from __future__ import annotations

import contextlib
import hashlib
import re
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from crisis_cli.errors import CrisisError
from crisis_cli.protocol import cache
from crisis_cli.protocol.source import contents, shipped
from crisis_cli.team.policy import FALLBACK, Policy, made

FILE = "policy.yaml"
PRACTICE = re.compile(rb"^[^#\n]*\bpractice\b[\"']?[ ]*:", re.M)
BROKEN = "{file} cannot be used, so everybody is asked as much as at entry: tell your supervisor."


def load(path: Path) -> Policy:
    """The policy in a file. Broken, with every problem, where it has errors."""
    data = contents(path)
    digest = hashlib.sha256(data).hexdigest()
    with contextlib.suppress(KeyError, TypeError, ValueError):
        if (kept := cache.fetch("policy", digest)) is not None:
            return replace(made(kept), hash=digest)
    from crisis_cli.team.reading import read_policy

    body = read_policy(data, str(path))
    cache.store("policy", digest, body)
    return replace(made(body), hash=digest)


def known(folders: Iterable[Path]) -> tuple[Policy, str]:
    """The policy of the first of these folders that has one, or the one that came with the
    program; and what the worker is told of it, or "".

    One that is there and cannot be used gives way to what is built in: it asks more, never less.
    """
    file = file_in(folders)
    try:
        return load(file), ""
    except (CrisisError, OSError):
        return FALLBACK, BROKEN.format(file=file)


def file_in(folders: Iterable[Path]) -> Path:
    """The policy file that holds: of the first of these folders that has one, or the one that came
    with the program."""
    own = (folder / FILE for folder in folders)
    return next(filter(_there, own), shipped() / FILE)


def _there(file: Path) -> bool:
    """Whether there is such a file, or a link of that name; one that cannot be looked at is."""
    try:
        file.lstat()
    except OSError as error:
        return not isinstance(error, FileNotFoundError | NotADirectoryError)
    return True


def names_practice(folders: Iterable[Path]) -> bool:
    """Whether the policy that holds may expect practice: a look at its bytes, since reading one
    that was changed takes longer than a worker who begins a contact should wait."""
    for folder in (*folders, shipped()):
        with contextlib.suppress(CrisisError):
            return PRACTICE.search(contents(folder / FILE)) is not None
    return False
