"""Strict YAML: bytes -> a tree in which every scalar is still text, and each has its place."""

from __future__ import annotations

import re
from typing import Any, cast

import yaml
from yaml.events import (
    AliasEvent,
    CollectionStartEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from crisis_cli.protocol.jargon import plain_words
from crisis_cli.protocol.problems import Found
from crisis_cli.protocol.tree import Tree, TwiceOrNoWord

BIGGEST = 2_000_000  # bytes of a file
DEEPEST = 60  # levels of nesting
MANY = 4  # of so many bytes one is nought where the file is UTF-16
AS_UTF8 = "In your editor, save the file as UTF-8."

# Control characters, line breaks that no editor shows, and marks that turn the reading order.
HIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff]"
)
BREAKS = re.compile("\r\n|\n|\r")
QUOTES = ('"', "'")
COMMENT = re.compile(r"( +)#(.?)")


class _Loader(yaml.CSafeLoader):
    """The C composer without a resolver: no scalar is anything but text."""

    def resolve(self, kind: type[Node], value: Any, implicit: Any) -> str:
        return ""

    def descend_resolver(self, current_node: Any, current_index: Any) -> None:
        pass

    def ascend_resolver(self) -> None:
        pass


def read(data: bytes, typed: bool = False, most: int = BIGGEST) -> tuple[Tree | None, Found]:
    """The tree of a file, and what is wrong with it; no tree where anything is.

    typed: it holds answers, which may have any character, written as "\\e" in double quotes.
    most: bytes that it may have.
    """
    if len(data) > most:
        return None, _too_big(most)
    text = data.decode("utf-8-sig", errors="replace")
    found = Found(BREAKS.split(text))
    if not _refused_bytes(data, text, found):
        _refused_events(text, found, typed)
    if found.broken:
        return None, found
    root = cast(Node, _Loader(text).get_single_node())
    tree = Tree(root, found)
    try:
        tree.value()
    except TwiceOrNoWord:
        _check_keys(root, found)
    return (None if found.broken else tree), found


def _too_big(most: int) -> Found:
    found = Found([])
    message = f"The file is larger than {most // 1_000_000} MB."
    found.add("E002", message, 1, 1, "Look whether this is the file that you mean.")
    return found


def _refused_bytes(data: bytes, text: str, found: Found) -> bool:
    """What is refused before YAML is looked at."""
    if not text.strip():
        hint = "Look whether this is the file that you mean."
        found.add("E003", "The file is empty.", 1, 1, hint)
    else:
        _not_utf8(data, found)
        if not found.broken:
            _hidden(found)
    return found.broken


def _not_utf8(data: bytes, found: Found) -> None:
    try:
        data.decode("utf-8")
        if data.count(0) > len(data) // MANY:  # two bytes for each letter, and no mark before them
            found.add("E001", "This is not UTF-8 text.", 1, 1, AS_UTF8)
    except UnicodeDecodeError as error:
        before = BREAKS.split(data[: error.start].decode("utf-8-sig", errors="replace"))
        found.add("E001", "This is not UTF-8 text.", len(before), len(before[-1]) + 1, AS_UTF8)


def _hidden(found: Found) -> None:
    for number, line in enumerate(found.lines, 1):
        if (hit := HIDDEN.search(line)) is not None:
            message = f"A character that cannot be seen stands here (U+{ord(hit[0]):04X})."
            found.add(
                "E004", message, number, hit.start() + 1, "Delete it and type the text again."
            )
        if "\t" in line:
            hint = "Use spaces: two for each level."
            found.add("E005", "A tab stands here.", number, line.index("\t") + 1, hint)


def _refused_events(text: str, found: Found, typed: bool) -> None:
    """What is refused from the parser's events, before anything is built."""
    watch = _Watch(found, typed)
    loader = _Loader(text)
    try:
        while (event := loader.get_event()) is not None and watch.sees(event):
            pass
    except yaml.YAMLError as error:
        plain_words(error, found, watch.quoted_over(error))
    else:
        if not watch.documents:
            hint = "Delete the # where a line is meant to be read."
            found.add("E003", "The file holds nothing but comments.", 1, 1, hint)


class _Watch:
    """Looks at each event once; `sees` is False when reading on makes no sense."""

    def __init__(self, found: Found, typed: bool) -> None:
        self.found = found
        self.typed = typed
        self.quoted: yaml.Mark | None = None  # where the last quoted text of several lines began
        self.until = -1  # and the line, from 0, in which it ends
        self.depth = 0
        self.documents = 0
        self.hashes = {number for number, line in enumerate(found.lines) if " #" in line}

    def sees(self, event: Event) -> bool:
        kind = type(event)  # the four kinds below are nearly all; this is the hot path
        if kind is ScalarEvent:
            self._scalar(cast(ScalarEvent, event))
        elif kind is MappingStartEvent or kind is SequenceStartEvent:
            return self._deeper(cast(CollectionStartEvent, event))
        elif kind is MappingEndEvent or kind is SequenceEndEvent:
            self.depth -= 1
        elif isinstance(event, AliasEvent):
            self._sign(event, "E012", "An alias (*) is not used here.")
        elif isinstance(event, DocumentStartEvent):
            return self._document(event)
        return True

    def _scalar(self, event: ScalarEvent) -> None:
        if event.anchor is not None or event.tag is not None:
            self._named(event)
        if event.style == "":
            if event.value == "<<":
                message = "Merge keys (<<) are not used here."
                self._at(event, "E014", message, "Write the keys out.")
            if cast(yaml.Mark, event.end_mark).line in self.hashes:
                self._comment(event)
        elif event.style in QUOTES:
            self._quoted(event)

    def _quoted(self, event: ScalarEvent) -> None:
        start, end = cast(yaml.Mark, event.start_mark), cast(yaml.Mark, event.end_mark)
        if start.line != end.line:
            self.quoted, self.until = start, end.line
        if event.style == '"' and not self.typed and HIDDEN.search(event.value):
            hint = "Leave the backslash out, or write two."
            self._at(event, "E004", "This text holds a character that cannot be seen.", hint)

    def quoted_over(self, error: yaml.YAMLError) -> tuple[int, int] | None:
        """Where a quote begins that ends in the line of the error, but begins before it."""
        mark = getattr(error, "problem_mark", None)
        if mark is None or self.quoted is None or self.until != mark.line:
            return None
        return self.quoted.line + 1, self.quoted.column + 1

    def _comment(self, event: ScalarEvent) -> None:
        """A comment right after a text is likely the rest of it: `Call unit #4 today`."""
        end = cast(yaml.Mark, event.end_mark)
        rest = COMMENT.match(self.found.lines[end.line], end.column)
        if rest is None:
            return
        wide = len(rest[1]) > 1 or " " not in event.value
        if not wide or rest[2] not in ("", " "):
            read = f"only '{event.value[-40:]}' would be read" if event.value else "nothing is read"
            message = f"The text ends before the #: {read}."
            hint = "Put quotes around the whole sentence, or put the comment on a line of its own."
            self.found.add("E017", message, end.line + 1, rest.end(1) + 1, hint)

    def _deeper(self, event: CollectionStartEvent) -> bool:
        self.depth += 1
        if event.anchor is not None or event.tag is not None:
            self._named(event)
        if self.depth > DEEPEST:
            message = f"This is nested more than {DEEPEST} levels deep."
            self._at(event, "E016", message, "Close the brackets, or indent less.")
        return self.depth <= DEEPEST

    def _named(self, event: ScalarEvent | CollectionStartEvent) -> None:
        if event.anchor is not None:
            self._sign(event, "E012", "An anchor (&) is not used here.")
        if event.tag is not None:
            self._sign(event, "E013", "A tag (!) is not used here.")

    def _sign(self, event: Event, code: str, message: str) -> None:
        hint = "Write the value out; if this is a sentence, put quotes around it."
        self._at(event, code, message, hint)

    def _document(self, event: DocumentStartEvent) -> bool:
        self.documents += 1
        if event.version or event.tags:
            self._at(
                event, "E019", "Lines that begin with % are not used here.", "Delete the line."
            )
        if self.documents > 1:
            hint = "Keep one protocol in each file, and delete the line `---`."
            self._at(event, "E015", "A second document begins here.", hint)
        return self.documents == 1

    def _at(self, event: Event, code: str, message: str, hint: str) -> None:
        mark = cast(yaml.Mark, event.start_mark)
        self.found.add(code, message, mark.line + 1, mark.column + 1, hint)


def _check_keys(node: Node, found: Found) -> None:
    """Keys are words, and none stands twice in the same place."""
    if isinstance(node, SequenceNode):
        for item in node.value:
            _check_keys(item, found)
    elif isinstance(node, MappingNode):
        seen: dict[str, int] = {}
        for key, value in node.value:
            if not _check_key(key, seen, found):
                return
            _check_keys(value, found)


def _check_key(key: Node, seen: dict[str, int], found: Found) -> bool:
    """Whether to go on: after a second `id` every further key stands there twice too."""
    mark = cast(yaml.Mark, key.start_mark)
    line, column = mark.line + 1, mark.column + 1
    if not isinstance(key, ScalarNode) or not key.value:
        found.add("E018", "A key must be a word.", line, column, "Write `key: value`.")
    elif key.value in seen:
        first = seen[key.value]
        message = f"'{key.value}' stands here a second time; the first is in line {first}."
        new = key.value == "id"
        hint = "Does something new begin here? Then its first line begins with `- `."
        found.add("E011", message, line, column, hint if new else "Keep one of the two.")
        return not new
    else:
        seen[key.value] = line
    return True
