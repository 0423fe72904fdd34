"""The ids of resources that a protocol names, looked up where a resource file is known."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from crisis_cli.protocol.surface.file import File
from crisis_cli.protocol.surface.steps import AnyStep
from crisis_cli.protocol.tree import Path, Tree


def look_up(file: File, tree: Tree, known: Collection[str] | None) -> None:
    """Note each id that is not there. known: None where no resource file can be read."""
    named = list(_named(file))
    if known is None:
        hint = "Make sure that protocols/resources/ has its file, and that it has no errors."
        for _, path in named[:1]:
            message = "No resource file can be read, so the ids of resources were not looked up."
            tree.problem("W090", message, path, hint)
        return
    for name, path in named:
        if name not in known:
            hint = tree.found.near(name, known, "Look at the ids in protocols/resources/.")
            message = f"There is no resource '{name}', so no number will be shown."
            tree.problem("W089", message, path, hint)


def _named(file: File) -> Iterator[tuple[str, Path]]:
    for i, section in enumerate(file.sections):
        yield from _of_steps(section.steps, ("sections", i, "steps"))
    for name, block in file.blocks.items():
        yield from _of_steps(block.steps, ("blocks", name, "steps"))
    for name, document in file.documents.items():
        for i, part in enumerate(document.parts):
            yield from _each(part.resources, ("documents", name, "parts", i, "resources"))


def _of_steps(steps: list[AnyStep], path: Path) -> Iterator[tuple[str, Path]]:
    for i, step in enumerate(steps):
        yield from _each(step.call, (*path, i, "call"))


def _each(ids: list[str], path: Path) -> Iterator[tuple[str, Path]]:
    return ((one, (*path, i)) for i, one in enumerate(ids))
