"""A contact that is typed in later, from a paper form: when it took place, and from which form."""

from __future__ import annotations

import re
from typing import Annotated

import typer

from crisis_cli.errors import CrisisError, Exit

LEAST = 8  # characters of a fingerprint that tell two forms apart

FromPaper = Annotated[
    bool, typer.Option("--from-paper", help="Type in a paper form, in its order.")
]
Happened = Annotated[
    str,
    typer.Option(metavar="WHEN", help="When that contact took place: 2026-11-23T14:05."),
]
PaperHash = Annotated[
    str,
    typer.Option("--paper-hash", metavar="PRINT", help="The fingerprint at the foot of the form."),
]


def only_from_paper(from_paper: bool, *options: str) -> None:
    """CrisisError where something of a form is said and there is none."""
    if any(options) and not from_paper:
        raise CrisisError(
            "--happened and --paper-hash are for a paper form.", "Add --from-paper.", Exit.USAGE
        )


def fingerprint(typed: str) -> str:
    """A fingerprint from a form, without its gaps. CrisisError for what is none."""
    text = re.sub(r"[\s-]", "", typed).lower()
    if text and not re.fullmatch(rf"[0-9a-f]{{{LEAST},64}}", text):
        hint = "Type it as at the foot of the form: 12 of the letters a to f and digits."
        raise CrisisError(f"'{typed}' is not a fingerprint of a form.", hint, Exit.USAGE)
    return text
