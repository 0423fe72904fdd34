"""Who can help: the resource files, how fresh each entry is, and the lines that are printed.

The files lie in one folder, protocols/resources: dc.yaml, which comes first, and others beside it,
such as what was imported. A name with a second point (dc.es.yaml) is no resource file, and
verified.yaml is what was heard on the telephone. They are read as strictly as a protocol:

    resources:
      - id: access_helpline            # a-z 0-9 _ ; protocols name it in `call` and `resources`
        name: DC Access HelpLine       # as it is printed for a client
        for: Mental health or substance use crisis, adults and children
        numbers:                       # none for a place that is only an address
          - {call: 1-888-793-4357}     # one of: call, text, chat, tty
          - {text: 988, note: In Spanish, status: partly}
        hours: always                  # or times, which can be counted with:
        # - {days: Monday to Friday, from: 9 am, to: 5 pm}
        # - {days: [fri, sat], from: 22:00, to: 2:00, dates: November 1 to March 31}
        holidays: closed               # what is different then; may be left out
        hours_note: Phone first        # hours in words, where times are not known or do not do
        needs: [crisis, drugs]         # by which it is found; may be left out
        ages: 18 and over              # or 6 to 17, or 17 and under; may be left out
        walk_in: yes                   # whether one may just go there; may be left out
        languages: [en, es]            # codes; or a sentence: Over 200, by interpreter
        address: 64 New York Ave NE    # may be left out
        who: Anyone in DC              # whom they serve; may be left out
        source: DC Department of Behavioral Health, dbh.dc.gov
        verified_on: 2026-11-20        # when a person checked it against the source
        verified_by: How it was checked, and by which role
        status: confirmed              # confirmed, partly, unverified
        expires_after_days: 90
        note: For the worker only; may be left out
        worker_only: yes               # a line for reports: on no client page; may be left out

Needed: id, name, for, hours or hours_note, source, verified_on, status, and numbers or address.
The rest may be left out; expires_after_days is 90 where it is missing. A number may carry a `note`
(printed with it) and its own `status` where that is lower than the entry's. `unverified` entries
and numbers are never printed on a client page and are marked on worker screens; `partly` is
printed. A stale entry is marked, and never vanishes. What a client page prints of dc.yaml is
translated beside it, in dc.es.yaml and the like (languages.py).
"""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from crisis_cli.directory import heard_file
from crisis_cli.directory.entry import FALLBACK, Number, Resource
from crisis_cli.directory.heard import Heard, laid_over
from crisis_cli.directory.hours import opening
from crisis_cli.directory.languages import drafts, lacking, places, spoken, translated
from crisis_cli.directory.lines import Help, Line, helping, lines
from crisis_cli.errors import CrisisError
from crisis_cli.protocol import cache
from crisis_cli.protocol.compiled import Translation
from crisis_cli.protocol.fixed import ENGLISH, Speech
from crisis_cli.protocol.source import contents, shipped, yaml_files

FIRST = "dc.yaml"
BIGGEST = 20_000_001  # bytes that are read: one more than a file may have


def load(path: Path | str) -> dict[str, Resource]:
    """The resources of a file by their id, in its order. Broken, with every problem, on errors."""
    return {body["id"]: made(body) for body in kept_bodies(path)[1]}


def kept_bodies(path: Path | str) -> tuple[str, list[dict[str, Any]]]:
    """The hash of a file and its resources as plain JSON, from the cache where they were read
    before. Broken, with every problem, on errors."""
    data = contents(path, BIGGEST)
    digest = hashlib.sha256(data).hexdigest()
    with contextlib.suppress(KeyError, TypeError, ValueError, AttributeError):
        if (kept := cache.fetch("resources", digest)) is not None:
            for body in kept[:1]:
                made(body)
            return digest, list(kept)
    from crisis_cli.directory.reading import read_resources

    bodies = read_resources(data, str(path))
    cache.store("resources", digest, bodies)
    return digest, bodies


def current(path: Path | str) -> dict[str, Resource]:
    """The resources of a file, with what was heard of them on the telephone since.

    Broken where the file has errors; what was heard and cannot be read is left out.
    """
    calls = by_resource(heard_file.place(Path(path).parent))
    return {name: over(one, calls) for name, one in load(path).items()}


def over(one: Resource, calls: Mapping[str, list[Heard]]) -> Resource:
    """A resource with what was heard of it. calls: by the id of the resource."""
    return laid_over(one, calls[one.id]) if one.id in calls else one


def by_resource(file: Path) -> dict[str, list[Heard]]:
    """What was heard, by the id of the resource; nothing where the file cannot be read."""
    calls: dict[str, list[Heard]] = {}
    with contextlib.suppress(CrisisError):
        for one in heard_file.heard_in(file):
            calls.setdefault(one.resource, []).append(one)
    return calls


def shipped_file() -> Path:
    """The resource file that came with the program."""
    return shipped() / "resources" / FIRST


def files_in(folder: Path) -> list[Path]:
    """The resource files of a folder, the District's first."""
    found = [one for one in yaml_files(folder) if "." not in one.stem]
    named = [one for one in found if one.name != heard_file.NAME]
    return sorted(named, key=lambda one: (one.name != FIRST, one.name))


def known(wanted: Sequence[str] | None = None) -> dict[str, Resource]:
    """The resources that came with the program and those beside them; just 911 and 988 where the
    files have errors. The first of several with one id counts.

    wanted: ids that are looked for; when all are found, no further file is read.
    """
    found: dict[str, Resource] = {}
    for file in files_in(shipped_file().parent) or [shipped_file()]:
        with contextlib.suppress(CrisisError):
            found = current(file) | found
        if wanted is not None and found.keys() >= set(wanted):
            break
    return FALLBACK | found


def numbers(ids: Sequence[str], brief: bool = False, now: datetime | None = None) -> list[Line]:
    """The lines of these resources for a worker's screen. brief: only how to call or text.

    now: the time, where it is not that of this computer.
    """
    return lines(known(ids), ids, client=False, brief=brief, now=now)


def printed(ids: Sequence[str], words: Speech = ENGLISH, own: Path | None = None) -> list[Line]:
    """The lines of these resources for a client's page. words: of its language."""
    return lines(known_in(words.language, own, ids), ids, client=True, words=words)


def helps(
    ids: Sequence[str], today: date, words: Speech = ENGLISH, own: Path | None = None
) -> list[Help]:
    """All that a client needs to know of these resources. words: of the language of the page."""
    return helping(known_in(words.language, own, ids), ids, today, words)


def known_in(
    language: str, own: Path | None = None, wanted: Sequence[str] | None = None
) -> dict[str, Resource]:
    """The resources in a language, drafts too: what may be printed is for `standing` to say.

    own: a folder with translations of one's own. wanted: as for `known`.
    """
    there = known(wanted)
    return spoken(there, _told(language, own, there))


def standing(ids: Sequence[str], language: str, own: Path | None = None) -> str:
    """How well what a client page prints of these resources is known in a language: "reviewed",
    "draft", or "missing"."""
    if language == ENGLISH.language:
        return "reviewed"
    there = known(ids)
    told = _told(language, own, there)
    if lacking(there, ids, told):
        return "missing"
    return "draft" if drafts(there, ids, told) else "reviewed"


def _told(language: str, own: Path | None, there: dict[str, Resource]) -> Translation | None:
    if language == ENGLISH.language:
        return None
    return translated(places(shipped_file(), language, own), language, there)


def made(body: dict[str, Any]) -> Resource:
    """A resource of what is kept of it."""
    return _resource(**body)


def _resource(
    verified_on: str,
    numbers: list[list[str]],
    languages: list[str],
    times: list[Any] | None = None,
    needs: Sequence[str] = (),
    ages: Sequence[int | None] = (None, None),
    **rest: Any,
) -> Resource:
    return Resource(
        verified_on=date.fromisoformat(verified_on),
        numbers=tuple(Number(*number) for number in numbers),
        languages=tuple(languages),
        times=tuple(map(opening, times or ())),
        needs=tuple(needs),
        ages=(ages[0], ages[1]),
        **rest,
    )
