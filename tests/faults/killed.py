"""A process that is killed at a random moment, and what it had said until then."""

import multiprocessing
import os
import random
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass

fork = multiprocessing.get_context("fork" if sys.platform != "win32" else "spawn")
Told = Callable[[str], object]


@dataclass(frozen=True)
class Last:
    """What a killed process had said. kept: how many entries were on the disk, as it was told;
    asked: the question that it had drawn after the last of them, or ""."""

    kept: int
    asked: str
    finished: bool


def timed(call: Callable[[Told], None]) -> float:
    """How long it takes when nobody kills it, in seconds."""
    began = time.perf_counter()
    last = killed(call, 60)
    assert last.finished
    return time.perf_counter() - began


def killed(call: Callable[[Told], None], after: float) -> Last:
    """Run it in a process of its own and kill that after so many seconds."""
    read, write = os.pipe()
    child = os.fork()
    if not child:
        _run(call, read, write)
    os.close(write)
    _wait(child, after)
    os.kill(child, signal.SIGKILL)
    said = b""
    while some := os.read(read, 65536):
        said += some
    os.close(read)
    _, status = os.waitpid(child, 0)
    finished = os.WIFEXITED(status)
    assert not finished or os.WEXITSTATUS(status) == 0, said.decode()
    return _last(said.decode().splitlines(), finished)


def _run(call: Callable[[Told], None], read: int, write: int) -> None:
    """The child's part: it never returns into the test."""
    try:
        os.close(read)
        call(lambda word: os.write(write, f"{word}\n".encode()))
        os._exit(0)
    except BaseException as error:
        os.write(write, f"{type(error).__name__}: {error}\n".encode())
    finally:
        os._exit(1)


def _wait(child: int, after: float) -> None:
    """Until the moment has come, or the child is a corpse that nobody has buried."""
    until = time.perf_counter() + after
    while (left := until - time.perf_counter()) > 0:
        if os.waitid(os.P_PID, child, os.WEXITED | os.WNOHANG | os.WNOWAIT):
            return
        time.sleep(min(left, 0.002))


def _last(said: list[str], finished: bool) -> Last:
    kept, asked = 0, ""
    for line in said:
        what, _, word = line.partition(" ")
        if what == "kept":
            kept, asked = int(word), ""
        elif what == "asked":
            asked = word
    return Last(kept, asked, finished)


def chance(seed: int) -> random.Random:
    """Chance that can be had again: CRISIS_SEED, or the seed of this test. It is printed."""
    seed = int(os.environ.get("CRISIS_SEED", seed))
    print(f"CRISIS_SEED={seed}")
    return random.Random(seed)
