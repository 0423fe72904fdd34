"""crisis protocol approve: write down who approved a protocol, and until when."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from crisis_cli.boundary import tell
from crisis_cli.commands.options import Json, say, say_json
from crisis_cli.commands.protocol.given import Protocol as Named
from crisis_cli.engine.times import HOME_ZONE, zone
from crisis_cli.errors import CrisisError, Exit
from crisis_cli.protocol.letters import visible

if TYPE_CHECKING:
    from crisis_cli.protocol.approval import Approval
    from crisis_cli.protocol.compiled import Protocol

SORRY = "It was not approved. What the last approval covers goes on being asked."


def run(
    protocol: Named,
    by: Annotated[
        str | None, typer.Option(metavar="NAME", help="Who approves, and in which role.")
    ] = None,
    until: Annotated[
        str, typer.Option(metavar="DATE", help="The last day: 2027-05-31. A year if left out.")
    ] = "",
    json: Json = False,
) -> None:
    """Write down who approved a protocol, and until when. Without --by, list what was.

    The protocol, its translations and its properties are approved as they stand now, and kept:
    `crisis start` runs these until something else is approved. What check calls an error, or a
    property that is not proved, is refused, with exit code 4.

    \b
    crisis protocol approve draft.yaml --by "NAME, ROLE"
    crisis protocol approve draft.yaml
    """
    from crisis_cli.commands.contacts import now
    from crisis_cli.protocol.source import find
    from crisis_cli.workshop.approving import approver, as_data, last_day, sentence

    path, at = find(protocol), now().astimezone(zone(HOME_ZONE))
    if by is None and not until:
        _list(path, at.date(), json)
        return
    approval = _approve(path, approver(by or ""), at, last_day(until, at.date()))
    if json:
        say_json(as_data(approval))
    else:
        say(f"{sentence(approval)}\nKept in {approval.place / approval.kept}")


def _approve(path: Path, by: str, at: datetime, until: date) -> Approval:
    """Look a protocol over and write down that it is approved as it stands."""
    from crisis_cli.protocol.source import load
    from crisis_cli.workshop.approving import approval_of, as_it_is, both_changed, clock_is_right

    files = as_it_is(path)
    _refuse(objections(path))
    protocol = load(path)
    last = _last(path, protocol)
    _refuse(both_changed(last, path, protocol))
    if as_it_is(path) != files:
        hint = "Whatever was looked at is not what it is now. Approve it again."
        raise CrisisError(f"{path} was saved while it was looked at.", hint)
    clock_is_right(last, at)
    return _written(path, approval_of(path, protocol, files, by, at, until), files)


def _refuse(objections: list[str]) -> None:
    """End with what stands against an approval, where anything does."""
    if objections:
        tell("\n\n".join([*objections, SORRY]))
        raise typer.Exit(int(Exit.FOUND))


def objections(path: Path) -> list[str]:
    """Why a protocol cannot be approved: its errors, or what is not proved of it. In words."""
    from crisis_cli.commands.protocol.looking import all_of, look_at
    from crisis_cli.commands.protocol.proving import proofs_of
    from crisis_cli.workshop.approving import properties_of

    properties = properties_of(path)
    reports = [*all_of(path, exact=True), *([look_at(properties)] if properties.is_file() else [])]
    wrong = [one for one in reports if any(found.severity == "error" for found in one.problems)]
    if wrong:
        return [report.text() for report in wrong]
    proofs, ill = proofs_of(path)
    if ill is not None:
        return [ill.text()]
    return [verdict.text() for verdict in proofs.verdicts if not verdict.held]


def _last(path: Path, protocol: Protocol) -> Approval | None:
    """The approval of a protocol that counts now."""
    from crisis_cli.commands.chosen import for_file, places
    from crisis_cli.protocol.approval import approvals

    return next(iter(for_file(approvals(places(path)), path, protocol)), None)


def _written(path: Path, approval: Approval, files: dict[str, bytes]) -> Approval:
    """The approval in its place: beside the protocol, or in the data folder of this computer."""
    from crisis_cli.commands.chosen import places
    from crisis_cli.records.folder import home, make
    from crisis_cli.workshop.approving import write_in_first

    def prepare(place: Path) -> None:
        if place.parent == home():
            make(home())  # for its owner alone, as for the records in it

    return write_in_first(approval, files, places(path)[:2], prepare)


def _list(path: Path, today: date, json: bool) -> None:
    """Every approval of a protocol, the last first."""
    from crisis_cli.commands.chosen import DAMAGED, for_file, given, places, version
    from crisis_cli.protocol.approval import approvals
    from crisis_cli.workshop.approving import as_data, sentence, since

    found = approvals(places(path))
    _, loaded = given(str(path))
    chosen = version(path, loaded, today)
    of_it = for_file(found, path, None if isinstance(loaded, CrisisError) else loaded)
    for damaged in found.damaged:
        tell(DAMAGED.format(path=damaged))
    if json:
        say_json([as_data(one) for one in of_it])
    elif of_it:
        say("\n".join(map(sentence, of_it)))
        say(visible(chosen.said) or since(of_it[0], path, chosen.protocol))
    else:
        say(f"Nobody has approved {path} here yet.")
        hint = f'crisis protocol approve {path} --by "NAME, ROLE"'
        tell(f"Whoever answers for it: {hint}")
