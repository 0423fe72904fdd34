"""Paper: the printers of this computer, and handing a PDF to one of them.

On Linux and a Mac through CUPS, by the programs lpstat and lp; on Windows through the shell. The
pages go through a pipe: no file is made, and nobody reads in the list of processes what is printed.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from crisis_cli.errors import CrisisError
from crisis_cli.protocol.letters import visible

DEFAULT = "default"  # the word for the printer that the system prefers
TITLE = "Document"  # all that the printer's list of jobs says of one
PATIENCE = {"lpstat": 15.0, "lp": 30.0}  # seconds, after which a program is ended

NO_CUPS = "There is no printing system here: the program '{program}' is missing."
INSTALL = "On Debian or Ubuntu: sudo apt install cups-client"
NO_PRINTER = "No printer is set up on this computer."
SET_UP = "Set one up in the settings of the computer, then look again: crisis print --printers"
HANGS = "The printing system did not answer within {seconds:g} seconds."
MAY_COME = "Something may come out all the same: look at the printer before you leave."
REFUSED = "The printer {name} did not take it: {why}."
SEE = "See the printers: crisis print --printers"


@dataclass(frozen=True, slots=True)
class Printer:
    """One printer. default: the system prefers it. trouble: why nothing comes out of it now, or
    "" where that is not known."""

    name: str
    default: bool = False
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class Queued:
    """What a printer took: it is in its list, and not on paper yet. job: its name there, or ""
    where the printing system did not say."""

    printer: str
    job: str = ""


def has_shell() -> bool:
    """Whether printing goes through the shell of Windows, which prints files, not pipes."""
    return hasattr(os, "startfile")


def printers() -> list[Printer]:
    """The printers of this computer by name. CrisisError where there is none."""
    if has_shell():
        return [Printer(DEFAULT, default=True)]
    done = _run("lpstat", ["-e", "-p", "-a", "-d"])
    found = _read(done.stdout.splitlines())
    if not found:
        why = f" ({visible(said)})" if (said := _first(done.stderr)) else ""
        raise CrisisError(f"{NO_PRINTER[:-1]}{why}.", SET_UP)
    return found


def chosen(name: str) -> Printer:
    """The printer of this name, or the default one. CrisisError where it cannot be printed on."""
    there = {one.name: one for one in printers()}
    preferred = next((one for one in there.values() if one.default), None)
    found = there.get(name) or (preferred if name == DEFAULT else None)
    if found is None and name == DEFAULT:
        raise CrisisError("This computer has no default printer.", _there_are(there))
    if found is None:
        raise CrisisError(f"There is no printer '{name}'.", _there_are(there))
    if found.trouble:
        # It would lie there until somebody mends the printer, and come out when nobody is near.
        raise CrisisError(f"The printer {found.name} {found.trouble}.", f"Mend it first. {SEE}")
    return found


def hand_over(document: bytes, printer: Printer) -> Queued:
    """Hand a PDF to a printer of CUPS. CrisisError where it does not take it."""
    done = _run("lp", ["-d", printer.name, "-t", TITLE], document)
    if done.returncode:
        why = _first(done.stderr) or f"lp ended with {done.returncode}"
        raise CrisisError(REFUSED.format(name=printer.name, why=why.rstrip(".")), SEE)
    job = re.search(r"request id is (\S+)", done.stdout)
    return Queued(printer.name, job[1] if job else "")


def by_shell(path: Path) -> None:
    """Let Windows print a file on its default printer. CrisisError where it cannot."""
    try:
        os.startfile(path, "print")  # type: ignore[attr-defined, unused-ignore]
    except OSError as error:
        why = error.strerror or type(error).__name__
        message = f"Windows could not print it: {why}."
        raise CrisisError(message, "It needs a program that prints PDFs.") from error


# -- what lpstat says


def _read(lines: Sequence[str]) -> list[Printer]:
    """The printers in what lpstat says in English; what is nothing of the kind is passed over."""
    names, trouble, default = dict[str, None](), dict[str, str](), ""
    for line in lines:
        if not line or line[0].isspace():  # why, under the line about a printer
            continue
        match line.split():
            case [name]:
                names.setdefault(name)
            case ["system", "default", "destination:", name]:
                default = name
            case ["printer", name, *rest]:
                names.setdefault(name)
                if rest[:1] == ["disabled"]:
                    trouble[name] = "is stopped"
            case [name, "not", "accepting", *_]:
                names.setdefault(name)
                trouble.setdefault(name, "takes nothing to print now")
            case [name, "accepting", *_]:
                names.setdefault(name)
    return [Printer(one, one == default, trouble.get(one, "")) for one in sorted(names)]


def _there_are(names: Iterable[str]) -> str:
    return f"There are: {', '.join(names)}."


# -- the programs


def _run(program: str, options: list[str], given: bytes = b"") -> subprocess.CompletedProcess[str]:
    """What a program of CUPS says, in English. CrisisError where it is missing or hangs."""
    found = shutil.which(program)
    if found is None:
        raise CrisisError(NO_CUPS.format(program=program), INSTALL)
    try:
        with _started([found, *options]) as process:
            try:
                said, told = process.communicate(given, PATIENCE[program])
            except BaseException:
                _end(process)
                raise
    except subprocess.TimeoutExpired:
        message = HANGS.format(seconds=PATIENCE[program])
        raise CrisisError(message, MAY_COME if program == "lp" else SEE) from None
    except OSError as error:
        message = f"The program '{program}' could not be run: {error.strerror}."
        raise CrisisError(message, INSTALL) from error
    texts = (one.decode("utf-8", "replace") for one in (said, told))
    return subprocess.CompletedProcess(program, process.returncode, *texts)


def _started(command: list[str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=os.environ | {"LC_ALL": "C"},
        start_new_session=True,
    )


def _end(process: subprocess.Popen[bytes]) -> None:
    """End it and all that it started: they have what is printed."""
    with suppress(OSError):
        os.killpg(process.pid, signal.SIGKILL)
    process.kill()


def _first(text: str) -> str:
    """The first thing that a program says went wrong, without its own name before it."""
    return next(_sentences(text), "")


def _sentences(text: str) -> Iterator[str]:
    for line in text.splitlines():
        if said := line.partition(": ")[2].strip() or line.strip():
            yield said
