"""From Enter to the next question on the screen, its entry on disk.

Against a bare questionary script that saves nothing, and a raw terminal that appends and fsyncs.
"""

from __future__ import annotations

import os
import statistics
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from rounds import as_installed
from terminal import Terminal

COUNT = 20
ROUNDS = 5
CRISIS = str(Path(sys.executable).with_name("crisis"))
HEAD = """\
protocol: made
title: Made for measuring
version: 1
languages: [en]
sections:
  - id: all
    title: All
    steps:
"""
STEP = "      - {{id: q{n}, ask: Is this number {n} of the questions?, kind: yes_no}}\n"
QUESTIONARY = """
import questionary
for n in range(20):
    ask = f"Is this number {n} of the questions?"
    questionary.select(ask, choices=["Yes", "No"]).unsafe_ask()
"""
RAW = """
import os, sys, tty
tty.setcbreak(0)
log = os.open(sys.argv[1], os.O_WRONLY | os.O_CREAT | os.O_APPEND)
for n in range(20):
    os.write(1, f"Is this number {n} of the questions? ".encode())
    while os.read(0, 1) not in b"\\r\\n":
        pass
    os.write(log, b"one entry of a log\\n" * 10)
    os.fsync(log)
"""


def gaps(command: list[str], keys: bytes, ready: bytes) -> tuple[list[float], list[float]]:
    """Seconds from each Enter to the next question's text, and until its widget takes keys."""
    texts, widgets = [], []
    with Terminal(command, dict(os.environ)) as terminal:
        terminal.until(b"number 0 of")
        terminal.until(ready) if ready else None
        for place in range(1, COUNT):
            terminal.quiet(0.15)
            terminal.send(keys)
            text = terminal.until(b"number %d of" % place)
            texts.append(text)
            widgets.append(text + (terminal.until(ready) if ready else 0.0))
    return texts, widgets


def main() -> None:
    with TemporaryDirectory() as folder:
        os.environ |= {"HOME": folder, "CRISIS_HOME": folder, "XDG_CACHE_HOME": folder}
        as_installed()
        made, asks, raw = (Path(folder, name) for name in ("made.yaml", "asks.py", "raw.py"))
        made.write_text(HEAD + "".join(STEP.format(n=n) for n in range(COUNT)))
        asks.write_text(QUESTIONARY)
        raw.write_text(RAW)
        python = sys.executable
        runs = {
            "a raw terminal, fsync (floor)": ([python, str(raw), folder + "/log"], b"\r", b""),
            "bare questionary, nothing saved": ([python, str(asks)], b"\r", b"No"),
            "crisis": ([CRISIS, "start", "--practice", str(made)], b"1\r", b"Pass by for now"),
        }
        found: dict[str, tuple[list[float], list[float]]] = {name: ([], []) for name in runs}
        for _ in range(ROUNDS):
            for name, (command, keys, ready) in runs.items():
                for kept, new in zip(found[name], gaps(command, keys, ready), strict=True):
                    kept.extend(new)
    _tell("until the question's text", {name: one[0] for name, one in found.items()})
    _tell("until the widget takes keys", {name: one[1] for name, one in found.items()})


def _tell(title: str, found: dict[str, list[float]]) -> None:
    peer = found["bare questionary, nothing saved"]
    print(f"\nEnter, {title}: p50 and p99, and their ratios to bare questionary")
    for name, times in found.items():
        middle, worst = _at(times, 50), _at(times, 99)
        ratios = middle / _at(peer, 50), worst / _at(peer, 99)
        print(
            f"  {name:34} {middle * 1e3:7.2f} ms {worst * 1e3:7.2f} ms"
            f"   {ratios[0]:6.2f} x {ratios[1]:6.2f} x"
        )


def _at(times: list[float], percent: int) -> float:
    return statistics.quantiles(times, n=100, method="inclusive")[percent - 1]


if __name__ == "__main__":
    main()
