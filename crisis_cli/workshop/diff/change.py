"""One change between two protocols: what differs, for which answers, how the engine shows it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from crisis_cli.protocol.compiled import LEVELS, Document, Step
from crisis_cli.protocol.spans import span
from crisis_cli.workshop.diff.observed import Follow, Shown
from crisis_cli.workshop.model.logic import Formula

Bears = Callable[[Shown, Shown], bool]

# The kinds of change, the most dangerous first, under the titles that they are told under.
URGENT, LEVEL, QUESTIONS = "URGENT BLOCKS", "LEVEL OF CONCERN", "QUESTIONS"
FOLLOW_UP, PAGES = "FOLLOW-UP", "CLIENT PAGES"
EARLY = "WHERE THE CONTACT ENDS EARLY"
KINDS = {
    "urgent_none": URGENT,
    "urgent_lost": URGENT,
    "urgent_gained": URGENT,
    "urgent_moved": URGENT,
    "block_lost": URGENT,
    "block_gained": URGENT,
    "level_lower": LEVEL,
    "undetermined_lost": LEVEL,
    "level_higher": LEVEL,
    "undetermined_gained": LEVEL,
    "present": LEVEL,
    "danger_lost": QUESTIONS,
    "asked_lost": QUESTIONS,
    "danger_gained": QUESTIONS,
    "asked_gained": QUESTIONS,
    "due_later": FOLLOW_UP,
    "due_sooner": FOLLOW_UP,
    "follow_lost": FOLLOW_UP,
    "follow_gained": FOLLOW_UP,
    "printed_lost": PAGES,
    "printed_gained": PAGES,
}


@dataclass(frozen=True)
class Change:
    """Something that differs for some answers.

    subject: what it is about, several of which may be told together. says: what is so of the
    people, `{}` standing for the subjects. formula: for which answers. bears: whether the engine
    shows it in an interview played under the old and under the new protocol. covers: what it is a
    change of; after: of which changes people are left out who were told of them already. early:
    whether it is about contacts that end before their last question.
    """

    kind: str
    subject: str
    says: str
    formula: Formula = field(repr=False)
    bears: Bears = field(repr=False)
    covers: str = ""
    after: tuple[str, ...] = ()
    early: bool = False

    @property
    def title(self) -> str:
        """What it is told under."""
        return EARLY if self.early else KINDS[self.kind]


def none(block: str, formula: Formula) -> Change:
    """A block no longer comes, and no other does."""
    says = "no longer get the urgent block {}, and no other comes"

    def bears(old: Shown, new: Shown) -> bool:
        return block in old.blocks and not new.blocks

    return Change("urgent_none", block, says, formula, bears, block)


def lost(block: str, formula: Formula) -> Change:
    """A block no longer comes, though another does."""
    says = "no longer get the urgent block {}, though another comes"

    def bears(old: Shown, new: Shown) -> bool:
        return block in old.blocks and block not in new.blocks and bool(new.blocks)

    return Change("urgent_lost", block, says, formula, bears, block, (block,))


def gained(block: str, formula: Formula) -> Change:
    """A block comes that did not."""

    def bears(old: Shown, new: Shown) -> bool:
        return block in new.blocks and block not in old.blocks

    says = "now get the urgent block {}"
    return Change("urgent_gained", block, says, formula, bears, block)


def moved(block: str, formula: Formula) -> Change:
    """A block comes after other answers than before."""

    def bears(old: Shown, new: Shown) -> bool:
        in_both = block in old.blocks and block in new.blocks
        return in_both and set(old.moments(block)) != set(new.moments(block))

    says = "get the urgent block {} at another moment"
    return Change("urgent_moved", block, says, formula, bears, "", (block,))


def in_block(step: Step, how: str, formula: Formula) -> Change:
    """A step of a block is shown with it, or not; how: lost or gained."""

    def bears(old: Shown, new: Shown) -> bool:
        both_come = old.came(step.block) and new.came(step.block)
        there, gone = (old, new) if how == "lost" else (new, old)
        return both_come and there.seen(step) and not gone.seen(step)

    says = f"{'no longer' if how == 'lost' else 'now'} get {{}} in the block {step.block}"
    return Change(f"block_{how}", step.id, says, formula, bears, f"{how} {step.id}")


def undetermined(how: str, formula: Formula) -> Change:
    """Whether danger questions are told to be unanswered; how: lost or gained."""

    def bears(old: Shown, new: Shown) -> bool:
        there, gone = (old, new) if how == "lost" else (new, old)
        return there.level.undetermined and not gone.level.undetermined

    says = f"{'no longer' if how == 'lost' else 'now'} have their level told as undetermined"
    return Change(f"undetermined_{how}", "", says, formula, bears, f"undetermined {how}")


def level(was: str, comes: str, formula: Formula) -> Change:
    """The highest level is another."""
    kind = "level_lower" if falls(was, comes) else "level_higher"

    def bears(old: Shown, new: Shown) -> bool:
        return (old.level.highest, new.level.highest) == (was, comes)

    says = f"{'fall' if kind == 'level_lower' else 'rise'} from level {was} to {comes}"
    return Change(kind, f"{was} to {comes}", says, formula, bears, "level")


def now_say(lower: bool, formula: Formula) -> Change:
    """What the answers say in the end is another level, the highest being the same."""

    def bears(old: Shown, new: Shown) -> bool:
        was, comes = old.level.present, new.level.present
        same = old.level.highest == new.level.highest
        return same and was != comes and falls(was, comes) == lower

    what = "lower" if lower else "higher"
    says = f"keep their highest level, but in the end their answers say a {what} one"
    return Change("present", what, says, formula, bears, "", ("level",))


def falls(was: str, comes: str) -> bool:
    """Whether a level is lower than it was."""
    return LEVELS.index(comes) < LEVELS.index(was)


def no_longer(step: Step, formula: Formula) -> Change:
    """A step no longer comes."""

    def bears(old: Shown, new: Shown) -> bool:
        return step.id in old.asked and step.id not in new.asked

    kind = "danger_lost" if step.danger else "asked_lost"
    return Change(kind, step.id, f"are no longer {_verb(step)} {{}}", formula, bears)


def now_also(step: Step, formula: Formula) -> Change:
    """A step comes that did not."""

    def bears(old: Shown, new: Shown) -> bool:
        return step.id in new.asked and step.id not in old.asked

    kind = "danger_gained" if step.danger else "asked_gained"
    return Change(kind, step.id, f"are now also {_verb(step)} {{}}", formula, bears)


def _verb(step: Step) -> str:
    if step.kind == "guidance":
        return "shown the guidance"
    return "asked the danger question" if step.danger else "asked"


def due(was: int, comes: int, formula: Formula) -> Change:
    """The next contact is due at another time."""

    def bears(old: Shown, new: Shown) -> bool:
        return (old.due, new.due) == (was, comes)

    kind = "due_later" if comes > was else "due_sooner"
    says = f"are seen again within {span(comes)}, before within {span(was)}"
    return Change(kind, f"{span(was)} to {span(comes)}", says, formula, bears, "due")


def follow(follow: Follow, how: str, formula: Formula) -> Change:
    """A follow-up is there, or not; how: lost or gained."""

    def bears(old: Shown, new: Shown) -> bool:
        there, gone = (old, new) if how == "lost" else (new, old)
        return old.due == new.due and follow in there.follows and follow not in gone.follows

    subject = f'"{follow.what or "Follow up"}" ({follow.due})'
    says = f"{'no longer' if how == 'lost' else 'now'} get the follow-up {{}}"
    return Change(f"follow_{how}", subject, says, formula, bears, f"{how} {subject}", ("due",))


def printed(was: Document, comes: Document, heading: str, how: str, formula: Formula) -> Change:
    """A heading stands on a page, or not; how: lost or gained."""

    def bears(old: Shown, new: Shown) -> bool:
        stood, stands = heading in old.printed(was), heading in new.printed(comes)
        return stood != stands and stood == (how == "lost")

    says = (
        f"{'no longer' if how == 'lost' else 'now'} have {{}} on their {was.id.replace('_', ' ')}"
    )
    name = f"{how} {was.id} {heading}"
    return Change(f"printed_{how}", f'"{heading}"', says, formula, bears, name)
