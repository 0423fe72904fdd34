"""A file that was read strictly: plain values, every scalar still text, each with its place."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple, cast

from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from crisis_cli.protocol.problems import Found

Path = tuple[str | int, ...]


class _Hit(NamedTuple):
    """One step down the tree: the entry of `holder` that was taken, its key and its value."""

    holder: list[Any]
    entry: Any
    key: Node
    value: Node


class TwiceOrNoWord(Exception):
    """A key stands twice in one place, or is not a word."""


class Tree:
    """The values of one file and their places, and the problems found with them."""

    def __init__(self, root: Node, found: Found) -> None:
        self.root = root
        self.found = found
        self._value: Any = None
        self._entries: dict[int, dict[Any, Any]] = {}  # of mappings that were looked into

    def value(self) -> Any:
        """The whole file as dict, list and str; None for a value that was left empty.

        TwiceOrNoWord where a key stands twice or is not a word.
        """
        if self._value is None:
            try:
                self._value = _plain(self.root)
            except TypeError:  # a list or keys as a key
                raise TwiceOrNoWord from None
        return self._value

    def problem(
        self, code: str, message: str, path: Path, hint: str = "", key: bool = False
    ) -> None:
        """Note a problem with the value at a path, or with its key."""
        if self.found.full(code):
            self.found.skip(code)
            return
        line, column = self.place(path, key)
        self.found.add(code, message, line, column, hint)

    def place(self, path: Path, key: bool = False) -> tuple[int, int]:
        """Line and column, from 1, of the value at a path or of its key.

        Parts of the path that are not in the file are passed over.
        """
        hits = self._walk(path)
        node = self.root if not hits else hits[-1].key if key else hits[-1].value
        return node.start_mark.line + 1, node.start_mark.column + 1

    def lines(self, path: Path) -> tuple[int, int]:
        """The first and last line, from 1, of what stands at a path, its key included."""
        hits = self._walk(path)
        first, last = (hits[-1].key, hits[-1].value) if hits else (self.root, self.root)
        end = last.end_mark.line + (last.end_mark.column > 0)
        return first.start_mark.line + 1, max(first.start_mark.line + 1, end)

    def has(self, path: Path) -> bool:
        """Whether the last part of a path is there."""
        return any(hit.key.value == path[-1] for hit in self._walk(path)[-1:])

    def remove(self, paths: Iterable[Path]) -> bool:
        """Take out, for each path, the innermost value that is really there; False for none."""
        self._changed()
        innermost = [hits[-1] for path in paths if (hits := self._walk(path))]
        for hit in innermost:
            if hit.entry in hit.holder:
                hit.holder.remove(hit.entry)
        self._changed()
        return bool(innermost)

    def rename(self, path: Path, name: str) -> bool:
        """Give the key at a path another name; False where that one is there already."""
        if self.has((*path[:-1], name)) or not self.has(path):
            return False
        self._walk(path)[-1].key.value = name
        self._changed()
        return True

    def add(self, path: Path, text: str) -> None:
        """Put a text under a new key in the mapping where the path leads."""
        self._changed()
        hits = self._walk(path[:-1])
        node = hits[-1].value if hits else self.root
        if isinstance(node, MappingNode):
            start, end = node.start_mark, node.end_mark
            key = ScalarNode("", str(path[-1]), start, end)
            node.value.append((key, ScalarNode("", text, start, end)))

    def _walk(self, path: Path) -> list[_Hit]:
        hits: list[_Hit] = []
        node = self.root
        for part in path:
            if (hit := self._child(node, part)) is not None:
                hits.append(hit)
                node = hit.value
        return hits

    def _child(self, node: Node, part: str | int) -> _Hit | None:
        if isinstance(node, MappingNode):
            entry = self._entries_of(node).get(part)
            return None if entry is None else _Hit(node.value, entry, *entry)
        if isinstance(node, SequenceNode) and isinstance(part, int) and part < len(node.value):
            item = node.value[part]
            return _Hit(node.value, item, item, item)
        return None

    def _entries_of(self, node: MappingNode) -> dict[Any, Any]:
        """The entries of a mapping by their keys: a file may have thousands in one place."""
        known = self._entries.get(id(node))
        if known is None:
            known = self._entries[id(node)] = {entry[0].value: entry for entry in node.value}
        return known

    def _changed(self) -> None:
        self._value = None
        self._entries.clear()


def _plain(node: Node) -> Any:
    if isinstance(node, MappingNode):
        keys = {key.value: _plain(value) for key, value in node.value}
        if len(keys) != len(node.value) or "" in keys:
            raise TwiceOrNoWord
        return keys
    if isinstance(node, SequenceNode):
        return [_plain(item) for item in node.value]
    return None if node.value == "" and not cast(ScalarNode, node).style else node.value
