"""Whether the clock of this computer can be right: what is due follows it."""

from __future__ import annotations

from datetime import datetime, timedelta

from crisis_cli.engine.times import HOME_ZONE, moment, zone
from crisis_cli.errors import CrisisError
from crisis_cli.records.listing import last_begun
from crisis_cli.records.store import Store

APART = timedelta(minutes=15)  # so much two computers may differ
BEHIND = (
    "The clock of this computer says {now}, but a contact here was begun later: {then}. Look at the"
    " clock: what is due follows it."
)


def behind(store: Store, now: datetime) -> str:
    """That the clock is behind what stands in the records already, in words; or "". An empty
    battery puts it years back. now: aware. Whatever is in the way of knowing, a contact begins."""
    try:
        then = last_begun(store)
    except CrisisError:
        return ""
    if then is None or then <= now + APART:
        return ""
    place = zone(HOME_ZONE)
    return BEHIND.format(now=moment(now, place), then=moment(then, place))
