"""A review of a translation, written down where it stands: in the two lines at its head."""

from __future__ import annotations

import json
import re
from datetime import date

from crisis_cli.protocol.translation import Looked, Standing

HEAD = re.compile(rb"^(reviewed_by|reviewed_on):.*(?:\r?\n|\Z)", re.M)
OWN = re.compile(rb"^[ ]+(reviewed_by|reviewed_on):[ ]*(?:#.*)?(?:\r?\n|\Z)", re.M)
TEXTS = re.compile(rb"^texts:", re.M)
UNFIT = (Standing.MISSING, Standing.EMPTY, Standing.OUTDATED, Standing.UNKNOWN)


def unfit(looked: Looked) -> list[str]:
    """The places of texts that cannot be reviewed as they stand."""
    return looked.of(*UNFIT)


def reviewed(data: bytes, by: str, on: date) -> bytes:
    """The file of a translation, its whole reviewed by somebody; nothing else in it is changed.

    Texts that were still waiting for a reviewer of their own are covered by the head from then on.
    """
    body = OWN.sub(b"", HEAD.sub(b"", data))
    review = f"reviewed_by: {json.dumps(by, ensure_ascii=False)}\nreviewed_on: {on.isoformat()}\n"
    at = TEXTS.search(body)
    place = at.start() if at else len(body)
    head = body[:place].rstrip(b"\r\n")
    gap = body[len(head) : place].removeprefix(b"\r").removeprefix(b"\n")
    return head + b"\n" + review.encode() + gap + body[place:]
