"""What can happen in a contact is stored as JSON, and comes back as it was."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crisis_cli.engine.additions import Amended, Countersigned
from crisis_cli.engine.entries import Answered, Drafted, Opened, from_json, to_json

WORDS = st.text(max_size=5)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-1, 1) | WORDS,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(WORDS, inner, max_size=2),
)


@given(
    st.builds(Drafted, WORDS, VALUES)
    | st.builds(Answered, WORDS, VALUES, WORDS, WORDS, WORDS)
    | st.builds(Amended, WORDS, WORDS, WORDS, WORDS, WORDS, VALUES, WORDS, st.booleans())
    | st.builds(Countersigned, st.booleans(), WORDS, WORDS, WORDS, st.lists(WORDS, max_size=2))
    | st.builds(Opened, WORDS, WORDS, WORDS, brought=st.dictionaries(WORDS, VALUES, max_size=2))
)
def test_what_is_stored_comes_back_as_it_was_empty_values_too(event):
    assert from_json(json.loads(json.dumps(to_json(event)))) == event


@pytest.mark.parametrize(
    ("event", "stored"),
    [
        (Answered("plan", "no"), {"type": "answered", "step": "plan", "value": "no"}),
        (
            Answered("plan", None, "unsure"),
            {"type": "answered", "step": "plan", "unknown": "unsure"},
        ),
        (Opened("p", "1", "0"), {"type": "opened", "protocol": "p", "version": "1", "hash": "0"}),
    ],
)
def test_what_was_left_as_it_is_takes_no_room(event, stored):
    assert to_json(event) == stored


@pytest.mark.parametrize("body", [{}, {"type": "unheard_of"}, {"type": "kept", "more": 1}])
def test_what_is_never_written_is_refused(body):
    with pytest.raises((KeyError, TypeError)):
        from_json(body)
