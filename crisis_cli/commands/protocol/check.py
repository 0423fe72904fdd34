"""crisis protocol check: say everything that is wrong with a protocol file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from crisis_cli.commands.options import Json, say, say_json
from crisis_cli.commands.protocol.given import Files
from crisis_cli.commands.protocol.looking import all_of, is_protocol
from crisis_cli.commands.protocol.proving import proofs_of
from crisis_cli.errors import Exit

if TYPE_CHECKING:
    from crisis_cli.workshop.check.report import Report
    from crisis_cli.workshop.proofs.report import Proofs

NoProofs = Annotated[
    bool, typer.Option("--no-proofs", help="Only what can be seen without the solver; faster.")
]


def run(files: Files, no_proofs: NoProofs = False, json: Json = False) -> None:
    """Say all that is wrong with protocols and the files beside.

    What must hold of a protocol, whatever is answered, is proved.
    Ends with exit code 4 where anything was found, or is not proved.

    \b
    crisis protocol check protocols/crisis-intervention.yaml
    crisis protocol check --no-proofs --json draft.yaml | jq '.files[0].problems'
    """
    from crisis_cli.protocol.source import find

    checked = [_checked(find(name), not no_proofs) for name in files]
    if json:
        say_json({"files": [file for one in checked for file in one.data()]})
    else:
        say("\n\n".join(one.text() for one in checked))
    if not all(one.clean for one in checked):
        raise typer.Exit(int(Exit.FOUND))


@dataclass
class Checked:
    """What was found in one file and those that go with it, and what was proved of it."""

    reports: list[Report]
    proofs: Proofs | None = None

    @property
    def clean(self) -> bool:
        """Whether nothing was found. Proofs that were left out are said, and no finding."""
        from crisis_cli.workshop.proofs.report import LEFT_OUT

        proofs = self.proofs
        proved = proofs is None or proofs.why == LEFT_OUT or proofs.held
        return proved and all(report.clean for report in self.reports)

    def text(self) -> str:
        """In words."""
        every = [report.text() for report in self.reports]
        return "\n\n".join([*every, *([self.proofs.text()] if self.proofs else [])])

    def data(self) -> list[dict[str, Any]]:
        """As plain JSON: one for each file, the first with its proofs."""
        first, *others = [report.data() for report in self.reports]
        proofs = {"proofs": self.proofs.data()} if self.proofs else {}
        return [first | proofs, *others]


def _checked(path: Path, prove: bool) -> Checked:
    from crisis_cli.workshop.proofs.report import HAS_ERRORS, Proofs

    reports = list(all_of(path, prove))
    if not is_protocol(path):
        return Checked(reports)
    if any(one.severity == "error" for one in reports[0].problems):
        return Checked(reports, Proofs(str(path), why=HAS_ERRORS))
    proofs, wrong = proofs_of(path, prove)
    return Checked([*reports, *([wrong] if wrong else [])], proofs)
