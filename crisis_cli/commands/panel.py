"""The panel of crisis now: whom to call and what to do, at once, whatever else is broken."""

from __future__ import annotations

import os
import sys

# Written here, not read: nothing may stand between a person and these numbers.
# A test holds them equal to protocols/resources/dc.yaml, and so the months.
NUMBERS = {
    "nine_one_one": "911",
    "lifeline": "988",
    "access_helpline": "1-888-793-4357",
    "poison": "1-800-222-1222",
}
# When those that can change were last checked, for this text.
CHECKED = {"access_helpline": "May 2022", "poison": "March 2025"}
OLD = f"Checked {CHECKED['access_helpline']} and {CHECKED['poison']}."

MEANT_FOR = 80  # columns
BREAK = "\n             "  # within a sentence of it
PANEL = f"""\
EMERGENCY

  Call {NUMBERS["nine_one_one"]}   A life is in danger now: an overdose, a wound, a weapon,
             somebody who does not wake up or does not breathe.
  Call {NUMBERS["lifeline"]}   Thoughts of suicide, any crisis. Call or text, day and night.

  1  Are you safe? If not, leave first. Then call {NUMBERS["nine_one_one"]}.
  2  Stay with the person, or on the line. Nobody is left alone.
  3  Call {NUMBERS["nine_one_one"]}. Say where you are first, then what is happening.
  4  Does not wake up or breathe: {NUMBERS["nine_one_one"]}, then naloxone, then rescue breaths.
  5  Do not touch or take a weapon or pills. Step back; tell 911 of them.
  6  When help is on its way, call your supervisor.

  Access HelpLine, DC   {NUMBERS["access_helpline"]}   Day and night; can send a team.
  Poison Control        {NUMBERS["poison"]}   Only while the person is awake.
  {OLD} No answer? {NUMBERS["lifeline"]}, or {NUMBERS["nine_one_one"]}.
"""


def show() -> None:
    """Write the panel to stdout, at once."""
    panel = _fitting()
    try:
        sys.stdout.write(panel)
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError:  # a full disk, for instance: the numbers are shown all the same
        sys.stderr.write(panel)
        raise


def _fitting() -> str:
    """The panel; on a narrow terminal broken between words, if that goes."""
    try:
        if os.get_terminal_size(sys.stdout.fileno()).columns >= MEANT_FOR:
            return PANEL
        from crisis_cli.boundary import fitting

        return fitting(PANEL.replace(BREAK, " "), sys.stdout)
    except Exception:  # whatever it is: nothing stands before these numbers
        return PANEL
