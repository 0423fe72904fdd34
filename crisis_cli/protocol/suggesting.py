"""The file of suggestions, read strictly: its plain body, and everything that is wrong with it."""

from __future__ import annotations

from typing import Any

from crisis_cli.protocol.problems import Broken, Found
from crisis_cli.protocol.shape import fitted
from crisis_cli.protocol.strict import read
from crisis_cli.protocol.suggestions import spelled
from crisis_cli.protocol.surface.suggestions import SuggestionsFile
from crisis_cli.protocol.tree import Tree

LETTERS = "Write the word itself, in letters."
ONCE = "Write each word once, where what is suggested fits best."


def read_suggestions(data: bytes, name: str) -> list[dict[str, Any]]:
    """The body of a file of suggestions. Broken where anything is wrong."""
    body, found = look_over(data)
    if found.broken:
        raise Broken(name, found.problems, found.more_errors)
    return body


def look_over(data: bytes) -> tuple[list[dict[str, Any]], Found]:
    """Its suggestions as plain JSON, of no use where there are errors, and what is wrong."""
    tree, found = read(data)
    file = fitted(tree, SuggestionsFile, "`suggestions: its-id`") if tree is not None else None
    if tree is None or file is None:
        return [], found
    _words(file, tree)
    return [one.model_dump() for one in file.words], found


def _words(file: SuggestionsFile, tree: Tree) -> None:
    """Note what is no word, and what stands there twice."""
    seen: set[str] = set()
    for place, one in enumerate(file.words):
        for key, listed in (("instead_of", one.instead_of), ("but_not", one.but_not)):
            for at, words in enumerate(listed):
                path = ("words", place, key, at)
                plain = spelled(words)
                if not plain:
                    tree.problem("E029", f"'{words}' has no letters.", path, LETTERS)
                elif plain in seen:
                    tree.problem("E028", f"'{words}' stands in this file already.", path, ONCE)
                seen.add(plain)
