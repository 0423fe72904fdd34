"""Catalogues: the fixed words of client pages in other languages, one file for each language.

A catalogue is a translation (`translates: client-pages`), read as strictly as one of a protocol.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from crisis_cli.errors import CrisisError
from crisis_cli.protocol import cache
from crisis_cli.protocol.compiled import Translation
from crisis_cli.protocol.fixed import CLIENT_PAGES, FIXED, Speech
from crisis_cli.protocol.saved import translation, translation_out
from crisis_cli.protocol.source import contents, shipped, yaml_files

if TYPE_CHECKING:
    from crisis_cli.protocol.translation import Looked
    from crisis_cli.protocol.wordings import Wording

FOLDER = "catalogues"


@dataclass(frozen=True, slots=True)
class Catalogue:
    """One language of client pages. path: its file. said: what may be shown; nothing where the
    file has errors. lacks: ids of what is missing, or was changed in English since."""

    language: str
    path: Path
    said: Translation
    lacks: tuple[str, ...]

    @property
    def reviewed(self) -> bool:
        """Whether all of it was read by somebody beside the English."""
        return not (self.lacks or self.said.drafts)

    @property
    def words(self) -> Speech:
        """To print with; only where nothing lacks."""
        return Speech(self.language, self.said.texts, bool(self.said.drafts))


def wordings() -> dict[str, Wording]:
    """Every fixed text by its id, as translations know them."""
    from crisis_cli.protocol.wordings import Wording

    return {name: Wording(name, text, (name,), printed=True) for name, text in FIXED.items()}


def places(own: Path | None = None) -> tuple[Path, ...]:
    """The folders of catalogues: one's own, where there is one, then the one that came along."""
    return tuple(one / FOLDER for one in (own, shipped()) if one)


def catalogue(language: str, folders: Iterable[Path]) -> Catalogue | None:
    """The catalogue of a language; None where no folder has one.

    Of several one that was reviewed, else one that is whole, else the first.
    """
    files = (folder / f"{language}.yaml" for folder in folders)
    found = [one for file in files if (one := _read(file, language))]
    return max(found, key=lambda one: (one.reviewed, not one.lacks), default=None)


def languages(folders: Iterable[Path]) -> list[str]:
    """The languages that there are catalogues of, in order."""
    return sorted({file.stem for folder in folders for file in yaml_files(folder)})


def looked_over(data: bytes, language: str) -> Looked:
    """Look the bytes of a catalogue over."""
    from crisis_cli.protocol.translation import look_over

    return look_over(data, CLIENT_PAGES, language, wordings())


def _read(file: Path, language: str) -> Catalogue | None:
    try:
        data = contents(file)
    except CrisisError:
        return None
    said = _kept(data, language)
    return Catalogue(language, file, said, tuple(name for name in FIXED if name not in said.texts))


def _kept(data: bytes, language: str) -> Translation:
    """What a catalogue says, from the cache where it was read before."""
    english = json.dumps(FIXED).encode()
    digest = hashlib.sha256(b"\n".join((english, language.encode(), data))).hexdigest()
    with contextlib.suppress(TypeError, ValueError):
        if (kept := cache.fetch("catalogue", digest)) is not None:
            return translation(kept)
    from crisis_cli.protocol.translation import compiled

    made = compiled(data, looked_over(data, language), wordings())
    if made is None:
        return Translation(language, "", {})
    cache.store("catalogue", digest, translation_out(made))
    return made
