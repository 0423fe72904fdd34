"""The options that name a document. Apart: other commands do not wait for their table."""

from __future__ import annotations

from typing import Annotated

import typer

from crisis_cli.documents.forms import ALL_FORMATS
from crisis_cli.documents.table import DOCUMENTS

FORM_NAMES = dict.fromkeys(form for one in DOCUMENTS.values() for form in one.forms)

FILES = f"Only files in: {', '.join(ALL_FORMATS)}. For other systems, of the record: fhir, csv."

Document = Annotated[
    str, typer.Option("--document", metavar="NAME", help=f"Which: {', '.join(DOCUMENTS)}.")
]
Form = Annotated[
    str, typer.Option("--form", metavar="FORM", help=f"How it is given: {', '.join(FORM_NAMES)}.")
]
Format = Annotated[
    str,
    typer.Option("--format", metavar="FORMAT", help=FILES),
]
