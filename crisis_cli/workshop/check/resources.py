"""The resources that a protocol names: each is there, and was checked not too long ago."""

from __future__ import annotations

from collections.abc import Iterator

from crisis_cli.protocol.surface.steps import AnyStep
from crisis_cli.protocol.tree import Path
from crisis_cli.workshop.check.look import Look


def there(look: Look) -> None:
    """Note each id that is not there; once where no resource file can be read."""
    if look.resources is None:
        hint = "Make sure that protocols/resources/ has its file, and that it has no errors."
        for _, path in list(names(look))[:1]:
            message = "No resource file can be read, so the ids of resources were not looked up."
            look.tell("W090", message, path, hint)
        return
    for name, path in names(look):
        if name not in look.resources:
            hint = look.found.near(name, look.resources, "Look at the ids in protocols/resources/.")
            look.tell("W089", f"There is no resource '{name}', so no number is shown.", path, hint)


def stale(look: Look) -> dict[str, str]:
    """The resources that it names and that were checked too long ago: id -> the file."""
    known = look.resources or {}
    found = dict.fromkeys(name for name, _ in names(look) if name in known)
    return {name: known[name].file for name in found if known[name].stale}


def names(look: Look) -> Iterator[tuple[str, Path]]:
    """Every resource that is named, with its place."""
    for i, section in enumerate(look.file.sections):
        yield from _of_steps(section.steps, ("sections", i, "steps"))
    for name, block in look.file.blocks.items():
        yield from _of_steps(block.steps, ("blocks", name, "steps"))
    for name, document in look.file.documents.items():
        for i, part in enumerate(document.parts):
            yield from _each(part.resources, ("documents", name, "parts", i, "resources"))


def _of_steps(steps: list[AnyStep], path: Path) -> Iterator[tuple[str, Path]]:
    for i, step in enumerate(steps):
        yield from _each(step.call, (*path, i, "call"))


def _each(ids: list[str], path: Path) -> Iterator[tuple[str, Path]]:
    return ((one, (*path, i)) for i, one in enumerate(ids))
