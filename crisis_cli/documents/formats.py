"""The formats of a page, and writing pages to a folder."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from crisis_cli.documents.blocks import Page
from crisis_cli.documents.calendar_file import dated, ics
from crisis_cli.documents.forms import CALENDAR, PASTE, PHONE
from crisis_cli.documents.html import html
from crisis_cli.documents.paste import notes, paste
from crisis_cli.documents.pdf import pdf
from crisis_cli.documents.phone import phone
from crisis_cli.documents.text import WIDTH, text
from crisis_cli.errors import CrisisError

Warn = Callable[[str], None]  # gets a sentence for the worker


def as_json(page: Page) -> str:
    """What the page was made of. ASCII only: whatever was said, nothing in it can act."""
    whole = {**page.data, "practice": page.practice}
    return json.dumps(whole, indent=2, default=_plain) + "\n"


def _plain(value: Any) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} is not data")


def as_text(page: Page, warn: Warn, width: int = WIDTH) -> str:
    """The page as plain text, at most `width` columns wide where its form has lines."""
    if page.form == PASTE:
        for sentence in notes(page):
            warn(sentence)
    drawn = TEXTS.get(page.form)
    return drawn(page) if drawn else text(page, width)


# Forms that are texts of their own.
TEXTS: dict[str, Callable[[Page], str]] = {PHONE: phone, PASTE: paste}
FORMATS: dict[str, Callable[[Page, Warn], bytes]] = {
    "txt": lambda page, warn: as_text(page, warn).encode(),
    "html": lambda page, warn: html(page).encode(),
    "pdf": pdf,
    "json": lambda page, warn: as_json(page).encode(),
}
OF_SOME: dict[str, Callable[[Page, Warn], bytes]] = {
    CALENDAR: lambda page, warn: ics(page)
}  # formats that only some pages have


def has(page: Page, kind: str) -> bool:
    """Whether a page has this format: a calendar file needs a day."""
    return kind != CALENDAR or dated(page)


def write(
    pages: Iterable[Page],
    folder: Path,
    formats: Iterable[str] = tuple(FORMATS),
    warn: Warn = lambda sentence: None,
) -> dict[str, Path]:
    """Write each page in each format; returns file name -> path.

    A file is there whole or not at all, for its owner only. No name of a file has client data in
    it. CrisisError where the folder cannot be written to; `warn` gets what the worker should know.
    """
    kinds, told = list(formats), dict[str, None]()
    drawn = {
        f"{page.name}.{kind}": (FORMATS | OF_SOME)[kind](page, told.setdefault)
        for page in pages
        for kind in kinds
        if has(page, kind)
    }
    for sentence in told:  # each once, however many pages it is about
        warn(sentence)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return {name: _put(folder / name, content) for name, content in drawn.items()}
    except OSError as error:
        where = error.filename2 or folder
        raise CrisisError(
            f"Could not write to {where}: {_why(error)}.",
            "Choose another folder with --out; what was said is safe in the contact.",
        ) from error


def save(path: Path, content: bytes) -> Path:
    """Write one file, whole or not at all. CrisisError where it cannot be written."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return _put(path, content)
    except OSError as error:
        raise CrisisError(
            f"Could not write {path}: {_why(error)}.",
            "Choose another file with --out.",
        ) from error


def _why(error: OSError) -> str:
    """What went wrong; "File exists" would sound as if all were well."""
    if isinstance(error, FileExistsError | NotADirectoryError):
        return "there is a file where a folder is needed"
    return error.strerror or str(error)


def _put(path: Path, content: bytes) -> Path:
    """The file at this path with this content, in one step: under another name, then renamed.

    A pipe or a device is written to as it is: a file in its place would be the end of it.
    """
    if path.exists() and not (path.is_file() or path.is_dir()):
        path.write_bytes(content)
        return path
    with NamedTemporaryFile(dir=path.parent, prefix=".writing-", delete=False) as file:
        try:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
            file.close()
            Path(file.name).replace(path)
        except OSError:
            with suppress(OSError):
                Path(file.name).unlink()
            raise
    return path
