"""Where records lie on this machine: one folder that only its owner can read."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from crisis_cli.errors import CrisisError

REAL = "records.db"
PRACTICE = "practice.db"


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


def database(practice: bool = False) -> Path:
    """The file of the real contacts, or of the practice ones. They never share one."""
    return home() / (PRACTICE if practice else REAL)


def beside(practice: bool = False) -> list[Path]:
    """The files for contacts that cannot go into the records, the best first: in a folder with
    them, or else in the system's folder for temporary files, which another disk may hold."""
    import tempfile

    name = PRACTICE if practice else REAL
    folder = f"{name.removesuffix('.db')}-aside"
    temporary = f"crisis-{os.getuid() if POSIX else 'own'}-{folder}"
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
