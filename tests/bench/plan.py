"""The safety plan as a PDF, against plain typst writing a page of the same length."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import typst
from rounds import in_turns, seconds, tell

from crisis_cli.documents.formats import FORMATS
from crisis_cli.documents.plan import safety_plan
from crisis_cli.engine.entries import Answered, Ended, Ending, Entry, Opened
from crisis_cli.engine.state import fold
from crisis_cli.protocol.source import load

AT = datetime(2026, 11, 23, 14, 5, tzinfo=UTC)
PROTOCOL = """\
protocol: short
title: Short
version: 1
languages: [en]
sections:
  - id: all
    title: All
    steps:
      - id: people
        list: Who could you call?
        each: [{id: name, ask: Name, kind: text}, {id: phone, ask: Phone, kind: phone}]
documents:
  safety_plan:
    - {heading: People I can call, from: people}
"""
PLAIN = "= My safety plan\n" + "\n".join(
    f"== Part {n}\n- One line\n- Another line" for n in range(7)
)


def main() -> None:
    with TemporaryDirectory() as folder:
        os.environ["XDG_CACHE_HOME"] = folder
        path = Path(folder, "short.yaml")
        path.write_text(PROTOCOL)
        people = [{"name": f"Person {n}", "phone": "202-555-0142"} for n in range(10)]
        protocol = load(path)
        events = (
            Opened("short", "1", protocol.hash),
            Answered("people", people),
            Ending("finished"),
            Ended(),
        )
        state = fold(protocol, [Entry(i, AT, "w", e) for i, e in enumerate(events, 1)])
        plain = PLAIN.encode()

        def ours() -> None:
            page = safety_plan(state, lambda ids: [], AT)
            assert page
            FORMATS["pdf"](page, lambda warning: None)

        runs = {
            "plain typst": lambda: seconds(lambda: typst.compile(plain, ignore_system_fonts=True)),
            "safety plan": lambda: seconds(ours),
        }
        for run in runs.values():
            run()
        tell("a further page in the same process", in_turns(runs, 9), "plain typst")


if __name__ == "__main__":
    main()
