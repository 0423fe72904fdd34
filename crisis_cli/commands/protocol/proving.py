"""What is proved of a protocol file, with the properties that are for it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from crisis_cli.commands.protocol.given import resources_for
from crisis_cli.protocol.source import load, shipped

if TYPE_CHECKING:
    from crisis_cli.protocol.compiled import Protocol
    from crisis_cli.workshop.check.report import Report
    from crisis_cli.workshop.proofs.properties import Property
    from crisis_cli.workshop.proofs.report import Proofs


def proofs_of(path: Path, look: bool = True) -> tuple[Proofs, Report | None]:
    """What is proved of a protocol without errors, and what is wrong with its properties, if
    anything is. look: False leaves the proofs out."""
    from crisis_cli.workshop.proofs.prove import prove
    from crisis_cli.workshop.proofs.report import HAS_ERRORS, LEFT_OUT, Proofs

    if not look:
        return Proofs(str(path), why=LEFT_OUT), None
    protocol = load(path)
    file, own, wrong = _properties(path, protocol)
    if wrong is not None:
        return Proofs(str(path), str(file), why=HAS_ERRORS), wrong
    known = resources_for(path)
    always = (
        None if known is None else {one for one, is_ in known.items() if is_.always and is_.printed}
    )
    verdicts = prove(protocol, own, always)
    return Proofs(str(path), str(file) if own else "", verdicts), None


def _properties(path: Path, protocol: Protocol) -> tuple[Path, tuple[Property, ...], Report | None]:
    """The file beside the protocol, or the one that came along; what is for this protocol in it;
    and what is wrong there."""
    from crisis_cli.workshop.approving import properties_of
    from crisis_cli.workshop.check.report import report
    from crisis_cli.workshop.proofs.properties import NAME, read_file

    beside = properties_of(path)
    file = beside if beside.is_file() else shipped() / NAME
    own, found = read_file(file, protocol)
    if found.broken:
        return file, own, report(str(file), found, "")
    return file, own, None if own else _misnamed(file)


def _misnamed(file: Path) -> Report | None:
    """What is wrong with properties of which none is for this protocol, where they are for one
    that is nowhere: a slip in its name would leave out all of them, unsaid."""
    from crisis_cli.commands.protocol.looking import look_at

    told = look_at(file)
    return told if any(one.code == "E114" for one in told.problems) else None
