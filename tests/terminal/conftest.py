"""Leading a contact in tests: by keys on a pyte screen, or by plain lines."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from every_kind import EVERY_KIND
from prompt_toolkit.input import create_pipe_input
from stage import Ear, Glass, Hands, Log, Walk, led

from crisis_cli.protocol.compiled import Protocol
from crisis_cli.terminal.keyed import Keyed
from crisis_cli.terminal.plain import Plain
from crisis_cli.terminal.screen import Screen


@pytest.fixture
def every_kind(protocol: Callable[[str], Protocol]) -> Protocol:
    """A protocol with every kind of step, a danger ladder and an urgent block."""
    return protocol(EVERY_KIND)


@pytest.fixture
def by_keys(every_kind: Protocol) -> Iterator[Callable[..., Walk]]:
    """Lead a contact by keys: one entry for each prompt; after the last, a hang-up."""

    def walk(
        *keys: Any,
        columns: int = 80,
        rows: int = 24,
        log: Log | None = None,
        early: dict[int, str] | None = None,
        protocol: Protocol = every_kind,
        **opened: Any,
    ) -> Walk:
        glass = Glass(columns, rows)
        with create_pipe_input() as pipe:
            hands = Hands(pipe, glass, list(keys), early or {})
            front = Keyed(Screen(glass, lambda: (columns, rows)), hands)
            how, kept, state = led(protocol, front, log, **opened)
        assert not hands.stuck, "\n".join(hands.seen[-14:])
        return Walk(how, kept, state, hands.seen, glass.getvalue())

    yield walk


@pytest.fixture
def by_lines(every_kind: Protocol) -> Callable[..., Walk]:
    """Lead a contact by plain lines: one for each prompt; after the last, the end of the input."""

    def walk(
        *lines: str, log: Log | None = None, protocol: Protocol = every_kind, **more: Any
    ) -> Walk:
        source, to = os.pipe()
        ear = Ear(list(lines), to)
        how, kept, state = led(protocol, Plain(Screen(ear, lambda: (80, 24)), source), log, **more)
        os.close(source)
        if ear.to >= 0:
            os.close(ear.to)
        return Walk(how, kept, state, [], ear.getvalue())

    return walk
