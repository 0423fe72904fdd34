"""Everything that is looked for beyond what the compiler finds: a new check is one line more.

A new code stands in CODES (protocol/problems.py) and has an entry in workshop/catalogue/; where it
has to do with danger, it stands in DANGER (report.py) too.
"""

from __future__ import annotations

from collections.abc import Callable

from crisis_cli.workshop.check import (
    asked,
    danger,
    levels,
    neighbours,
    pages,
    reach,
    resources,
    shadow,
    words,
)
from crisis_cli.workshop.check.look import Look

CHECKS: tuple[Callable[[Look], None], ...] = (
    reach.sections,
    reach.steps,
    reach.block_steps,
    reach.rules,
    reach.concern,
    reach.endings,
    shadow.concern,
    shadow.urgent,
    shadow.follow_up,
    shadow.documents,
    shadow.any_parts,
    asked.unasked,
    neighbours.in_lists,
    neighbours.in_one_item,
    neighbours.of_steps,
    neighbours.of_urgent,
    levels.set_by_danger,
    danger.marked,
    danger.reassures,
    danger.in_blocks,
    danger.help_comes,
    danger.ends_early,
    danger.follows_up,
    danger.numbers_answer,
    pages.any_hour,
    resources.there,
    words.easy_to_read,
    words.say_what_they_mean,
    words.straight_quotes,
)
