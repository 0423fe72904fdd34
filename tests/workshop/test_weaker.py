"""What an approval of protocol and properties together must not let through."""

from __future__ import annotations

import pytest

from crisis_cli.workshop.proofs.properties import Property
from crisis_cli.workshop.proofs.weaker import weaker

THERE = {"plan", "intent"}
WHEN = ["not", ["any", [["is", "plan", ["yes"]], ["is", "intent", ["yes"]]]]]
OLD = Property("calm", "Calm", WHEN, level_at_most="none", asked=("plan",))


def named(when=WHEN, **claims):
    return Property(**{"id": "calm", "means": "C", "when": when, "level_at_most": "none"} | claims)


def test_new_properties_and_new_questions_weaken_nothing():
    lost = ["is", "lost", ["yes"]]
    new = named(["not", ["any", [*WHEN[1][1], lost]]], asked=("lost", "plan"), line=9)

    assert weaker([OLD], [new, named(id="other")], THERE) == []


@pytest.mark.parametrize(
    "new",
    [
        [],
        [named(asked=("plan",), level_at_most="low")],
        [named(asked=())],
        [named(["not", ["any", WHEN[1][1][:1]]], asked=("plan",))],
        [
            named(
                ["not", ["any", [["is", "plan", ["yes", "unsure"]], WHEN[1][1][1]]]],
                asked=("plan",),
            )
        ],
        [named(["any", [["is", "lost", ["yes"]]]], asked=("plan",))],
        [named(["all", [WHEN, ["is", "lost", ["yes"]]]], asked=("plan",))],
        [named(["all", [WHEN, ["number", "lost", "at_least", 3]]], asked=("plan",))],
        [named(["not", ["any", [*WHEN[1][1], ["is", "lost", ["no"]]]]], asked=("plan",))],
    ],
)
def test_what_is_gone_or_says_something_else_is_named(new):
    assert weaker([OLD], new, THERE) == ["calm"]
