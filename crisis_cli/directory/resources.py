"""Who can help: the resource file, how fresh each entry is, and the lines that are printed.

The file (protocols/resources/dc.yaml) is read as strictly as a protocol:

    resources:
      - id: access_helpline            # a-z 0-9 _ ; protocols name it in `call` and `resources`
        name: DC Access HelpLine       # as it is printed for a client
        for: Mental health or substance use crisis, adults and children
        numbers:                       # none for a place that is only an address
          - {call: 1-888-793-4357}     # one of: call, text, chat, tty
          - {text: 988, note: In Spanish, status: partly}
        hours: always                  # or a sentence: Monday to Friday, 9 am to 5 pm
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

Needed: id, name, for, hours, source, verified_on, status, and numbers or address. The rest may be
left out; expires_after_days is 90 where it is missing. A number may carry a `note` (printed with
it) and its own `status` where that is lower than the entry's. `unverified` entries and numbers are
never printed on a client page and are marked on worker screens; `partly` is printed. A stale entry
is marked, and never vanishes. What a client page prints of it is translated beside it, in
dc.es.yaml and the like (languages.py).
"""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from crisis_cli.directory.entry import FALLBACK, Number, Resource
from crisis_cli.directory.languages import drafts, lacking, places, spoken, translated
from crisis_cli.directory.lines import Help, Line, helping, lines
from crisis_cli.errors import CrisisError
from crisis_cli.protocol import cache
from crisis_cli.protocol.compiled import Translation
from crisis_cli.protocol.fixed import ENGLISH, Speech
from crisis_cli.protocol.source import contents, shipped


def load(path: Path | str) -> dict[str, Resource]:
    """The resources of a file by their id, in its order. Broken, with every problem, on errors."""
    data = contents(path)
    digest = hashlib.sha256(data).hexdigest()
    with contextlib.suppress(KeyError, TypeError, ValueError):
        if (kept := cache.fetch("resources", digest)) is not None:
            return _made(kept)
    from crisis_cli.directory.reading import read_resources

    bodies = read_resources(data, str(path))
    cache.store("resources", digest, bodies)
    return _made(bodies)


def shipped_file() -> Path:
    """The resource file that came with the program."""
    return shipped() / "resources" / "dc.yaml"


def known() -> dict[str, Resource]:
    """The resources that came with the program; just 911 and 988 where the file has errors."""
    try:
        return FALLBACK | load(shipped_file())
    except CrisisError:
        return dict(FALLBACK)


def numbers(ids: Sequence[str], brief: bool = False) -> list[Line]:
    """The lines of these resources for a worker's screen. brief: only how to call or text."""
    return lines(known(), ids, client=False, brief=brief)


def printed(ids: Sequence[str], words: Speech = ENGLISH, own: Path | None = None) -> list[Line]:
    """The lines of these resources for a client's page. words: of its language."""
    return lines(known_in(words.language, own), ids, client=True, words=words)


def helps(
    ids: Sequence[str], today: date, words: Speech = ENGLISH, own: Path | None = None
) -> list[Help]:
    """All that a client needs to know of these resources. words: of the language of the page."""
    return helping(known_in(words.language, own), ids, today, words)


def known_in(language: str, own: Path | None = None) -> dict[str, Resource]:
    """The resources in a language, drafts too: what may be printed is for `standing` to say.

    own: a folder with translations of one's own.
    """
    there = known()
    return spoken(there, _told(language, own, there))


def standing(ids: Sequence[str], language: str, own: Path | None = None) -> str:
    """How well what a client page prints of these resources is known in a language: "reviewed",
    "draft", or "missing"."""
    if language == ENGLISH.language:
        return "reviewed"
    there = known()
    told = _told(language, own, there)
    if lacking(there, ids, told):
        return "missing"
    return "draft" if drafts(there, ids, told) else "reviewed"


def _told(language: str, own: Path | None, there: dict[str, Resource]) -> Translation | None:
    if language == ENGLISH.language:
        return None
    return translated(places(shipped_file(), language, own), language, there)


def _made(bodies: list[dict[str, Any]]) -> dict[str, Resource]:
    return {body["id"]: _resource(**body) for body in bodies}


def _resource(
    verified_on: str, numbers: list[list[str]], languages: list[str], **rest: Any
) -> Resource:
    return Resource(
        verified_on=date.fromisoformat(verified_on),
        numbers=tuple(Number(*number) for number in numbers),
        languages=tuple(languages),
        **rest,
    )
