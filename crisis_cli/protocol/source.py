"""Where protocols come from: found by name or path, read, compiled once, then taken from the cache.

Neither YAML nor pydantic is imported for a protocol that was compiled before.
"""

from __future__ import annotations

import contextlib
import gc
import hashlib
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from crisis_cli.errors import CrisisError
from crisis_cli.protocol import cache
from crisis_cli.protocol.compiled import Protocol
from crisis_cli.protocol.languages import translated
from crisis_cli.protocol.saved import from_json, to_json

if TYPE_CHECKING:
    from crisis_cli.protocol.compile import Looked
    from crisis_cli.protocol.problems import Found

# Stands in a protocol, and in no file beside it.
NAMED = re.compile(rb"^protocol:[ ]*[\"']?([a-z0-9-]*)", re.M)
MOST_READ = 2_000_001  # bytes: one more than a file may have
PACKAGE = Path(__file__).resolve().parent.parent


def load(path: Path | str) -> Protocol:
    """The protocol in a file, with the translations beside it. Broken, with every problem, where it
    has errors."""
    data = contents(path)
    digest = hashlib.sha256(data).hexdigest()
    with contextlib.suppress(ValueError), without_pauses():
        if (kept := cache.fetch("protocol", digest)) is not None:
            return translated(from_json(kept), Path(path), data)
    protocol, found = examine(data)
    if protocol is None:
        from crisis_cli.protocol.problems import Broken

        raise Broken(str(path), found.problems, found.more_errors)
    cache.store("protocol", digest, to_json(protocol))
    return translated(protocol, Path(path), data)


def examine(data: bytes) -> tuple[Protocol | None, Found]:
    """The protocol in the bytes of a file, and everything that is wrong with it."""
    from crisis_cli.protocol.compile import compiled

    with without_pauses():
        return compiled(data)


def look_over(data: bytes) -> Looked:
    """As `examine`, and with it what more can be looked for in, errors or not."""
    from crisis_cli.protocol.compile import looked_over

    with without_pauses():
        return looked_over(data)


def contents(path: Path | str, most: int = MOST_READ) -> bytes:
    """The bytes of a file, `most` of them at most; a CrisisError where there is none."""
    file = Path(path)
    try:
        with os.fdopen(at_once(file), "rb") as opened:
            return opened.read(most)
    except IsADirectoryError:
        raise CrisisError(f"{path} is a folder, not a file.", _inside(file)) from None
    except (FileNotFoundError, NotADirectoryError, ValueError):
        raise CrisisError(f"There is no file {path}.", _instead(file)) from None
    except PermissionError:
        hint = "Ask whoever owns it to let you read it."
        raise CrisisError(f"{path} may not be read.", hint) from None
    except OSError as error:
        raise CrisisError(f"{path} cannot be read: {error.strerror}.") from None


def at_once(file: Path) -> int:
    """A file, opened for reading: its descriptor. A pipe that nobody writes to is empty, and not
    waited for."""
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    opened = os.open(file, flags)
    if os.name == "posix":
        os.set_blocking(opened, True)
    return opened


def find(name: str | Path) -> Path:
    """The file of a protocol: one that came with the program, by its name, or any by its path."""
    for file in yaml_files(shipped()):
        if file.stem == str(name):
            return file
    path = Path(name)
    usable = False
    with contextlib.suppress(OSError):  # its name is too long, or its folder may not be read
        usable = path.exists() and not path.is_dir()
    if not usable:
        contents(path)  # says what is wrong
    return path


def own_id(path: Path) -> str:
    """The id that a protocol file gives itself, errors or not; "" where it gives none."""
    with contextlib.suppress(CrisisError):
        if named := NAMED.search(contents(path)):
            return named[1].decode()
    return ""


def shipped() -> Path:
    """The folder of the protocols that came with the program, installed or in a checkout."""
    with contextlib.suppress(OSError):  # the program lies where this user may not look
        if (installed := PACKAGE / "_protocols").is_dir():
            return installed
    return PACKAGE.parent / "protocols"


@contextlib.contextmanager
def without_pauses() -> Iterator[None]:
    """No garbage collection while many small things are built that all stay."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


def _inside(folder: Path) -> str:
    with contextlib.suppress(OSError):
        files = yaml_files(folder)
        named = [file.name for file in filter(_is_protocol, files)] or [file.name for file in files]
        if named:
            return f"In it there are: {', '.join(named[:5])}."
    return "Name a protocol file that ends in .yaml."


def _instead(missing: Path) -> str:
    """What was probably meant."""
    from crisis_cli.protocol.problems import did_you_mean

    with contextlib.suppress(OSError):  # the folder that one is in may be gone itself
        if not missing.parent.is_dir():
            return f"There is no folder {missing.parent} either; you are in {Path.cwd()}."
    every = yaml_files(shipped()) if missing.suffix in ("", ".yaml", ".yml") else []
    names = {file.stem: file.stem for file in every if _is_protocol(file)}
    beside = (file for file in yaml_files(missing.parent) if file.name != missing.name)
    near = {file.name: str(file) for file in beside}
    told = did_you_mean(missing.name, near) or did_you_mean(missing.stem, names)
    listed = f"These came with the program: {', '.join(sorted(names))}." if names else ""
    return told or listed or "Look at the name again."


def _is_protocol(file: Path) -> bool:
    try:
        return NAMED.search(file.read_bytes()) is not None
    except OSError:
        return False


def yaml_files(folder: Path, *endings: str) -> list[Path]:
    """The files in a folder with these endings, or .yaml; not folders, nor what an editor hides
    there while somebody types."""
    with contextlib.suppress(OSError, ValueError):
        found = [file for one in endings or (".yaml",) for file in folder.glob(f"*{one}")]
        return sorted(one for one in found if one.name[0] != "." and not one.is_dir())
    return []
