"""The file of what was heard, read strictly."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from crisis_cli.directory.heard import FOUND
from crisis_cli.directory.heard_file import BIGGEST, KEYS, NEEDED
from crisis_cli.protocol.problems import Found
from crisis_cli.protocol.strict import read
from crisis_cli.protocol.tree import Path, Tree

HINT = "`crisis resources verify` writes this file. Delete what is broken, and phone once more."


def read_heard(
    data: bytes, known: Collection[str] | None = None
) -> tuple[list[dict[str, str]], Found]:
    """What was heard, as plain JSON, and everything that is wrong with the file.

    known: ids of resources that there are; None where that is not looked at.
    """
    tree, found = read(data, most=BIGGEST)
    if tree is None:
        return [], found
    whole = tree.value()
    calls = whole.get("verified") if isinstance(whole, dict) else None
    if not isinstance(calls, list):
        tree.problem("E020", "The file needs the key 'verified'.", (), HINT)
        return [], found
    bodies = [_call(tree, one, ("verified", place)) for place, one in enumerate(calls)]
    for place, body in enumerate(bodies):
        if known is not None and body and body["resource"] not in known:
            hint = found.near(body["resource"], known, "It was renamed or taken out: phone anew.")
            message = f"There is no resource '{body['resource']}'."
            tree.problem("W114", message, ("verified", place, "resource"), hint)
    return bodies, found


def _call(tree: Tree, raw: Any, path: Path) -> dict[str, str]:
    if not isinstance(raw, dict):
        tree.problem("E022", "Keys are needed here.", path, HINT)
        return {}
    for key in NEEDED:
        if not raw.get(key):
            tree.problem("E020", f"This needs the key '{key}'.", path, HINT)
    for key, value in raw.items():
        if key not in KEYS:
            tree.problem("E021", f"The key '{key}' is not known here.", (*path, key), HINT, True)
        elif not isinstance(value, str):
            tree.problem("E022", f"'{key}' is a text.", (*path, key), HINT)
    _day(tree, raw, path)
    if raw.get("found") not in (None, *FOUND):
        message = f"'found' cannot be '{raw['found']}'."
        tree.problem("E023", message, (*path, "found"), f"There are: {', '.join(FOUND)}.")
    return dict(raw) if not tree.found.broken else {}


def _day(tree: Tree, raw: dict[str, Any], path: Path) -> None:
    text = raw.get("heard_on")
    if not isinstance(text, str):
        return
    try:
        if len(text) != 10:
            raise ValueError
        date.fromisoformat(text)
    except ValueError:
        message = f"'{text}' is not a date."
        tree.problem("E046", message, (*path, "heard_on"), "Year, month, day: 2026-11-20.")
