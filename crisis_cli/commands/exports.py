"""What is handed on to other systems, on request only, and each time written down."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from crisis_cli.boundary import tell
from crisis_cli.commands.contacts import Contact
from crisis_cli.commands.filing import filing, setting
from crisis_cli.commands.papers import folder_of
from crisis_cli.directory.resources import printed
from crisis_cli.documents.csv_rows import Filed, row, written
from crisis_cli.documents.fhir.response import Names, fhir
from crisis_cli.documents.formats import save
from crisis_cli.documents.record.filing import Filing
from crisis_cli.documents.table import RECORD
from crisis_cli.records.folder import make
from crisis_cli.records.known_settings import BOTH, CLIENT, NAMES, WORKER


def named(contact: Contact, known: Filing) -> Names:
    """Whom the agency wants named to other systems. A client by the first word: no surname."""
    wanted, opened = setting(contact.store, NAMES), contact.state.opened
    client = "".join(known.names[:1]) if known.misnamed else opened.client
    return Names(
        opened.worker if wanted in (WORKER, BOTH) else "",
        "".join(client.split()[:1]) if wanted in (CLIENT, BOTH) else "",
    )


def row_of(contact: Contact) -> dict[str, str]:
    """The row of a contact, as the agency's system takes it."""
    known, case = filing(contact), contact.store.case_of(contact.id)
    filed = Filed(contact.id, case, named(contact, known).client, known.notice)
    return row(contact.state, printed, contact.clock(), filed)


def _fhir(contact: Contact) -> bytes:
    known = filing(contact)
    names = named(contact, known)
    return fhir(contact.state, contact.id, lambda told: tell(told), names, known.notice)


# Formats of the record that stand for no page: each with the end of its file's name.
EXPORTS: dict[str, tuple[str, Callable[[Contact], bytes]]] = {
    "fhir": ("fhir.json", _fhir),
    "csv": ("csv", lambda contact: written([row_of(contact)])),
}


def file_of(kind: str) -> str:
    """The name of the file in a format of EXPORTS."""
    return f"{RECORD}.{EXPORTS[kind][0]}"


def export(contact: Contact, kind: str, out: Path | None) -> Path:
    """Write the record of a contact in a format of EXPORTS; the path of the file."""
    folder = out or make(folder_of(contact.id))
    return save(folder / file_of(kind), EXPORTS[kind][1](contact))
