"""Answers per second with scripted answers, every entry on disk, against the fsync of the disk."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from fixtures import protocol
from rounds import as_installed, in_turns, tell

CRISIS = str(Path(sys.executable).with_name("crisis"))
SIZE = 400


def main() -> None:
    with TemporaryDirectory() as folder:
        os.environ |= {"HOME": folder, "CRISIS_HOME": folder, "XDG_CACHE_HOME": folder}
        as_installed()
        made, answers = Path(folder, "made.yaml"), Path(folder, "answers.yaml")
        made.write_text(protocol(SIZE))
        said = {"called": "done"} | {f"q{n}": "yes" if n % 2 else "unsure" for n in range(SIZE)}
        answers.write_text(json.dumps({"answers": said}))
        command = [CRISIS, "start", str(made), "--practice", "--answers", str(answers)]
        command += ["--out", folder + "/out", "--json"]

        def whole() -> float:
            start = time.perf_counter()
            done = subprocess.run(command, check=True, capture_output=True)
            seconds = time.perf_counter() - start
            return seconds / len(json.loads(done.stdout)["asked"])

        def append() -> float:
            log = os.open(folder + "/log", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
            start = time.perf_counter()
            for _ in range(SIZE):
                os.write(log, b"one entry of a log\n" * 10)
                os.fsync(log)
            os.close(log)
            return (time.perf_counter() - start) / SIZE

        whole()
        runs = {"append and fsync (floor)": append, "crisis, whole process": whole}
        tell("seconds an answer", in_turns(runs, 5), "append and fsync (floor)", "us")


if __name__ == "__main__":
    main()
