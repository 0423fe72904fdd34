"""What does not have the shape of a protocol, told in plain words instead of pydantic's."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from unicodedata import category

from pydantic import BaseModel, ValidationError

from crisis_cli.protocol.fitting import NO_SUCH, STEP_KEYS_ALL, fitting, step_keys, what
from crisis_cli.protocol.problems import did_you_mean, meant
from crisis_cli.protocol.surface.steps import KIND_TAGS, STEP_KEYS, TAGS
from crisis_cli.protocol.surface.values import AMOUNT
from crisis_cli.protocol.tongues import short_name
from crisis_cli.protocol.tree import Path, Tree

ONLY_ONE = ("next_block", "never_block", "because")  # keys of a property that take one id
KEY = "[key]"  # how pydantic marks that it means the key and not the value


@dataclass(frozen=True, slots=True)
class Misfit:
    """One value, key or gap that does not fit.

    kind: pydantic's word for it. loc: pydantic's path, with tags that are not in the file.
    path: where it stands in the file; for a gap, where it would stand.
    whole: the model of the file that it stands in.
    """

    kind: str
    loc: Path
    path: Path
    given: Any
    context: dict[str, Any]
    whole: type[BaseModel]

    @property
    def name(self) -> str:
        """The key that it is about; for one of a list, that of the list."""
        return next((key for key in reversed(self.path) if isinstance(key, str)), "")

    @property
    def fit(self) -> list[str]:
        """The keys that fit where this one stands."""
        return fitting(self.whole, self.loc, self.path)

    @property
    def settled(self) -> Path:
        """What can be looked at once its keys are renamed."""
        if self.kind == "union_tag_not_found":
            return self.path
        return next(((*path[:-1], new) for path, new in self.renames()), self.path)

    def renames(self) -> list[tuple[Path, str]]:
        """Keys that are only misspelt: where each stands, and what was meant."""
        if self.kind == "extra_forbidden" and self.name not in STEP_KEYS_ALL:
            return [(self.path, better)] if (better := meant(self.name, self.fit)) else []
        if self.kind == "union_tag_not_found" and isinstance(self.given, dict):
            fit = step_keys("each" in self.path)
            wrong = [str(key) for key in self.given if key not in fit]
            return [((*self.path, key), better) for key in wrong if (better := meant(key, fit))]
        return []

    def tell(self, tree: Tree) -> None:
        """Note it as a problem of the file."""
        TELLERS.get(self.kind, _not_text)(self, tree)

    def note(self, tree: Tree, code: str, message: str, hint: str, key: bool = False) -> None:
        """Note a problem where it stands."""
        tree.problem(code, message, self.path, hint, key)


def misfits(error: ValidationError, whole: type[BaseModel]) -> list[Misfit]:
    """Everything that pydantic found in a file of this model.

    Where a key is only misspelt, it is not told as missing too.
    """
    found = [_misfit(one, whole) for one in error.errors(include_url=False)]
    named = {(*path[:-1], new) for one in found for path, new in one.renames()}
    return [one for one in found if one.kind != "missing" or one.path not in named]


def _misfit(error: Any, whole: type[BaseModel]) -> Misfit:
    kind, loc = error["type"], error["loc"]
    return Misfit(kind, loc, _path(kind, loc), error["input"], dict(error.get("ctx", {})), whole)


def _path(kind: str, loc: Path) -> Path:
    """The path without tags; an unknown key stays, whatever it is called."""
    *before, last = loc
    real = [part for part in before if part not in TAGS]
    unreal = kind != "extra_forbidden" and (last in TAGS or last == KEY)
    return tuple(real) if unreal and real else (*real, last)


def _missing(one: Misfit, tree: Tree) -> None:
    if one.path == ("sections",) and (first := _first_section(tree)):
        hint = "Write `sections:` on a line of its own above this one."
        tree.problem("E020", "The file needs the key 'sections': is it missing here?", first, hint)
        return
    if _beside(one.path[:-1], one.name, tree):
        return
    message = f"{what(one.path)} needs the key '{one.name}'."
    tree.problem("E020", message, one.path[:-1], f"Add `{one.name}:`.", key=True)


def _first_section(tree: Tree) -> Path:
    """Where the first section stands in a list of something else, as if its key were deleted."""
    file = tree.value()
    lists = ((key, some) for key, some in file.items() if isinstance(some, list))
    items = (((key, i), one) for key, some in lists for i, one in enumerate(some))
    return next((at for at, one in items if isinstance(one, dict) and "steps" in one), ())


def _beside(holder: Path, key: str, tree: Tree) -> bool:
    """Whether a key is not missing in its holder, but stands beside it; this is told."""
    beside: Path = (*holder[:-1], key)
    if len(holder) < 2 or not tree.has(beside) or tree.place(beside) < tree.place(holder):
        return False
    message = f"'{key}' is not indented far enough to belong to '{holder[-1]}'."
    hint = f"Indent the line `{key}:` two spaces further than the line `{holder[-1]}:`."
    tree.problem("E006", message, beside, hint, key=True)
    return True


def _unknown(one: Misfit, tree: Tree) -> None:
    if one.name in STEP_KEYS and "steps" in one.path[:-1]:
        message = f"A step is one thing, and this one has '{one.name}' besides."
        one.note(tree, "E021", message, "Make it a step of its own.", key=True)
        return
    fit = one.fit
    listed = NO_SUCH.get(one.name.lower()) or f"Keys that fit here: {', '.join(fit)}."
    if one.name in STEP_KEYS_ALL and "steps" in one.path[:-1]:
        message = f"The key '{one.name}' does not fit this kind of step."
        hint = f"Delete it, or choose a kind that has it. {listed}"
    else:
        message = f"The key '{one.name}' is not known here."
        hint = tree.found.near(one.name, fit, listed)
        if one.given is None and "steps" in one.path[:-1]:
            hint = f"Write `- id: {one.name}` if it is the id of the step."
    one.note(tree, "E021", message, hint, key=True)


def _no_kind(one: Misfit, tree: Tree) -> None:
    if not isinstance(one.given, dict):
        message = "A step is written as keys: `id:`, and what it asks or says."
        one.note(tree, "E022", message, "Write `- id: its_id` and under it `ask: ...`.")
    elif _mistyped(one, one.given, tree):
        return
    elif "ask" in one.given:
        hint = "Add `answers:` with a set or the answers, or `kind:`, such as `kind: text`."
        one.note(tree, "E060", "This question does not say what may be answered.", hint)
    else:
        hint = f"Add one of: {', '.join(STEP_KEYS)}."
        one.note(tree, "E020", "This step does not say what it is.", hint)


def _mistyped(one: Misfit, given: dict[str, Any], tree: Tree) -> bool:
    """Whether unknown keys are what keeps a step from saying what it is; they are told."""
    fit = step_keys("each" in one.path)
    wrong = [str(key) for key in given if key not in fit]
    hints = {key: did_you_mean(key, fit) for key in wrong}
    for key, hint in hints.items():
        message, path = f"The key '{key}' is not known here.", (*one.path, key)
        hint = hint or NO_SUCH.get(key.lower(), "Delete it.")
        tree.problem("E021", message, path, hint, key=True)
    sought = ("kind", "answers") if "ask" in given else STEP_KEYS
    return any(f"'{word}'" in hint for hint in hints.values() for word in sought)


def _literal(one: Misfit, tree: Tree) -> None:
    words = re.findall(r"'(\w+)'", one.context["expected"])
    if one.name == "kind":
        words = list(KIND_TAGS)
    if not isinstance(one.given, str):
        _not_text(one, tree)
        return
    hint = tree.found.near(one.given, words, f"There are: {', '.join(words)}.")
    one.note(tree, "E023", f"'{one.name}' cannot be '{one.given}'.", hint)


def _pattern(one: Misfit, tree: Tree) -> None:
    if one.context["pattern"] == AMOUNT:
        hint = "Write digits only, as in 18."
        one.note(tree, "E025", f"'{one.given}' is not a number.", hint)
        return
    message, hint = _no_id(one)
    one.note(tree, "E024", message, hint, key=one.loc[-1] == KEY)


def _no_id(one: Misfit) -> tuple[str, str]:
    """What is wrong with something that should be an id, and what to do."""
    if one.name == "answers":
        hint = 'Write the name of a set, or the answers: `{yes: "Yes", no: "No"}`.'
        return f"'{one.given}' is not the name of a set of answers.", hint
    if len(one.path) > 1 and re.fullmatch(r"[\w-]+(, ?[\w-]+)+", one.given):
        hint = f"Write them in brackets: [{one.given}]."
        if one.path[-1] in ONLY_ONE:
            hint = "Write one, and make another property for the other."
        return f"'{one.given}' is not one id, but several.", hint
    if one.path[0] == "languages":
        return f"'{one.given}' is not the short name of a language.", short_name(one.given)
    if len(one.path) > 1 and one.path[-2] in ("call", "resources"):
        hint = "Write the id of a resource, such as lifeline. Its number stands in another file."
        return f"'{one.given}' is not the id of a resource.", hint
    if any(category(char) == "Cf" for char in one.given):
        return (
            f"'{one.given}' holds a character that cannot be seen.",
            "Delete it and type it again.",
        )
    joint = "-" if one.path[0] in ("protocol", "languages") else "_"
    better = re.sub(r"[^a-z0-9]+", joint, one.given.lower()).strip("-_")
    hint = f"Ids are made of a-z, 0-9 and {joint}" + (f": '{better}'." if better else ".")
    return f"'{one.given}' is not an id.", hint


def _too_long(one: Misfit, tree: Tree) -> None:
    hint = "60 characters are the most."
    one.note(tree, "E024", "This id is too long.", hint, key=one.loc[-1] == KEY)


def _empty(one: Misfit, tree: Tree) -> None:
    if one.path[0] == "blocks" and _beside(one.path, "steps", tree):
        return
    hint = "Write it, or delete the key."
    if one.path == ("sections",):
        hint = "Write the sections under it, each beginning with `- id:`."
    one.note(tree, "E029", f"Nothing is written for '{one.name}'.", hint)


def _not_list(one: Misfit, tree: Tree) -> None:
    hint = "Put each on a line of its own that begins with `- `."
    if one.name == "hours":
        hint = "Write `always`, or lines such as `- {days: every day, from: 9 am, to: 5 pm}`."
    _unless_empty(one, tree, "E022", f"'{one.name}' is a list.", hint)


def _not_keys(one: Misfit, tree: Tree) -> None:
    hint = "Write one line for each key: `key: value`."
    if one.name == "answers":
        hint = 'Write an id and the words for each: `{yes: "Yes", no: "No"}`.'
        if isinstance(one.given, list) and len(one.given) == 1:
            hint = "Write the name of the set without brackets."
    _unless_empty(one, tree, "E022", f"'{one.name}' is written as keys with values.", hint)


def _not_text(one: Misfit, tree: Tree) -> None:
    if one.path[0] == "urgent" and one.name == "run":
        hint = "Write the name of one block, without brackets."
        _unless_empty(one, tree, "E022", "A name is needed here.", hint)
    elif one.path[0] == "urgent":
        hint = "Write the condition under `rules:`, and the name of the rule here."
        _unless_empty(one, tree, "E022", "A name is needed here.", hint)
    elif one.name in ONLY_ONE:
        hint = "Write one id, without brackets."
        _unless_empty(one, tree, "E022", "A name is needed here.", hint)
    else:
        message = "Text is needed here. Braces and brackets are only for conditions and ids."
        _unless_empty(one, tree, "E009", message, "Put quotes around the whole sentence.")


def _unless_empty(one: Misfit, tree: Tree, code: str, message: str, hint: str) -> None:
    if one.given is None:
        _empty(one, tree)
    else:
        one.note(tree, code, message, hint)


TELLERS: dict[str, Callable[[Misfit, Tree], None]] = {
    "missing": _missing,
    "extra_forbidden": _unknown,
    "union_tag_not_found": _no_kind,
    "literal_error": _literal,
    "string_pattern_mismatch": _pattern,
    "string_too_long": _too_long,
    "string_too_short": _empty,
    "too_short": _empty,
    "list_type": _not_list,
    "dict_type": _not_keys,
    "model_type": _not_keys,
    "string_type": _not_text,
}
