"""What a policy names that stands in other files: questions, actions, resources, scenarios."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from crisis_cli.protocol.surface.policy import PolicyFile
from crisis_cli.protocol.tree import Path, Tree
from crisis_cli.team.policy import TIERS

# The answers of each question of the protocols, and every action with none.
Answers = Mapping[str, Collection[str]]


def questions(file: PolicyFile, tree: Tree, known: Answers) -> None:
    """Note the questions, answers and actions that no protocol has."""
    for name, sign in file.signs.items():
        for question, words in sign.answers.items():
            path: Path = ("signs", name, "answers", question)
            if _step(tree, question, known, path, key=True):
                _words(tree, question, words, known[question], path)
    for place, step in enumerate(file.met_by):
        _step(tree, step, known, ("met_by", place))


def _step(tree: Tree, step: str, known: Answers, path: Path, key: bool = False) -> bool:
    if step in known:
        return True
    hint = tree.found.near(step, known, "Look at the ids in the protocols.")
    tree.problem("E030", f"No protocol has '{step}'.", path, hint, key)
    return False


def _words(tree: Tree, question: str, words: list[str], known: Collection[str], path: Path) -> None:
    for place, word in enumerate(words):
        if word not in known:
            hint = tree.found.near(word, known, f"There are: {', '.join(known)}.")
            tree.problem("E031", f"'{question}' has no answer '{word}'.", (*path, place), hint)


def resources(file: PolicyFile, tree: Tree, known: Collection[str]) -> None:
    """Note the resources that are not there."""
    for place, one in enumerate(file.chain):
        if one.resource and one.resource not in known:
            hint = tree.found.near(one.resource, known, "Look at the ids in protocols/resources/.")
            message = f"There is no resource '{one.resource}', so no number is shown."
            tree.problem("W089", message, ("chain", place, "resource"), hint)


def scenarios(file: PolicyFile, tree: Tree, known: Collection[str]) -> None:
    """Note the scenarios that nobody could practise."""
    for tier in TIERS:
        for place, name in enumerate(getattr(file.tiers, tier).practice):
            if name not in known:
                hint = tree.found.near(name, known, "See them all: crisis practice")
                message = f"There is no scenario '{name}' with lines to practise with."
                tree.problem("E147", message, ("tiers", tier, "practice", place), hint)
