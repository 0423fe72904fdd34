"""Every explained code, by file. A new code is one more entry in one of these."""

from __future__ import annotations

from crisis_cli.errors import CrisisError
from crisis_cli.protocol.problems import CODES, did_you_mean
from crisis_cli.workshop.catalogue import (
    conditions,
    danger,
    hours,
    pages,
    policy,
    properties,
    scenarios,
    translations,
    writing,
)
from crisis_cli.workshop.catalogue.entry import Entry

FILES = (writing, conditions, danger, pages, hours, policy, properties, scenarios, translations)
ENTRIES: dict[str, Entry] = {entry.code: entry for file in FILES for entry in file.ENTRIES}


def explain(code: str) -> Entry:
    """The entry of a code, in small letters too. CrisisError where there is no such code."""
    wanted = code.upper()
    if wanted in ENTRIES:
        return ENTRIES[wanted]
    hint = did_you_mean(wanted, CODES) or "`crisis protocol check` prints a code with each problem."
    raise CrisisError(f"There is no code {wanted}.", hint)


def index() -> str:
    """The page that lists every code, as Markdown."""
    rows = "\n".join(f"| [{code}]({code}.md) | {means} |" for code, means in sorted(CODES.items()))
    return f"{HEAD}\n| code | what |\n| --- | --- |\n{rows}\n"


HEAD = """\
# What check can find

E is an error: the file is not used before it is mended. W is a warning: the file works, and you
should know. A code never changes its meaning. In the terminal: `crisis protocol explain E031`.
"""
