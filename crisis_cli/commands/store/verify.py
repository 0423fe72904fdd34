"""crisis store verify: is every entry what was written, and none gone?"""

from __future__ import annotations

import json as json_text
import re
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from crisis_cli.boundary import tell
from crisis_cli.commands.contacts import now
from crisis_cli.commands.options import Json, Practised, say, say_json
from crisis_cli.commands.stores import existing
from crisis_cli.commands.unlocking import open_keys
from crisis_cli.engine.times import HOME_ZONE, moment, zone
from crisis_cli.errors import CrisisError, Exit
from crisis_cli.records.copies import open_copy
from crisis_cli.records.folder import database
from crisis_cli.records.heads import Head, sign_logs
from crisis_cli.records.store import Store
from crisis_cli.records.verify import Finding, Report, verify


def run(
    practice: Practised = False,
    against: Annotated[
        Path | None,
        typer.Option("--against", metavar="FILE", help="What an earlier verify --json printed."),
    ] = None,
    printed: Annotated[
        str,
        typer.Option("--printed", metavar="PRINT", help="A fingerprint from a printed record."),
    ] = "",
    backup: Annotated[
        Path | None, typer.Option("--backup", metavar="FILE", help="A backup, instead of these.")
    ] = None,
    json: Json = False,
) -> None:
    """Look whether every entry is there, and as it was written.

    Ends with exit code 4 where it is not, and names contact and entry. Keep what --json prints on
    another computer: with --against it shows that nothing was cut off since.

    \b
    crisis store verify
    crisis store verify --against /media/stick/heads-of-november.json
    crisis store verify --printed "1a2b 3c4d 5e6f 7a8b"
    crisis store verify --backup /media/stick/records-november.db
    """
    paper = _fingerprint(printed)
    elsewhere = _heads_in(against) if against else []
    report = _backup(backup, elsewhere) if backup else _store(practice, elsewhere)
    _compare(report, paper)
    if json:
        say_json(_body(report))
    else:
        say("\n".join([*_lines(report), *_on_paper(report, paper)]))
    if report.findings:
        raise typer.Exit(int(Exit.FOUND))


def _fingerprint(typed: str) -> str:
    """A fingerprint as it is printed, however it was typed; "" for none."""
    letters = re.sub(r"[\s-]", "", typed).lower()
    if letters and not re.fullmatch("[0-9a-f]{16}", letters):
        hint = "Type all of it, as in the record: 16 of the letters a to f and digits."
        raise CrisisError(f"'{typed}' is not a fingerprint of a record.", hint, Exit.USAGE)
    return letters


def _matching(report: Report, paper: str) -> list[Head]:
    return [one for one in report.signed if paper and one.fingerprint.replace(" ", "") == paper]


def _compare(report: Report, paper: str) -> None:
    if paper and not _matching(report, paper):
        report.found(NOT_HERE)


def _on_paper(report: Report, paper: str) -> list[str]:
    """What the paper was printed of, where all up to there is as it was signed."""
    if report.findings:
        return []
    return [ON_PAPER.format(log=one.log, place=one.place, at=_signed(one.at))
            for one in _matching(report, paper)]  # fmt: skip


def _signed(at: str) -> str:
    """When it was signed, as lists write it."""
    return moment(datetime.fromisoformat(at), zone(HOME_ZONE))


NOT_HERE = (
    "No signature in this store has the fingerprint from the paper. "
    "Read it once more, for a slip of a letter."
)
ON_PAPER = """\
The paper is of this store. It was signed on {at}.
Log {log} is as it was then, up to place {place}."""


def _store(practice: bool, elsewhere: list[Head]) -> Report:
    """What is found in the records; where nothing is, they are signed as far as they go."""
    report = Report()
    with existing(practice) as known:
        for store in known:
            open_keys(store)
            if store.path == database(practice):
                report = _looked_at(store, elsewhere)
            else:
                report.add(_looked_at(store, []))
    return report


def _backup(file: Path, elsewhere: list[Head]) -> Report:
    """What is found in a backup; nothing is written."""
    with open_copy(file) as copy:
        open_keys(copy)
        return verify(copy, elsewhere)


def _looked_at(store: Store, elsewhere: list[Head]) -> Report:
    """What verifying a store found; its logs are signed where all of it is whole."""
    report = verify(store, elsewhere)
    if not report.findings:
        try:
            report.signed += sign_logs(store, now())
        except CrisisError as error:  # it can be looked at all the same
            tell(error.message, "Nothing new was signed.")
    return report


def _lines(report: Report) -> list[str]:
    lines = finding_lines(report)
    looked = (
        f"Looked at entries: {report.entries}, contacts: {report.contacts}, logs: {report.logs}"
    )
    if report.erased:
        lines.append(f"Erased on purpose, and not to be read: {report.erased} entries.")
    if report.sealed_to_others:
        lines.append(f"Logs of others, which only they can look at: {report.sealed_to_others}.")
    if report.findings:
        return [*lines, f"{looked}. Found: {len(report.findings)}.", WHAT_NOW]
    return [*lines, f"{looked}. All of it is as it was written."]


def finding_lines(report: Report) -> list[str]:
    """What was found, a line for each."""
    return [_where(one) + one.text for one in report.findings]


WHAT_NOW = "Keep the file as it is, copy it to a safe place, and tell your supervisor."


def _where(finding: Finding) -> str:
    if not finding.contact:
        return ""
    entry = f", entry {finding.entry}" if finding.entry else ""
    return f"Contact {finding.contact}{entry}: "


def _body(report: Report) -> dict[str, Any]:
    return {
        "whole": not report.findings,
        "logs": report.logs,
        "entries": report.entries,
        "contacts": report.contacts,
        "erased": report.erased,
        "of_others": report.sealed_to_others,
        "findings": [
            {"contact": one.contact, "entry": one.entry, "text": one.text}
            for one in report.findings
        ],
        "heads": [head.to_json() for head in report.signed],
    }


def _heads_in(path: Path) -> list[Head]:
    try:
        body = json_text.loads(path.read_text(encoding="utf-8"))
        return [Head.from_json(one) for one in body["heads"]]
    except OSError as error:
        raise CrisisError(f"{path} cannot be read: {error.strerror}.", "") from None
    except (ValueError, KeyError, TypeError):
        raise CrisisError(
            f"{path} is not what crisis store verify --json printed.", "Name the right file."
        ) from None
