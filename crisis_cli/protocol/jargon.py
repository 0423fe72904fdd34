"""What the YAML parser complains about, in plain words, for the mistakes that people make."""

from __future__ import annotations

import re

import yaml

from crisis_cli.protocol.problems import Found

QUOTE = "Put quotes around the whole sentence."
# A sign at the beginning of a text; a dash or ? only after a key, since `- ` begins an item too.
SIGN = re.compile(
    r"""^\s*(?:-\ +)*(?:[\w-]+:\ +(?P<value>["'*&%@`!|>?-])|(?P<item>["'*&%@`!|>]))""", re.VERBOSE
)
BRACE = re.compile(r"^\s*(?:- +)?[\w-]+: +[\[{]")


def plain_words(error: yaml.YAMLError, found: Found) -> None:
    """Note what the parser stumbled over."""
    if not isinstance(error, yaml.MarkedYAMLError):
        found.add("E006", "This cannot be read as YAML.", 1, 1, "Look at the first line.")
        return
    problem = error.problem or ""
    if "unexpected end of stream" in problem and error.context_mark is not None:
        _unclosed(error.context_mark, found)
    elif "quoted scalar" in (error.context or ""):
        _escape(error, found)
    else:
        no_colon = "could not find expected ':'" in problem
        mark = (error.context_mark if no_colon else None) or error.problem_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        _at(problem, min(line, len(found.lines)), column, error, found)


def _at(problem: str, line: int, column: int, error: yaml.MarkedYAMLError, found: Found) -> None:
    source = found.lines[line - 1]
    if "mapping values are not allowed" in problem:
        _colon(line, column, source, found)
    elif (sign := _sign(source, column)) is not None:
        at, what = sign
        message = f"A sentence cannot begin with {what} and go on after it."
        found.add("E008", message, line, at, QUOTE)
    elif (brace := BRACE.match(source)) and brace.end() < column <= len(source):
        message = "Braces and brackets are only for conditions, ids and answers."
        found.add("E009", message, line, column, QUOTE)
    elif "flow" in (error.context or "") and error.context_mark is not None:
        mark = error.context_mark
        message = "This brace or bracket is not closed, or a comma is missing in it."
        found.add("E009", message, mark.line + 1, mark.column + 1, "Close it in the same line.")
    else:
        _layout(problem, line, column, found)


def _sign(source: str, column: int) -> tuple[int, str] | None:
    """Where a sign begins the text of a line, and what it is called; None if none does."""
    hit = SIGN.match(source)
    if hit is None or hit.end() > column:
        return None
    sign = hit["value"] or hit["item"]
    return hit.end(), "a quote" if sign in "\"'" else sign


def _colon(line: int, column: int, source: str, found: Found) -> None:
    key = source.lstrip().split(":", 1)[0]
    if source[: column - 1].strip().lstrip("- ") == key.lstrip("- ") and line > 1:
        message = f"'{key.strip()}' does not line up with the lines above it."
        hint = "Keys of one thing begin in the same column; a longer text needs `>` after its key."
        found.add("E006", message, line, column, hint)
        return
    message = "A colon and a space inside a sentence look like a new key."
    found.add("E007", message, line, column, QUOTE)


def _unclosed(mark: yaml.Mark, found: Found) -> None:
    line, column = mark.line + 1, mark.column + 1
    found.add("E010", "This quote is not closed.", line, column, "Close it with the same sign.")


def _escape(error: yaml.MarkedYAMLError, found: Found) -> None:
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    message = "A backslash in a quoted text means something else."
    found.add("E047", message, line, column, "Write two backslashes, or single quotes around it.")


def _layout(problem: str, line: int, column: int, found: Found) -> None:
    told = next((told for part, told in LAYOUT.items() if part in problem), OTHER)
    found.add("E006", told[0], line, column, told[1])


# Part of what the parser says -> what is wrong, and what to do.
LAYOUT = {
    "could not find expected ':'": (
        "A key without a colon, or a sentence that is not indented.",
        "Write `key: value`.",
    ),
    "block sequence entries": (
        "A list cannot begin here.",
        "Begin it on a line of its own, with `- `.",
    ),
    "'-' indicator": (
        "This line does not line up with anything above it.",
        "A key lines up with the keys above it, and a list goes on with `- `.",
    ),
}
OTHER = (
    "This line does not fit to the lines above it.",
    "Look at how far it is indented: two spaces for each level, and `key: value`.",
)
