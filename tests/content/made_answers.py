"""Answers to the danger questions of the shipped guides, made up by chance."""

from __future__ import annotations

from typing import Any

from conversation import danger_steps
from hypothesis import strategies as st

from crisis_cli.protocol.compiled import LEVELS

WORDS = ("yes", "no", "unsure", "declined", "could_not_assess", "not_asked")
SETTINGS = ("in_person", "in_person_others", "phone", "phone_others", "someone_else")


def rank(level: str) -> int:
    """The place of a level, the calm one first."""
    return LEVELS.index(level)


@st.composite
def told(draw: st.DrawFn) -> dict[str, Any]:
    """An answer to every danger question there is, mostly no, and how the talk is held."""
    word = st.one_of(st.just("no"), st.sampled_from(WORDS))
    answers = {step: draw(word) for step in danger_steps()}
    talk = {"setting": draw(st.sampled_from(SETTINGS)), "can_talk": draw(st.sampled_from(WORDS))}
    return answers | talk | {"age": draw(st.sampled_from(["adult", "under_18"]))}
