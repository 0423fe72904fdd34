"""A translation file, read strictly: what each text of it is worth, and what may be shown."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from crisis_cli.protocol.compiled import Translation
from crisis_cli.protocol.fixed import CLIENT_PAGES, RESOURCES
from crisis_cli.protocol.problems import Found
from crisis_cli.protocol.shape import fitted
from crisis_cli.protocol.strict import read
from crisis_cli.protocol.surface.translation import TextKeys, TranslationFile
from crisis_cli.protocol.tree import Path as Place
from crisis_cli.protocol.tree import Tree
from crisis_cli.protocol.wordings import Wording

# Numbers to call, and what is put in when a page is made.
KEPT = re.compile(r"\{\w+\}|(?<!\d)\d{3,}(?!\d)")
BEGINS = "`translates:` and the id of the protocol"


class Standing(StrEnum):
    """What one text of a translation is worth."""

    MISSING = "missing"  # the protocol has it, the translation does not
    EMPTY = "empty"  # it is there, and nothing is written yet
    OUTDATED = "outdated"  # the original was changed since
    UNKNOWN = "unknown"  # the protocol has no such text
    DRAFT = "draft"  # nobody has reviewed it
    REVIEWED = "reviewed"


@dataclass(frozen=True, slots=True)
class Looked:
    """A translation that was looked over.

    standing: of each text of the protocol and of the file, by place. file, tree: what was read;
    None where it has not even the shape of a translation.
    """

    found: Found
    standing: dict[str, Standing]
    file: TranslationFile | None = None
    tree: Tree | None = None

    @property
    def draft(self) -> bool:
        """Whether it is for client pages only, and nobody has reviewed any of it."""
        file = self.file
        ours = (CLIENT_PAGES, RESOURCES)
        pages = file is not None and (file.only is not None or file.translates in ours)
        return pages and Standing.REVIEWED not in self.standing.values()

    def of(self, *standing: Standing) -> list[str]:
        """The places of the texts that stand so."""
        return [place for place, one in self.standing.items() if one in standing]


def look_over(data: bytes, protocol: str, language: str, wordings: Mapping[str, Wording]) -> Looked:
    """Look the bytes of a translation file over.

    protocol: the id of the protocol that it should translate. wordings: the texts of that.
    """
    tree, found = read(data)
    file = fitted(tree, TranslationFile, BEGINS) if tree is not None else None
    if tree is None or file is None:
        return Looked(found, {})
    _head(file, tree, protocol, language)
    _dates(file, tree, ())
    for place, text in file.texts.items():
        _dates(text, tree, ("texts", place))
        _kept(text, tree, wordings.get(place))
    wanted = {p: one for p, one in wordings.items() if _wanted(file, one)}
    standing = {place: _standing(file, one) for place, one in wanted.items()}
    unknown = [place for place in file.texts if place not in wordings]
    return Looked(found, standing | dict.fromkeys(unknown, Standing.UNKNOWN), file, tree)


def compiled(data: bytes, looked: Looked, wordings: Mapping[str, Wording]) -> Translation | None:
    """The texts that may be shown: what is written for a text as it stands now. None where the
    file has errors."""
    if looked.file is None or looked.found.broken:
        return None
    texts: dict[str, str] = {}
    drafts: list[str] = []
    for place in looked.of(Standing.DRAFT, Standing.REVIEWED):
        for where in wordings[place].where:
            texts[where] = looked.file.texts[place].text or ""
            drafts += [where] * (looked.standing[place] is Standing.DRAFT)
    digest = hashlib.sha256(data).hexdigest()
    return Translation(looked.file.language, digest, texts, tuple(drafts))


def _wanted(file: TranslationFile, wording: Wording) -> bool:
    """Whether a text belongs into the file: all do, unless it is only of client pages."""
    return file.only is None or wording.printed or wording.place in file.texts


def _standing(file: TranslationFile, wording: Wording) -> Standing:
    entry = file.texts.get(wording.place)
    if entry is None:
        return Standing.MISSING
    if entry.text is None:
        return Standing.EMPTY
    if entry.of != wording.mark:
        return Standing.OUTDATED
    # A text with a reviewer of its own, even an empty one, is not covered by the head of the file.
    own = {"reviewed_by", "reviewed_on"} & entry.model_fields_set
    by = entry if own else file
    return Standing.REVIEWED if by.reviewed_by and by.reviewed_on else Standing.DRAFT


def _head(file: TranslationFile, tree: Tree, protocol: str, language: str) -> None:
    if file.translates != protocol:
        message = f"This translates '{file.translates}'; the protocol beside it is '{protocol}'."
        hint = f"Write `translates: {protocol}`, or put the file beside its protocol."
        tree.problem("E120", message, ("translates",), hint)
    if file.language != language:
        message = f"This says it is in '{file.language}'; its name says '{language}'."
        hint = f"Write `language: {language}`, or give the file another name."
        tree.problem("E121", message, ("language",), hint)


def _dates(keys: TranslationFile | TextKeys, tree: Tree, at: Place) -> None:
    """A review has a name and a date, both or neither."""
    by, on = keys.reviewed_by, keys.reviewed_on
    if bool(by) != bool(on):
        given, gap = ("reviewed_by", "reviewed_on") if by else ("reviewed_on", "reviewed_by")
        message = f"A review has a name and a date, and this one has no `{gap}`."
        tree.problem("E122", message, (*at, given), f"Add `{gap}:`.", key=True)
    if on and not _is_day(on):
        hint = "Write year, month, day: 2026-11-20."
        tree.problem("E046", f"'{on}' is not a date.", (*at, "reviewed_on"), hint)


def _kept(keys: TextKeys, tree: Tree, wording: Wording | None) -> None:
    """What a client page must not lose in a translation: numbers to call, and what is put in."""
    if wording is None or not wording.printed or keys.text is None or keys.of != wording.mark:
        return
    wanted = dict.fromkeys(KEPT.findall(wording.text))
    gone = [one for one in wanted if one not in KEPT.findall(keys.text)]
    more = [one for one in KEPT.findall(keys.text) if one not in wanted and one[0] == "{"]
    for one in gone or more:
        told = "is not in the translation" if gone else "is not in the original"
        hint = f"It says: {wording.text}"
        tree.problem("E123", f"{one} {told}.", ("texts", wording.place, "text"), hint)


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
