"""The resources in other languages: what client pages print of them, in files beside theirs.

A translation (dc.es.yaml beside dc.yaml, `translates: resources`) is read as strictly as one of a
protocol. Names, numbers and addresses are not in it: they stay as they are called and written.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from crisis_cli.directory.entry import UNVERIFIED, Resource
from crisis_cli.errors import CrisisError
from crisis_cli.protocol import cache
from crisis_cli.protocol.compiled import Translation
from crisis_cli.protocol.fixed import RESOURCES
from crisis_cli.protocol.languages import beside
from crisis_cli.protocol.saved import translation, translation_out
from crisis_cli.protocol.source import contents
from crisis_cli.protocol.tongues import CODE

if TYPE_CHECKING:
    from crisis_cli.protocol.translation import Looked
    from crisis_cli.protocol.wordings import Wording

FOLDER = "resources"
Resources = Mapping[str, Resource]


def wordings(resources: Resources) -> dict[str, Wording]:
    """Every text of resources that a client page may print, by its place: lifeline.for."""
    from crisis_cli.protocol.wordings import Wording

    found = (pair for one in resources.values() for pair in _texts(one))
    return {place: Wording(place, text, (place,), printed=True) for place, text in found}


def looked_over(data: bytes, language: str, resources: Resources) -> Looked:
    """Look the bytes of a translation of these resources over."""
    from crisis_cli.protocol.translation import look_over

    return look_over(data, RESOURCES, language, wordings(resources))


def places(file: Path, language: str, own: Path | None = None) -> tuple[Path, ...]:
    """Where the translation of a resource file may lie: in one's own folder, or beside it."""
    there = beside(file, language)
    return (own / FOLDER / there.name, there) if own else (there,)


def translated(files: Iterable[Path], language: str, resources: Resources) -> Translation | None:
    """What may be shown of a translation; None where there is none without errors.

    Of several files one that was reviewed, else one that is whole, else the first.
    """
    found = [one for file in files if (one := _read(file, language, resources))]

    def worth(one: Translation) -> tuple[bool, bool]:
        whole = not lacking(resources, tuple(resources), one)
        return whole and not one.drafts, whole

    return max(found, key=worth, default=None)


def _read(file: Path, language: str, resources: Resources) -> Translation | None:
    try:
        data = contents(file)
    except CrisisError:
        return None
    english = json.dumps([pair for one in resources.values() for pair in _texts(one)]).encode()
    digest = hashlib.sha256(b"\n".join((english, language.encode(), data))).hexdigest()
    with contextlib.suppress(TypeError, ValueError):
        if (kept := cache.fetch("resources-in", digest)) is not None:
            return translation(kept)
    from crisis_cli.protocol.translation import compiled

    looked = looked_over(data, language, resources)
    made = compiled(data, looked, wordings(resources))
    if made:
        cache.store("resources-in", digest, translation_out(made))
    return made


def lacking(resources: Resources, ids: Sequence[str], told: Translation | None) -> bool:
    """Whether something that a client page prints of these resources has no translation."""
    return any(place not in (told.texts if told else ()) for place in _places(resources, ids))


def drafts(resources: Resources, ids: Sequence[str], told: Translation | None) -> bool:
    """Whether nobody has reviewed something that a client page prints of these resources."""
    return any(place in (told.drafts if told else ()) for place in _places(resources, ids))


def spoken(resources: Resources, told: Translation | None) -> dict[str, Resource]:
    """The resources with their words as a translation says them; the rest stays."""
    texts = told.texts if told else {}
    return {name: _spoken(one, texts) for name, one in resources.items()}


def _places(resources: Resources, ids: Sequence[str]) -> Iterator[str]:
    there = (resources[one] for one in ids if one in resources)
    return (place for one in there for place, _ in _texts(one))


def _texts(one: Resource) -> Iterator[tuple[str, str]]:
    """Each text that may be printed for a client, with its place."""
    if not one.for_clients:
        return
    sentence = [said for said in one.languages if not CODE.fullmatch(said)]
    yield f"{one.id}.for", one.purpose
    if one.when:
        yield f"{one.id}.hours", one.when
    if one.who:
        yield f"{one.id}.who", one.who
    if sentence:
        yield f"{one.id}.languages", sentence[0]
    for place, number in enumerate(one.numbers, 1):
        if number.note and number.status != UNVERIFIED:
            yield f"{one.id}.numbers.{place}.note", number.note


def _spoken(one: Resource, texts: Mapping[str, str]) -> Resource:
    def said_in(place: str, text: str) -> str:
        return texts.get(f"{one.id}.{place}", text)

    return replace(
        one,
        purpose=said_in("for", one.purpose),
        hours=one.hours if one.always else said_in("hours", one.when),
        hours_note=said_in("hours", one.when) if one.always and one.when else "",
        holidays="",
        who=said_in("who", one.who),
        languages=tuple(
            said if CODE.fullmatch(said) else said_in("languages", said) for said in one.languages
        ),
        numbers=tuple(
            replace(number, note=said_in(f"numbers.{place}.note", number.note))
            for place, number in enumerate(one.numbers, 1)
        ),
    )
