"""Contacts for the tests of the engine."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from talk import Talk

from crisis_cli.protocol.compiled import Protocol


@pytest.fixture
def talk(protocol: Callable[[str], Protocol]) -> Callable[..., Talk]:
    """A contact under a protocol that stands in the test."""
    return lambda text, **opened: Talk(protocol(text), **opened)
