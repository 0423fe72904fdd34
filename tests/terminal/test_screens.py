"""Every screen as it stands, at 80 and at 40 columns: golden files that are read as pictures."""

from collections.abc import Callable

import pytest

from crisis_cli.protocol.kinds import KINDS
from crisis_cli.terminal.prompts import PROMPTS

ENTER_LATER = [0.35, "\r"]  # later than a doubled press
WALK = [
    "\x05",  # the first question: the emergency key
    "2\r",  # the panel: back to the question
    "\x17",  # why do we ask?
    "\x02",  # ... read
    "\x0c",  # hide
    ENTER_LATER,  # ... come back
    "1\r",  # thoughts: yes
    "\x0e",  # plan: no answer
    "1\r",  # ... not sure
    "1\r",  # urgent: read
    "Room 4\r",
    "1\r",  # phoned: done
    "The one on call, 2:20\r",
    ["13", "\r"],  # needs
    ["11\r", "\x7f\x7f7\r"],  # pain: too much, then 7
    "34\r",
    "Jo\r",
    ["It began at work.\rThen", " it got worse.", "\x13"],
    "6\r",  # again: another day
    "12/24/2026 14:00\r",
    "1\r",  # ... that is right
    "202 555 0100\r",
    "Ann\r",
    "sister\r",
    ENTER_LATER,  # no phone
    "1\r",  # people: add
    "Bo\r",
    "202 555 0199\r",
    "4\r",  # done
    "2\r",  # the desk: not yet
    "3\r",  # review: thoughts
    "2\r",  # change it
    "2\r",  # no
    "1\r",  # a slip of the key
    "I pressed 1 for 2\r",
    "1\r",  # set aside what hung on it
    "\x10",  # review: pause
    "1\r",  # go on
    "1\r",  # review: finish
    "1\r",
]


def test_every_kind_that_asks_has_a_prompt():
    asked = {name for name, kind in KINDS.items() if kind.asks}

    assert asked == set(PROMPTS)


@pytest.mark.parametrize("columns", [80, 40])
def test_the_screens_of_a_whole_interview(
    by_keys: Callable, golden: Callable[[str, str], None], columns: int
):
    walk = by_keys(*WALK, columns=columns, rows={80: 24, 40: 40}[columns])

    shown = "".join(f"{'=' * columns}\n{screen}" for screen in walk.seen)
    assert walk.how == "ended"
    golden(f"terminal/interview-{columns}.txt", shown)
