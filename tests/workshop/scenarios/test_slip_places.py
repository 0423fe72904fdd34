"""A slip in a condition is found in the file where its words stand."""

from __future__ import annotations

import pytest

from crisis_cli.protocol.strict import read
from crisis_cli.workshop.scenarios.conditions import Slip
from crisis_cli.workshop.scenarios.places import found

FILE = b"""\
rules:
  r:
    means: plan
    any:
      - plan: yes
      - {thoughts: yes, plan: [no, unsure]}
      - {thoughts: yes, intent: unknown}
      - other
"""


@pytest.mark.parametrize(
    ("about", "words", "beside", "path"),
    [
        ("plan", ("yes",), (), ("any", 0, "plan")),
        ("plan", ("unsure",), (), ("any", 1, "plan")),
        ("thoughts", ("yes",), (), ("any", 1, "thoughts")),
        ("thoughts", ("yes",), ("intent",), ("any", 2, "thoughts")),
        ("intent", ("declined",), (), ("any", 2, "intent")),
        ("other", (), (), ("any", 3)),
        ("", (), (), ()),
        ("nowhere", ("yes",), (), ()),
    ],
)
def test_the_place_is_that_of_the_question_with_these_words(about, words, beside, path):
    tree, _ = read(FILE)
    assert tree
    slip = Slip("", [], about, words, beside=beside)

    assert found(tree, ("rules", "r"), slip) == ("rules", "r", *path)
