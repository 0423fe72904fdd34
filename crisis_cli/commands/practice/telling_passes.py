"""What a worker has passed: listed, put on record, and handed over to a supervisor."""

from __future__ import annotations

from dataclasses import asdict

from crisis_cli.boundary import tell
from crisis_cli.commands.keys.opened import owned
from crisis_cli.commands.options import give, say, say_json
from crisis_cli.commands.practice.passes import (
    NOT_SET_UP,
    line,
    on_record,
    practised,
    put_on_record,
    sign,
)
from crisis_cli.commands.stores import records
from crisis_cli.errors import CrisisError
from crisis_cli.protocol.letters import visible
from crisis_cli.records.passed import Passed, as_file

NONE_YET = ("You have passed no scenario yet.", "See them: crisis practice")
SAVE = "For your supervisor, save what stands above: crisis practice --hand-over > me.passed"
HERE_ALONE = "Not on record: nobody has set up the records of this computer yet."
LOCKED = "Not on record yet: your passphrase puts them there."


def listed(json: bool) -> None:
    """List what was passed; what was passed in practice only is put on record if that can be."""
    here = practised()
    state = put_on_record(here, ask=not json) if here else ""
    with records() as store:
        signed = on_record(store)
    known = {one.scenario: one for one in [*here, *signed]}
    names = {one.scenario for one in signed}
    every = [known[name] for name in sorted(known)]
    if json:
        say_json([_data(one, one.scenario in names) for one in every])
    elif not every:
        say("\n".join(NONE_YET))
    else:
        say("\n".join(visible(line(one)) for one in every))
        if set(known) - names:
            tell(HERE_ALONE if state == NOT_SET_UP else LOCKED)


def hand_over() -> None:
    """Print what was passed, signed, for a supervisor to bring in."""
    with owned() as store:
        sign(store, practised())
        every = on_record(store)
    if not every:
        raise CrisisError(*NONE_YET)
    give(as_file(every))
    tell(f"Scenarios passed: {len(every)}.", SAVE)


def _data(one: Passed, recorded: bool) -> dict[str, object]:
    given = asdict(one)
    del given["person"], given["signature"]
    return {**given, "on_record": recorded}
