"""Finding who can help: by words in any order, by need, and by whom it is for.

What is searched is one line of text for each resource, made once and kept: small letters, no
accents, a space before every word. A word is found where some word of the line begins with it, so
half a word is enough, and a search is hardly more than looking for a text in a text.
"""

from __future__ import annotations

import contextlib
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from crisis_cli.directory import heard_file
from crisis_cli.directory.entry import FALLBACK, UNVERIFIED, Resource
from crisis_cli.directory.heard import Heard
from crisis_cli.directory.hours import now as open_at
from crisis_cli.directory.meant import Meant, meant
from crisis_cli.directory.needs import NEEDS
from crisis_cli.directory.resources import by_resource, files_in, kept_bodies, made, over
from crisis_cli.engine.times import HOME_ZONE, zone
from crisis_cli.errors import CrisisError
from crisis_cli.protocol import cache
from crisis_cli.protocol.tongues import CALLED

NOT_WORDS = re.compile(r"[\W_]+")
SAID_BY_INTERPRETER = re.compile(r"interpret", re.IGNORECASE)
IN_TEXT = ("id", "name", "purpose", "who", "address", "hours", "note")


@dataclass(frozen=True, slots=True)
class Asked:
    """What is looked for. need: of NEEDS; language: its short name; age: in years; no_phone: only
    where one can go without one; open_at: when it has to be open. Empty: it does not matter.
    near: where nothing has all words, what comes nearest is taken, and told."""

    words: tuple[str, ...] = ()
    need: str = ""
    language: str = ""
    age: int | None = None
    no_phone: bool = False
    open_at: datetime | None = None
    near: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found, the best first; how many more fit, but for hours that are not known; and how
    the words were read where nothing has all of them."""

    found: tuple[Resource, ...]
    hours_unknown: int = 0
    meant: Meant | None = None


class Directory:
    """All resources of a folder, to be searched and looked up.

    broken: the files that cannot be used, each with what is wrong with it. hidden: the ids of a
    file that a file before it has already, so that nobody finds its entries.
    """

    def __init__(self, folder: Path) -> None:
        self.files: dict[str, Path] = {}  # the id of a resource -> its file
        self.broken: dict[Path, CrisisError] = {}
        self.hidden: dict[Path, list[str]] = {}
        self._bodies: dict[str, dict[str, Any]] = {}
        self._texts: dict[str, str] = {}
        for file in files_in(folder):
            try:
                self._take(file)
            except CrisisError as error:
                self.broken[file] = error
        self.heard = self._heard(heard_file.place(folder))
        self._made: dict[str, Resource] = {}

    def _take(self, file: Path) -> None:
        digest, bodies = kept_bodies(file)
        for body, text in zip(bodies, texts_of(digest, bodies), strict=True):
            if body["id"] in self._bodies:
                self.hidden.setdefault(file, []).append(body["id"])
            else:
                self._bodies[body["id"]] = body
                self._texts[body["id"]] = text
                self.files[body["id"]] = file

    def _heard(self, file: Path) -> Mapping[str, list[Heard]]:
        try:
            heard_file.heard_in(file)
        except CrisisError as error:
            self.broken[file] = error
        return by_resource(file)

    def __len__(self) -> int:
        return len(self._bodies)

    def __iter__(self) -> Iterator[str]:
        return iter(self._bodies)

    def get(self, id: str) -> Resource | None:
        """The resource of this id, with what was heard of it; 911 and 988 are always there."""
        if id not in self._made:
            if id not in self._bodies:
                return FALLBACK.get(id)
            self._made[id] = over(made(self._bodies[id]), self.heard)
        return self._made[id]

    def all(self) -> list[Resource]:
        """Every resource, in the order of the files."""
        return [one for name in self._bodies if (one := self.get(name))]

    def find(self, asked: Asked, today: date) -> Answer:
        """What fits to all that is asked, the best first."""
        words = [word for text in asked.words for word in folded(text).split()]
        texts = self._texts.items()
        names = [name for name, text in texts if all(f" {word}" in text for word in words)]
        other = meant(words, self._texts) if asked.near and not names else None
        if other:
            names, words = list(other.names), list(other.words)
        fit = [name for name in names if _fits(self._bodies[name], asked)]
        found = [one for name in fit if (one := self.get(name))]
        unknown = 0
        if asked.open_at is not None:
            states = [(one, opened(one, asked.open_at)) for one in found]
            found = [one for one, state in states if state]
            unknown = sum(state is None for _, state in states)
        ranked = sorted(found, key=lambda one: _rank(one, words, asked, today))
        return Answer(tuple(ranked), unknown, other)


def texts_of(digest: str, bodies: Sequence[Mapping[str, Any]]) -> list[str]:
    """The line that is searched for each of these, kept beside what was read. digest: its hash."""
    with contextlib.suppress(TypeError):
        kept = cache.fetch("search", digest)
        if kept is not None and len(kept) == len(bodies):
            return list(kept)
    texts = [text_of(body) for body in bodies]
    cache.store("search", digest, texts)
    return texts


def text_of(body: Mapping[str, Any]) -> str:
    """The line that is searched for one resource."""
    parts = [body.get(key, "") for key in IN_TEXT]
    for need in body.get("needs", ()):
        parts += [need, NEEDS.get(need, "")]
    parts += [CALLED.get(one, one) for one in body.get("languages", ())]
    for _, value, note, _ in body.get("numbers", ()):
        parts += [value, re.sub(r"\D", "", value), note]
    return f" {folded(' '.join(parts))}"


def folded(text: str) -> str:
    """Small letters without accents, one space between words."""
    if not text.isascii():
        apart = unicodedata.normalize("NFKD", text)
        text = "".join(char for char in apart if not unicodedata.combining(char))
    return NOT_WORDS.sub(" ", text.casefold().replace("'", "")).strip()


def opened(one: Resource, at: datetime) -> bool | None:
    """Whether somebody answers at a moment; None where that is not known."""
    if one.always:
        return True
    return open_at(one.times, at, zone(HOME_ZONE)).open if one.times else None


def _fits(body: Mapping[str, Any], asked: Asked) -> bool:
    return (
        (not asked.need or asked.need in body.get("needs", ()))
        and (not asked.language or _speaks(body, asked.language))
        and (asked.age is None or _of_age(body.get("ages", (None, None)), asked.age))
        and (not asked.no_phone or (bool(body.get("address")) and body.get("walk_in") != "no"))
    )


def _speaks(body: Mapping[str, Any], language: str) -> bool:
    """English where nothing is said; any language where there are interpreters."""
    said: Iterable[str] = body.get("languages", ())
    if not said:
        return language == "en"
    return language in said or any(SAID_BY_INTERPRETER.search(one) for one in said)


def _of_age(ages: Sequence[int | None], age: int) -> bool:
    low, high = ages
    return (low is None or low <= age) and (high is None or age <= high)


def _rank(one: Resource, words: Sequence[str], asked: Asked, today: date) -> tuple[int, bool, bool]:
    """The name counts more than the needs, and these more than the rest; then what is checked."""
    name, needs = f" {folded(one.name)}", " ".join(("", *one.needs))
    score = sum(4 * (f" {w}" in name) + 2 * (f" {w}" in needs) for w in words)
    direct = 1 if asked.language in one.languages else 0
    return -score - direct, one.status == UNVERIFIED, one.stale(today)
