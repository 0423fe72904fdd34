"""What changed in the plan, at the end of a contact record."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from crisis_cli.documents.blocks import Asked, Block, Fields, Heading, Page, Said
from crisis_cli.engine.revision import Change, changes, started_from
from crisis_cli.engine.state import State
from crisis_cli.engine.times import day, zone

TITLE = "What changed in the plan"
FROM = "Started from the plan of"
NOTHING = "Nothing"
GONE = "Not in this plan"


def with_revision(page: Page, state: State) -> Page:
    """A contact record with what changed in the plan, where that started from another one."""
    made = started_from(state)
    if made is None:
        return page
    found = changes(state)
    head = Fields(((FROM, day(made, zone(state.opened.zone))),))
    body = (Heading(TITLE), head, *_blocks(found))
    data = [{"name": one.name, "was": list(one.was), "now": list(one.now)} for one in found]
    signed = _last_heading(page.blocks)
    blocks = (*page.blocks[:signed], *body, *page.blocks[signed:])
    return replace(page, blocks=blocks, data={**page.data, "plan_changes": data})


def _last_heading(blocks: tuple[Block, ...]) -> int:
    """Where the last part of a record begins, which is where it is signed."""
    return max(
        (n for n, one in enumerate(blocks) if isinstance(one, Heading) and one.level == 2),
        default=0,
    )


def _blocks(found: list[Change]) -> Iterator[Block]:
    for one in found:
        was = [Said("; ".join(one.was), "before", struck=True)] if one.was else []
        yield Asked(one.name, (*was, Said("; ".join(one.now) or GONE, "now")))
    if not found:
        yield Fields((("Changed", NOTHING),))
