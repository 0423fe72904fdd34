"""Keys and values -> YAML as a person would write it, with comments, quotes only where needed."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator
from typing import Any

WIDE = 100  # columns of a line, where it can be broken
NUMBERS = ("at_least", "at_most", "version")  # keys whose values editors take as numbers
WORD = re.compile(r"-?[a-z0-9_][a-z0-9_.-]*")
# What editors read as something else than text; our own loader does not.
NOT_TEXT = re.compile(
    r"yes|no|on|off|true|false|null|y|n|~|[-+.]?[0-9].*|\.(inf|nan).*", re.IGNORECASE
)
PLAIN = re.compile(r"[^\W\d_](?:[\w.,;!?'’“”()/%+–—-]|(?<![:#]) (?! ))*", re.UNICODE)
# Keys whose values are text in one line too, even if an editor would take them for a number.
TEXTS = ("link_id", "under", "code", "display", "value", "system")
ESCAPES = {"\n": "\\n", "\t": "\\t", "\r": "\\r", '"': '\\"', "\\": "\\\\"}


class Keys(dict[str, Any]):
    """Keys with their values. above: comments before them; beside: one after the value of a key."""

    def __init__(self, *given: Any, **keys: Any) -> None:
        super().__init__(*given, **keys)
        self.above: list[str] = []
        self.beside: dict[str, str] = {}


def yaml_text(root: Keys) -> str:
    """The whole file. A blank line stands before each key that holds more than a line."""
    lines = [*_comments(root.above, 0), ""] if root.above else []
    for key, value in root.items():
        if isinstance(value, dict | list) and not _fits(value, len(key) + 2):
            lines.append("")
        lines += _entry(key, value, 0)
    return "\n".join(lines) + "\n"


def _comments(texts: list[str], indent: int) -> Iterator[str]:
    for text in texts:
        for line in text.split("\n"):
            for part in textwrap.wrap(line, WIDE - indent - 2, break_on_hyphens=False) or [""]:
                yield f"{' ' * indent}# {part}".rstrip()


def _keys(keys: dict[str, Any], indent: int) -> Iterator[str]:
    beside = keys.beside if isinstance(keys, Keys) else {}
    for key, value in keys.items():
        lines = list(_entry(key, value, indent))
        if comment := beside.get(key):
            lines[-1:] = _beside(lines, comment, indent)
        yield from lines


def _beside(lines: list[str], comment: str, indent: int) -> list[str]:
    """The last line with a comment after it, or under one where a text takes several lines."""
    if len(lines) == 1:
        return [f"{lines[0]}  # {comment}"]
    lines[:0] = _comments([comment], indent)
    return lines[-1:]


def _entry(key: str, value: Any, indent: int) -> Iterator[str]:
    name = f"{' ' * indent}{_word(key)}:"
    if isinstance(value, str) and key in NUMBERS and WORD.fullmatch(value):
        yield f"{name} {value}"
    elif isinstance(value, str):
        first, *more = _text(value, indent, len(name) + 1)
        yield f"{name} {first}"
        yield from more
    elif not isinstance(value, Keys) and _fits(value, len(name) + 1):
        yield f"{name} {_flow(value)}"
    elif isinstance(value, dict):
        yield name
        yield from _keys(value, indent + 2)
    else:
        yield name
        yield from _list(value, indent + 2)


def _list(values: list[Any], indent: int) -> Iterator[str]:
    pad = " " * indent
    for value in values:
        if isinstance(value, Keys):
            yield from _comments(value.above, indent)
        if isinstance(value, dict) and (isinstance(value, Keys) or not _fits(value, indent + 2)):
            first, *more = _keys(value, indent + 2)
            yield f"{pad}- {first.lstrip()}"
            yield from more
        else:
            yield f"{pad}- {_flow(value)}"


def _fits(value: Any, before: int) -> bool:
    """Whether a value is fit for braces in one line: conditions, answers and ids are."""
    if isinstance(value, Keys) or (isinstance(value, list) and _holds_keys(value)):
        return False
    return before + len(_flow(value)) <= WIDE


def _holds_keys(values: list[Any]) -> bool:
    return any(isinstance(one, Keys) for one in values)


def _flow(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_word(k)}: {_of(k, v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_flow, value)) + "]"
    return _word(value)


def _of(key: str, value: Any) -> str:
    is_text = isinstance(value, str) and key in TEXTS and NOT_TEXT.fullmatch(value)
    return _quoted(value) if is_text else _flow(value)


def _word(text: str) -> str:
    return text if WORD.fullmatch(text) else _quoted(text)


def _text(text: str, indent: int, before: int) -> list[str]:
    """A text as it stands after its key: its first line, and those under it."""
    pad = " " * (indent + 2)
    if "\n" in text:
        lines = text.split("\n")
        kept = all(line == line.rstrip() for line in lines) and not text[0].isspace()
        safe = kept and bool(lines[-1]) and not set(text) & set("\r\t")
        return ["|-", *(f"{pad}{line}".rstrip() for line in lines)] if safe else [_quoted(text)]
    shown = text if _is_plain(text) else _quoted(text)
    if before + len(shown) <= WIDE or not _folds(text):
        return [shown]
    return [">-", *(pad + line for line in _folded(text, WIDE - len(pad)))]


def _is_plain(text: str) -> bool:
    return bool(PLAIN.fullmatch(text)) and not NOT_TEXT.fullmatch(text) and text[-1:] != " "


def _folds(text: str) -> bool:
    words = text.split(" ")
    return len(words) > 1 and all(words) and not any(map(str.isspace, text.replace(" ", "")))


def _folded(text: str, room: int) -> Iterator[str]:
    line = ""
    for word in text.split(" "):
        if line and len(line) + 1 + len(word) > room:
            yield line
            line = word
        else:
            line = f"{line} {word}" if line else word
    yield line


def _quoted(text: str) -> str:
    return '"' + "".join(ESCAPES.get(char, char) for char in text) + '"'
