"""A translation file: its keys, and what each one means."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, StringConstraints, WithJsonSchema

from crisis_cli.protocol.surface.values import ProtocolId, Strict


def _blank(raw: Any) -> Any:
    """A text of nothing but spaces is not written yet."""
    return None if isinstance(raw, str) and not raw.strip() else raw


Later = Annotated[
    Annotated[str, StringConstraints(strip_whitespace=True)] | None, BeforeValidator(_blank)
]


# A mark may be digits alone, which an editor takes for a number.
Mark = Annotated[Later, WithJsonSchema({"type": ["string", "number", "null"]})]


class TextKeys(Strict):
    """One text in the other language."""

    text: Later = None
    """The translation; empty until somebody writes it."""
    of: Mark = None
    """The mark of the text that was translated, as `translate` writes it."""
    reviewed_by: Later = None
    """Who read this translation beside the original, where it was not who read the whole file."""
    reviewed_on: Later = None
    """When: 2026-11-20."""


class TranslationFile(Strict):
    """The texts of one protocol, of client pages or of resources, in one other language."""

    translates: ProtocolId
    """The id of the protocol; client-pages for the fixed words of client pages; resources for what
    those say of numbers and places."""
    language: ProtocolId
    """The language: es, fr, vi."""
    only: Literal["client_pages"] | None = None
    """client_pages: what is said and asked stays as it is; only what client pages print is here."""
    reviewed_by: Later = None
    """Who read all of it beside the original; a text may name somebody else, or nobody yet."""
    reviewed_on: Later = None
    """When: 2026-11-20."""
    texts: dict[str, TextKeys]
    """Each text under its place in the protocol: `steps.plan.ask`."""
