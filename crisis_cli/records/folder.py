"""Where records lie on this machine: one folder that only its owner can read."""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from crisis_cli.errors import CrisisError

REAL = "records.db"
PRACTICE = "practice.db"
DEBRIEFS = "debrief.db"
PAUSE = 0.01  # seconds


def home() -> Path:
    """The data folder: $CRISIS_HOME, or the place that this system keeps for programs' data.

    CrisisError where that is nowhere.
    """
    chosen = os.environ.get("CRISIS_HOME")
    try:
        return Path(chosen).expanduser().absolute() if chosen else _usual()
    except (RuntimeError, OSError):  # nobody's home, or the folder one stands in is gone
        raise CrisisError(
            "There is no folder to keep records in: your home folder is not known.",
            "Set CRISIS_HOME to the whole path of a folder that you can write in.",
        ) from None


def _usual() -> Path:
    from platformdirs import user_data_path

    return user_data_path("crisis-cli", appauthor=False)


def papers() -> Path:
    """Where documents go for which no other place was named: among the person's own, and never
    beside the records, for a paper is not locked. CrisisError where that is nowhere."""
    chosen = os.environ.get("CRISIS_PAPERS")
    try:
        return Path(chosen).expanduser().absolute() if chosen else _own_documents()
    except (RuntimeError, OSError):
        raise CrisisError(
            "There is no folder to write documents to: your home folder is not known.",
            "Name one with --out DIR.",
        ) from None


def _own_documents() -> Path:
    from platformdirs import user_documents_path

    return user_documents_path() / "crisis"


def make(folder: Path) -> Path:
    """The folder, made where it is missing, for its owner alone. CrisisError where it cannot be."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise _unusable(folder, error) from error
    return folder


@contextmanager
def gate(folder: Path, wait: float, shut: bool = False) -> Iterator[bool]:
    """Go through the gate of a folder to open a file in it, or shut it to put another file in the
    place of one. Whether that was possible within the time, in seconds.

    SQLite takes a write-ahead log by its name: who has opened the old file and locked nothing yet
    would take that of the new one, write it into the old one, and delete it. So nobody is between
    opening a file and locking it while another file takes its name.
    """
    import fcntl

    try:
        opened = os.open(folder, os.O_RDONLY)
    except OSError:  # a folder that may be used and not be listed has no gate
        yield True
        return
    until = time.monotonic() + wait
    try:
        passed = _passed(opened, fcntl.LOCK_EX if shut else fcntl.LOCK_SH)
        while not passed and time.monotonic() < until:
            time.sleep(PAUSE)
            passed = _passed(opened, fcntl.LOCK_EX if shut else fcntl.LOCK_SH)
        yield passed
    finally:
        os.close(opened)


def _passed(opened: int, how: int) -> bool:
    import fcntl

    try:
        fcntl.flock(opened, how | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:  # a file system without such locks has no gate
        return True
    return True


def holds(file: Path) -> bool:
    """Whether the file is there. CrisisError where its folder may not be looked into."""
    try:
        return file.exists()
    except OSError as error:
        raise _unusable(file.parent, error) from error


def _unusable(folder: Path, error: OSError) -> CrisisError:
    return CrisisError(
        f"The folder {folder} cannot be used: {error.strerror}.",
        "Name another one: set CRISIS_HOME to a folder that you can write in.",
    )


def debriefs() -> Path:
    """The file of a worker's own debriefs: no records, and never copied, exported or counted."""
    return home() / DEBRIEFS


def database(practice: bool = False) -> Path:
    """The file of the real contacts, or of the practice ones. They never share one."""
    return home() / (PRACTICE if practice else REAL)


def beside(practice: bool = False) -> list[Path]:
    """The files for contacts that cannot go into the records, the best first: in a folder with
    them, or else in the system's folder for temporary files, which another disk may hold. There
    each data folder has one of its own: nothing of one is ever brought into another."""
    import tempfile
    from hashlib import sha256

    name = PRACTICE if practice else REAL
    folder = f"{name.removesuffix('.db')}-aside"
    mark = sha256(os.fsencode(home())).hexdigest()[:8]
    temporary = f"crisis-{os.getuid() if POSIX else 'own'}-{mark}-{folder}"
    return [home() / folder / name, Path(tempfile.gettempdir()) / temporary / name]


def swept(folder: Path) -> Path:
    """What a folder is called whose files are being wiped."""
    return folder.with_name(f"{folder.name}.gone")


def own(folder: Path) -> bool:
    """Whether this folder is there, and is this person's alone: among temporary files anybody may
    have made it, or a link in its place."""
    try:
        found = folder.lstat()
    except OSError:
        return False
    if not POSIX or not stat.S_ISDIR(found.st_mode):
        return stat.S_ISDIR(found.st_mode)
    return found.st_uid == os.getuid() and not found.st_mode & (stat.S_IRWXG | stat.S_IRWXO)


POSIX = hasattr(os, "getuid")
