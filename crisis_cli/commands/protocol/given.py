"""What the commands for protocols are given: options that several share, and the resources."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from crisis_cli.engine.times import home_day

if TYPE_CHECKING:
    from crisis_cli.directory.entry import Resource as DirectoryEntry
    from crisis_cli.workshop.check.look import Resource, Resources

Protocol = Annotated[
    str, typer.Argument(metavar="PROTOCOL", help="The name of a protocol, or its file.")
]
StepId = Annotated[str, typer.Argument(metavar="STEP", help="The id of a step.")]
Seconds = Annotated[
    float,
    typer.Option("--seconds", metavar="N", min=0, help="How long the solver may take."),
]
ANY_FILE = "Protocols, by name or file; or scenarios, policies and other files."
Files = Annotated[list[str], typer.Argument(metavar="FILE", help=ANY_FILE)]
OutFile = Annotated[
    Path | None,
    typer.Option("--out", metavar="FILE", help="Where to write it. This folder if left out."),
]
Format = Annotated[
    str, typer.Option("--format", metavar="NAME", help="The format, if not by the ending of FILE.")
]

WRITTEN_BY_HAND = (".yaml", ".yml")  # endings of files that are never written to


def out_file(
    out: Path | None, format: str, name: str, endings: Mapping[str, str], usual: str
) -> tuple[Path, str]:
    """Where to write, and in which format; a CrisisError for a format that there is not, and for
    a file that may be a protocol or belong to one.

    name: of the file, without an ending, where none is given. endings: format -> its ending.
    """
    from crisis_cli.errors import CrisisError, Exit

    ending = out.suffix.lstrip(".").lower() if out else ""
    formats = {one: kind for kind, one in endings.items()}
    kind = format or formats.get(ending, ending) or usual
    if kind not in endings:
        listed = ", ".join(endings)
        hint = f"There are: {listed}. End the name of the file so, or add --format."
        raise CrisisError(f"There is no format '{kind}' here.", hint, Exit.USAGE)
    if out and out.suffix.lower() in WRITTEN_BY_HAND and out.exists():
        hint = "Choose another name: what somebody wrote there would be gone."
        raise CrisisError(f"{out} is there already, and is left as it is.", hint)
    return out or Path(f"{name}.{endings[kind]}"), kind


def resources_for(path: Path) -> Resources | None:
    """What is known of the resources that a protocol may name; None where no file can be read.

    The file in the folder `resources` beside the protocol, otherwise the one that came along.
    """
    from crisis_cli.directory.resources import current, files_in, shipped_file
    from crisis_cli.errors import CrisisError

    beside = files_in(path.resolve().parent / "resources")
    try:
        found = {_as_typed(file): current(file) for file in beside or [shipped_file()]}
    except CrisisError:
        return None
    return {one.id: _resource(one, name) for name, file in found.items() for one in file.values()}


def _as_typed(path: Path) -> str:
    """A path as somebody would type it here."""
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)


def _resource(one: DirectoryEntry, file: str) -> Resource:
    from datetime import UTC, datetime

    from crisis_cli.workshop.check.look import Resource

    today = home_day(datetime.now(UTC))
    printed = one.for_clients and bool(one.verified)
    return Resource(one.always, printed, one.verified_on, one.stale(today), file)
