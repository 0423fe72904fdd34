"""Which bracket or brace of a file is opened and never closed, and where."""

from __future__ import annotations

import contextlib

import yaml
from yaml.tokens import (
    FlowMappingEndToken,
    FlowMappingStartToken,
    FlowSequenceEndToken,
    FlowSequenceStartToken,
)

BEGIN = (FlowMappingStartToken, FlowSequenceStartToken)
END = (FlowMappingEndToken, FlowSequenceEndToken)


def at_the_end(error: yaml.MarkedYAMLError, lines: list[str]) -> bool:
    """Whether the parser had read all of a file when it stumbled."""
    mark = error.problem_mark
    return mark is not None and not "".join(lines[mark.line :]).strip()


def left_open(lines: list[str]) -> tuple[str, int, int] | None:
    """The bracket or brace that the file ends in, and its place; None where it ends in none."""
    loader, opened = yaml.CSafeLoader("\n".join(lines)), []
    with contextlib.suppress(yaml.YAMLError):
        while (token := loader.get_token()) is not None:
            if isinstance(token, BEGIN):
                opened.append(token.start_mark)
            elif isinstance(token, END) and opened:
                opened.pop()
    if not opened:
        return None
    line, column = opened[-1].line, opened[-1].column
    return lines[line][column], line + 1, column + 1
