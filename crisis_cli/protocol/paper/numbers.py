"""What is written beside the steps of a protocol on paper: 1, 2, 3 on the path, A1 in a box."""

from __future__ import annotations

from collections.abc import Iterator
from string import ascii_uppercase

from crisis_cli.protocol.compiled import ENDED_EARLY, Block, Protocol, Step
from crisis_cli.protocol.kinds import SPECIAL

SHORT = 15  # letters of a choice that is named by its own words, and not by a letter
FEW = 4  # choices that are


def boxes(protocol: Protocol) -> dict[str, Block]:
    """Letter -> block: the urgent ones, most urgent first, then what an early ending asks."""
    named = [one.block for one in protocol.urgent]
    named += [ENDED_EARLY] if ENDED_EARLY in protocol.blocks else []
    blocks = [protocol.blocks[name] for name in dict.fromkeys(named)]
    return {letter(place): block for place, block in enumerate(blocks) if block.steps}


def box_letters(protocol: Protocol) -> dict[str, str]:
    """Block id -> the letter of its box."""
    return {block.id: letter for letter, block in boxes(protocol).items()}


def numbered(protocol: Protocol) -> dict[str, str]:
    """Step id -> its number. Guidance has one too, so that "go to 9" is never in doubt."""
    found = {step.id: str(place) for place, step in enumerate(protocol.steps, 1)}
    for name, block in boxes(protocol).items():
        found |= {step.id: f"{name}{place}" for place, step in enumerate(block.steps, 1)}
    return found


def letter(place: int) -> str:
    """A, B, ... Z, AA, AB, ...: the letter at this place, from 0."""
    found = ""
    place += 1
    while place:
        place, one = divmod(place - 1, len(ascii_uppercase))
        found = ascii_uppercase[one] + found
    return found


def lettered(step: Step) -> dict[str, str]:
    """Choice id -> its letter, for a step whose choices are too long or too many to be named."""
    choices = [choice for choice in step.choices if choice.id not in SPECIAL]
    if len(choices) <= FEW and all(len(choice.label) <= SHORT for choice in choices):
        return {}
    return {choice.id: letter(place).lower() for place, choice in enumerate(choices)}


def listed(words: list[str], joint: str = "and") -> str:
    """Words as a list in a sentence: 7, 8 and 9."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {joint} {words[-1]}"


def ranged(numbers: list[str]) -> str:
    """Numbers as a list in a sentence, those in a row drawn together: 7, 9 to 12 and 20."""
    return listed([f"{a} to {b}" if a != b else a for a, b in _rows(numbers)])


def _rows(numbers: list[str]) -> Iterator[tuple[str, str]]:
    rows: list[list[str]] = []
    for number in numbers:
        if rows and _follows(rows[-1][-1], number):
            rows[-1].append(number)
        else:
            rows.append([number])
    for row in rows:
        yield from [(row[0], row[-1])] if len(row) > 2 else ((one, one) for one in row)


def _follows(before: str, number: str) -> bool:
    return before.isdigit() and number.isdigit() and int(number) == int(before) + 1
