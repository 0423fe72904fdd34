"""The skeleton of a translation, and what a translation lacks by now."""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from crisis_cli.protocol.compile import looked_over
from crisis_cli.protocol.fixed import CLIENT_PAGES, RESOURCES
from crisis_cli.protocol.problems import Broken
from crisis_cli.protocol.surface.file import File
from crisis_cli.protocol.translation import Looked, Standing
from crisis_cli.protocol.wordings import Wording

PLAIN = re.compile(r"[A-Za-z0-9_.-]+")
WIDE = 90  # columns of a comment
HEAD = """\
# {what} in another language ({language}).
#
# For each text: what it says, as a comment; `text`, where you write the translation; and `of`, a
# mark that tells when the text is changed later. Leave the marks and the places as they are. Put
# quotes around a translation that has `: ` or ` #` in it. {instead}
#
# Whoever reads all of it beside the original writes name and date here (2026-11-20). A text may
# have a `reviewed_by` and `reviewed_on` of its own: leave them empty for one that nobody has
# read yet.

translates: {protocol}
language: {language}
{only}reviewed_by:
reviewed_on:

texts:
"""


IN_INTERVIEWS = "What has no translation is shown in\n# the language of the protocol."
ON_PAGES = (
    "What stands in {braces} is put in when a\n"
    "# page is made. A page is in one language: while a text is missing here, or not reviewed,\n"
    "# it is in the language of the protocol, with a note to use an interpreter."
)
OURS = {
    CLIENT_PAGES: "The fixed words of client pages",
    RESOURCES: "What client pages say of resources",
}
ONLY = "only: client_pages\n"


@dataclass(frozen=True, slots=True)
class Lack:
    """What a translation lacks.

    entries: what is missing, as YAML that can be put at the end of the file. told: in words.
    """

    entries: str
    told: tuple[str, ...]


def begun(translates: str, language: str, known: Mapping[str, Wording], pages: bool = False) -> str:
    """A translation file with nothing translated yet.

    translates: the id of the protocol. pages: only what client pages print.
    """
    own = OURS.get(translates)
    what = own or f"The words of {translates}"
    head = HEAD.format(
        protocol=translates,
        language=language,
        only=ONLY * pages,
        what=what,
        instead=ON_PAGES if own or pages else IN_INTERVIEWS,
    )
    return head + "\n".join(_entry(one) for one in known.values() if one.printed or not pages)


def lacking(looked: Looked, known: Mapping[str, Wording], name: str) -> Lack:
    """What a translation lacks that was looked over. Broken where it has errors.

    known: what it should translate. name: of its file.
    """
    if looked.file is None or looked.tree is None or looked.found.broken:
        raise Broken(name, looked.found.problems, looked.found.more)
    reviewed = looked.file.reviewed_by is not None
    missing = [known[place] for place in looked.of(Standing.MISSING)]
    lines = {place: looked.tree.place(("texts", place), key=True)[0] for place in looked.file.texts}
    told = [
        f"line {lines[place]}: {place} was changed. It now says: {known[place].text}\n"
        f"  Translate that, and write its new mark: of: {known[place].mark}"
        for place in looked.of(Standing.OUTDATED)
    ]
    told += [f"line {lines[p]}: {p} is not translated yet." for p in looked.of(Standing.EMPTY)]
    told += [f"line {lines[p]}: {p} was not reviewed." for p in looked.of(Standing.DRAFT)]
    told += [
        f"line {lines[p]}: {p} is no text of the protocol." for p in looked.of(Standing.UNKNOWN)
    ]
    return Lack("".join(f"\n{_entry(one, reviewed)}" for one in missing), tuple(told))


def sound(data: bytes, name: str) -> File:
    """A protocol file that translations can be of. Broken where it has errors."""
    looked = looked_over(data)
    if looked.made is None or looked.found.broken:
        raise Broken(name, looked.found.problems, looked.found.more)
    return looked.made[0]


def _entry(wording: Wording, unreviewed: bool = False) -> str:
    """One text to be translated. unreviewed: it says itself that nobody has read it yet."""
    lines = [f"  {_key(wording.place)}:", *_comment(wording.text), "    text:"]
    lines += [f"    of: {wording.mark}"]
    lines += ["    reviewed_by:", "    reviewed_on:"] * unreviewed
    return "\n".join(lines) + "\n"


def _key(place: str) -> str:
    return place if PLAIN.fullmatch(place) else json.dumps(place, ensure_ascii=False)


def _comment(text: str) -> Iterable[str]:
    for line in text.splitlines():
        yield from (f"    # {part}" for part in textwrap.wrap(line, WIDE) or [""])
