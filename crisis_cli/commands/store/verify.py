"""crisis store verify: is every entry what was written, and none gone?"""

from __future__ import annotations

import json as json_text
from pathlib import Path
from typing import Annotated, Any

import typer

from crisis_cli.commands.contacts import existing, now
from crisis_cli.commands.options import Json, Practice, say, say_json
from crisis_cli.commands.unlocking import open_keys
from crisis_cli.errors import CrisisError, Exit
from crisis_cli.records.heads import Head, heads, sign_logs
from crisis_cli.records.verify import Finding, Report, verify


def run(
    practice: Practice = False,
    against: Annotated[
        Path | None,
        typer.Option("--against", metavar="FILE", help="What an earlier verify --json printed."),
    ] = None,
    json: Json = False,
) -> None:
    """Look whether every entry is what was written, in its place, and none is gone.

    Ends with exit code 4 where it is not, and names contact and entry. Keep what --json prints on
    another computer: with --against it shows that nothing was cut off since.

    \b
    crisis store verify
    crisis store verify --against /media/stick/heads-of-november.json
    """
    elsewhere = _heads_in(against) if against else []
    with existing(practice) as known:
        report, signed = Report(), list[Head]()
        for store in known:
            open_keys(store)
            report = verify(store, elsewhere)
            if not report.findings:
                sign_logs(store, now())
            signed = heads(store) if json else []
    if json:
        say_json(_body(report, signed))
    else:
        say("\n".join(_lines(report)))
    if report.findings:
        raise typer.Exit(int(Exit.FOUND))


def _lines(report: Report) -> list[str]:
    lines = [_where(one) + one.text for one in report.findings]
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


WHAT_NOW = "Keep the file as it is, copy it to a safe place, and tell your supervisor."


def _where(finding: Finding) -> str:
    if not finding.contact:
        return ""
    entry = f", entry {finding.entry}" if finding.entry else ""
    return f"Contact {finding.contact}{entry}: "


def _body(report: Report, signed: list[Head]) -> dict[str, Any]:
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
        "heads": [head.to_json() for head in signed],
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
