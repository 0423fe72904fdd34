"""Every explained code, by file. A new code is one more entry in one of these."""

from __future__ import annotations

from crisis_cli.errors import CrisisError
from crisis_cli.protocol.problems import CODES, did_you_mean
from crisis_cli.workshop.catalogue.entry import Entry

ENTRIES: dict[str, Entry] = {}


def explain(code: str) -> Entry:
    """The entry of a code, in small letters too. CrisisError where there is no such code."""
    wanted = code.upper()
    if wanted in ENTRIES:
        return ENTRIES[wanted]
    hint = did_you_mean(wanted, CODES) or "`crisis protocol check` prints a code with each problem."
    raise CrisisError(f"There is no code {wanted}.", hint)
