"""A protocol in its other languages: its translations, found beside it, and one of them spoken."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache as cached
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crisis_cli.protocol import cache
from crisis_cli.protocol.compiled import Block, Choice, Document, Protocol, Step, Translation
from crisis_cli.protocol.saved import translation, translation_out

if TYPE_CHECKING:
    from crisis_cli.protocol.wordings import Wording

    Known = Callable[[], Mapping[str, Wording]]

SPOKEN = ("text", "label", "say", "help", "confirm", "least_means", "most_means", "unit")
Words = Callable[[str, str], str]  # the place of a text and the text -> what is said instead


def translated(protocol: Protocol, path: Path, data: bytes) -> Protocol:
    """The protocol of a file with the translations that lie beside it.

    data: the bytes of the file. A translation that is missing or has errors is left out: `check`
    tells it, and nobody is kept waiting for it.
    """
    known = cached(lambda: _wordings(data))
    found = {one: _translation(protocol, path, known, one) for one in protocol.languages[1:]}
    there = {language: one for language, one in found.items() if one}
    return replace(protocol, translations=there) if there else protocol


def beside(path: Path, language: str) -> Path:
    """The translation file of a protocol file: draft.yaml -> draft.es.yaml."""
    return path.with_name(f"{path.stem}.{language}{path.suffix}")


def _translation(protocol: Protocol, path: Path, known: Known, language: str) -> Translation | None:
    file = beside(path, language)
    try:
        written = file.read_bytes() if file.is_file() else b""
    except OSError:
        return None
    if not written:
        return None
    digest = hashlib.sha256(protocol.hash.encode() + written).hexdigest()
    with contextlib.suppress(TypeError, ValueError):
        if (kept := cache.fetch("translation", digest)) is not None:
            return translation(kept)
    from crisis_cli.protocol.translation import compiled, look_over

    made = compiled(written, look_over(written, protocol.id, language, known()), known())
    if made:
        cache.store("translation", digest, translation_out(made))
    return made


def _wordings(data: bytes) -> Mapping[str, Wording]:
    """Every text of a protocol file; none where it has errors."""
    from crisis_cli.protocol.compile import looked_over
    from crisis_cli.protocol.wordings import wordings

    made = looked_over(data).made
    return wordings(made[0]) if made else {}


def in_language(protocol: Protocol, language: str, drafts: bool = False) -> Protocol:
    """The protocol with its words in a language; where a text has none there, it stays.

    drafts: also texts that nobody has reviewed; that is for practice only.
    """
    told = protocol.translations.get(language)
    if told is None:
        return protocol
    hidden = () if drafts else set(told.drafts)

    def words(place: str, text: str) -> str:
        return text if place in hidden else told.texts.get(place, text)

    return replace(
        protocol,
        title=words("title", protocol.title),
        about=words("about", protocol.about),
        steps=tuple(_step(one, f"steps.{one.id}", words) for one in protocol.steps),
        blocks={name: _block(one, words) for name, one in protocol.blocks.items()},
        documents={name: _document(one, words) for name, one in protocol.documents.items()},
        words={
            words(f"words.{word}.word", word): words(f"words.{word}.means", means)
            for word, means in protocol.words.items()
        },
        **_rest(protocol, words),
    )


def _rest(protocol: Protocol, words: Words) -> dict[str, Any]:
    """What has one or two texts of its own."""
    return {
        "sections": tuple(
            replace(
                one,
                title=words(f"sections.{one.id}.title", one.title),
                aim=words(f"sections.{one.id}.aim", one.aim),
            )
            for one in protocol.sections
        ),
        "rules": {
            name: replace(one, means=words(f"rules.{name}.means", one.means))
            for name, one in protocol.rules.items()
        },
        "concern": tuple(
            replace(one, because=words(f"concern.{one.id}.because", one.because))
            for one in protocol.concern
        ),
        "follow_up": tuple(
            replace(one, what=words(f"follow_up.{number}.what", one.what))
            for number, one in enumerate(protocol.follow_up, 1)
        ),
    }


def _step(step: Step, at: str, words: Words) -> Step:
    spoken: dict[str, Any] = {name: words(f"{at}.{name}", getattr(step, name)) for name in SPOKEN}
    choices = (Choice(c.id, words(f"{at}.choices.{c.id}", c.label)) for c in step.choices)
    each = (_step(field, f"{at}.each.{field.id}", words) for field in step.each)
    return replace(step, **spoken, choices=tuple(choices), each=tuple(each))


def _block(block: Block, words: Words) -> Block:
    steps = tuple(_step(one, f"steps.{one.id}", words) for one in block.steps)
    return replace(block, title=words(f"blocks.{block.id}.title", block.title), steps=steps)


def _document(document: Document, words: Words) -> Document:
    parts = (
        replace(
            part,
            heading=words(f"documents.{document.id}.{number}.heading", part.heading),
            text=words(f"documents.{document.id}.{number}.text", part.text),
        )
        for number, part in enumerate(document.parts, 1)
    )
    title = words(f"documents.{document.id}.title", document.title)
    return replace(document, title=title, parts=tuple(parts))
