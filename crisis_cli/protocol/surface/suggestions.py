"""The file of suggestions: words that label a person, and what to write in their place."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator, Field, WithJsonSchema

from crisis_cli.protocol.surface.values import ONE_OR_MORE, ProtocolId, Strict, Text, listed

Words = Annotated[list[Text], BeforeValidator(listed), WithJsonSchema(ONE_OR_MORE)]


class SuggestionKeys(Strict):
    """Words that mean much the same, and what says more than they do."""

    instead_of: Words = Field(min_length=1)
    """The words: one, or a list. Every form that is meant, as addict and addicts. Capitals do not
    matter; a space stands for a hyphen too."""
    but_not: Words = []
    """Longer words that hold them and are fine: the homeless shelter."""
    write: Text
    """What to write in their place, in a sentence."""
    because: Text = ""
    """Why, in a sentence."""


class SuggestionsFile(Strict):
    """What a worker is told of their own words before a contact is finished. It never blocks."""

    suggestions: ProtocolId
    """A short name: a-z, 0-9, -."""
    version: Annotated[Text, WithJsonSchema({"type": ["string", "number"]})]
    """One more for every change."""
    words: list[SuggestionKeys]
    """What is looked for."""
