"""crisis protocol approve: write down who approved a protocol, and until when."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from crisis_cli.boundary import tell
from crisis_cli.commands.options import Json, say, say_json
from crisis_cli.commands.protocol.given import Protocol as Named
from crisis_cli.errors import CrisisError, Exit
from crisis_cli.protocol.letters import visible

if TYPE_CHECKING:
    from crisis_cli.protocol.approval import Approval
    from crisis_cli.protocol.compiled import Protocol

YEARS = 5  # at most: who has not read a protocol for longer cannot answer for it
LONGEST = 200  # letters of a name and a role: they stand on the first page of a contact
SORRY = "It was not approved. What the last approval covers goes on being asked."


def run(
    protocol: Named,
    by: Annotated[str, typer.Option(metavar="NAME", help="Who approves, and in which role.")] = "",
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
    crisis protocol approve draft.yaml --by "your name, your role"
    crisis protocol approve draft.yaml
    """
    from crisis_cli.commands.contacts import now
    from crisis_cli.protocol.source import find

    path, at = find(protocol), now().astimezone()
    if not by and not until:
        _list(path, at.date(), json)
        return
    name, last = _name(by), _last_day(until, at.date())
    files = _as_it_is(path)
    refused = objections(path) or both_changed(path)
    if refused:
        tell("\n\n".join([*refused, SORRY]))
        raise typer.Exit(int(Exit.FOUND))
    if _as_it_is(path) != files:
        hint = "Whatever was looked at is not what it is now. Approve it again."
        raise CrisisError(f"{path} was saved while it was looked at.", hint)
    approval = _written(path, files, name, at, last)
    if json:
        say_json(_data(approval))
    else:
        say(f"{_sentence(approval)}\nKept in {approval.place / approval.kept}")


def _name(by: str) -> str:
    """Who approves, as it can be written down and shown."""
    name = " ".join(by.split())
    if not name:
        hint = 'Add --by "NAME, ROLE", or leave --until out to see who approved it.'
        raise CrisisError("Who approves it?", hint, Exit.USAGE)
    if len(name) > LONGEST or visible(name) != name or not _is_text(name):
        hint = f"Give a name and a role: at most {LONGEST} letters, and nothing but letters."
        raise CrisisError("That name cannot be written down.", hint, Exit.USAGE)
    return name


def _is_text(name: str) -> bool:
    try:
        return bool(name.encode())
    except UnicodeEncodeError:  # bytes that this terminal could not read as letters
        return False


def _as_it_is(path: Path) -> dict[str, bytes]:
    """The files that an approval would be of; none where the protocol has errors."""
    from crisis_cli.protocol.source import load
    from crisis_cli.workshop.approving import approved_files

    try:
        return approved_files(path, load(path))
    except CrisisError:
        return {}


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


def both_changed(path: Path) -> list[str]:
    """That properties say something else than what was approved while the protocol changed too:
    one approval must not weaken both. What is said of new questions, or added, weakens nothing."""
    from crisis_cli.protocol.source import load
    from crisis_cli.workshop.approving import PROPERTIES, properties_changed

    protocol = load(path)
    last = _last(path, protocol)
    if last is None or last.hash == protocol.hash or not properties_changed(last, path):
        return []
    changed = _weaker(last, path, protocol)
    if not changed:
        return []
    return [
        f"{path.name} was changed since the approval of {last.at[:10]}, and so was what must hold"
        f" of it: {', '.join(changed)}. A property that was weakened would not be missed where the"
        " protocol changed with it. (New properties and new questions in the old ones are fine.)\n"
        f"Approve one after the other: first the protocol with the {PROPERTIES} that was approved"
        f" ({_held_before(last)}), then the new {PROPERTIES}."
    ]


def _last(path: Path, protocol: Protocol) -> Approval | None:
    """The approval of a protocol that counts now."""
    from crisis_cli.commands.chosen import for_file, places
    from crisis_cli.protocol.approval import approvals

    return next(iter(for_file(approvals(places(path)), path, protocol)), None)


def _held_before(last: Approval) -> Path:
    """The properties that an approval was proved with: its own, or those that came along."""
    from crisis_cli.protocol.source import shipped
    from crisis_cli.workshop.approving import PROPERTIES

    return (last.place / last.kept if last.properties else shipped()) / PROPERTIES


def _weaker(last: Approval, path: Path, protocol: Protocol) -> list[str]:
    """The properties that no longer say what they said; all, where what was said is not known."""
    from crisis_cli.workshop.approving import PROPERTIES, properties_of
    from crisis_cli.workshop.proofs.properties import read_file
    from crisis_cli.workshop.proofs.weaker import weaker

    try:
        was = last.protocol_kept()
        before, _ = read_file(_held_before(last), was)
    except CrisisError:
        return [PROPERTIES]
    file = properties_of(path)
    after = read_file(file, protocol)[0] if file.is_file() else ()
    return weaker(before, after, {step.id for step in was.all_steps})


def _written(path: Path, files: dict[str, bytes], by: str, at: datetime, until: date) -> Approval:
    from crisis_cli.commands.chosen import places
    from crisis_cli.protocol.source import load
    from crisis_cli.records.folder import home, make
    from crisis_cli.workshop.approving import approval_of, write_down

    protocol = load(path)
    _clock_is_right(_last(path, protocol), at)
    approval = approval_of(path, protocol, files, by, at, until)
    trouble: OSError | None = None
    for place in places(path)[:2]:
        try:
            if place.parent == home():
                make(home())  # for its owner alone, as for the records in it
            return write_down(approval, files, place)
        except OSError as error:
            trouble = trouble or error
    raise CrisisError(
        f"The approval cannot be written: {trouble.strerror if trouble else 'no folder'}.",
        "Make room in the folder of the protocol and make it writable, or set CRISIS_HOME to a"
        " folder that is.",
    )


def _clock_is_right(last: Approval | None, at: datetime) -> None:
    """The last approval counts, so one that seems to be older than another would do nothing."""
    from crisis_cli.protocol.approval import LIST

    if last and datetime.fromisoformat(last.at) > at:
        raise CrisisError(
            f"The clock says {at:%Y-%m-%d %H:%M}, and the last approval is of"
            f" {datetime.fromisoformat(last.at).astimezone():%Y-%m-%d %H:%M}, which is later.",
            "Put the clock right. If the clock was wrong then, take the line of that approval out"
            f" of {last.place / LIST}: it would go on counting as the last.",
        )


def _last_day(until: str, today: date) -> date:
    if not until:
        day = min(today.day, 28) if today.month == 2 else today.day
        return today.replace(year=today.year + 1, day=day)
    try:
        last = date.fromisoformat(until)
    except ValueError:
        hint = "Write year, month, day: 2027-05-31."
        raise CrisisError(f"'{until}' is not a date.", hint, Exit.USAGE) from None
    if not today <= last <= today.replace(year=today.year + YEARS, day=min(today.day, 28)):
        hint = f"Give a day from today on, at most {YEARS} years from now."
        raise CrisisError(f"An approval until {until} is not possible.", hint, Exit.USAGE)
    return last


def _list(path: Path, today: date, json: bool) -> None:
    """Every approval of a protocol, the last first."""
    from crisis_cli.commands.chosen import DAMAGED, choose, for_file, given, places
    from crisis_cli.protocol.approval import approvals
    from crisis_cli.workshop.approving import since

    found = approvals(places(path))
    chosen = choose(str(path), False, today)
    _, loaded = given(str(path))
    listed = for_file(found, path, None if isinstance(loaded, CrisisError) else loaded)
    for damaged in found.damaged:
        tell(DAMAGED.format(path=damaged))
    if json:
        say_json([_data(one) for one in listed])
    elif listed:
        say("\n".join(_sentence(one) for one in listed))
        say(visible(chosen.said) or since(listed[0], path, chosen.protocol))
    else:
        say(f"Nobody has approved {path} here yet.")
        hint = f'crisis protocol approve {path} --by "NAME, ROLE"'
        tell(f"Whoever answers for it: {hint}")


def _sentence(one: Approval) -> str:
    more = list(one.translations) + ["properties"] * bool(one.properties)
    also = f", with {', '.join(more)}" if more else ""
    return visible(
        f"{one.protocol}, version {one.version}{also}: approved by {one.by} on {one.at[:10]}, "
        f"until {one.until}. Fingerprint {one.hash[:16]}"
    )


def _data(one: Approval) -> dict[str, Any]:
    from dataclasses import asdict

    return asdict(one) | {"place": str(one.place)}
