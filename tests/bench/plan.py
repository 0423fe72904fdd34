"""The safety plan as a PDF, whole process and in process, against other libraries on the same page.

The others are run by the Python that PEERS names, where they are installed there; Chromium where
it is on the path. What is drawn is the plan of the longest shipped scenario; ours is tagged
(PDF/UA-1), measured to fit on one page, and read from the sealed store.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import typst
from rounds import as_installed, in_turns, seconds, tell
from shipped_plans import FULL, SCENARIOS, plan

from crisis_cli.documents.blocks import Box, Bullets, Contacts, Fields, Heading, Paragraph
from crisis_cli.documents.formats import FORMATS
from crisis_cli.documents.forms import FORMS
from crisis_cli.documents.printable import printable

HERE = Path(__file__).parent
PEERS = os.environ.get("PEERS", sys.executable)
NAMES = ("reportlab", "fpdf2", "weasyprint")
LANGUAGES = ("es", "vi", "am", "zh", "ko")
# The libraries without which this command cannot print a sealed plan, doing next to nothing.
LIBRARIES = r"""
import sqlite3, typer, typst
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
X25519PrivateKey.generate().public_key()
fonts = typst.Fonts(include_system_fonts=False)
typst.compile(b'#set document(title: "A")\n= A', font_paths=fonts, pdf_standards="ua-1")
"""
Lines = list[tuple[int, bool, str]]


def lines(blocks) -> Lines:
    """The plan as lines: size, bold, text."""
    found: Lines = []
    for one in blocks:
        match one:
            case Heading():
                found.append((14, True, one.text))
            case Paragraph():
                found += [(11, one.strong, text) for text in one.text.split("\n")]
            case Bullets():
                found += [(11, False, f"- {text}") for text in one.items]
            case Contacts():
                found += [(11, True, f"{who.name} {who.reach} {who.note}") for who in one.people]
            case Fields():
                found += [(11, False, f"{name}: {value}") for name, value in one.rows]
            case Box():
                found += lines(one.blocks)
    return found


def plain(told: Lines) -> bytes:
    """The same as a bare typst file."""
    weights = {True: "bold", False: "regular"}
    texts = (
        f'text(size: {size}pt, weight: "{weights[bold]}", {json.dumps(text)})'
        for size, bold, text in told
    )
    body = "\n".join(f"#block({text})" for text in texts)
    return f'#set page(paper: "us-letter")\n#set text(fallback: false)\n{body}'.encode()


def there(name: str) -> bool:
    module = {"fpdf2": "fpdf"}.get(name, name)
    return not subprocess.run([PEERS, "-c", f"import {module}"], capture_output=True).returncode


def peer(name: str, folder: Path, times: int) -> subprocess.CompletedProcess[str]:
    files = [folder / "plan.html", folder / "plan.json", folder / f"{name}.pdf"]
    command = [PEERS, HERE / "peers.py", name, *files, str(times)]
    return subprocess.run(command, check=True, capture_output=True, text=True)


def started(folder: Path) -> str:
    """The id of a contact in a store of its own."""
    command = [sys.executable, "-m", "crisis_cli", "start", "--practice", "--json", "--answers"]
    args = [SCENARIOS[FULL], "--out", folder / "out"]
    done = subprocess.run([*command, *args], check=True, capture_output=True, text=True)
    return str(json.loads(done.stdout)["contact"])


def whole(folder: Path, names: list[str]) -> dict[str, Callable[[], float]]:
    """Whole processes: from the command to the file."""
    contact = started(folder)
    ours = [sys.executable, "-m", "crisis_cli", "print", contact, "--out", str(folder / "out")]

    def run(*command: object) -> float:
        return seconds(lambda: subprocess.run(command, check=True, capture_output=True))

    runs: dict[str, Callable[[], float]] = {
        "python -c pass": lambda: run(sys.executable, "-c", "pass"),
        "our libraries, a page of one word": lambda: run(sys.executable, "-c", LIBRARIES),
        "crisis print --form large": lambda: run(*ours, "--form", "large"),
        "crisis print --form page (4 formats)": lambda: run(*ours, "--form", "page"),
    }
    for name in names:
        runs[name] = lambda name=name: seconds(lambda: peer(name, folder, 1))
    if chromium := shutil.which("chromium"):
        flags = ["--headless", "--no-sandbox", "--disable-gpu", f"--print-to-pdf={folder}/c.pdf"]
        runs["chromium"] = lambda: run(chromium, *flags, folder / "plan.html")
    return runs


def further(folder: Path, names: list[str], told: Lines) -> dict[str, Callable[[], float]]:
    """A further page in the same process."""
    bare = plain(told)

    def drawn(form: str, language: str = "en") -> Callable[[], float]:
        page = plan(FULL, form, language)
        assert page
        return lambda: seconds(lambda: FORMATS["pdf"](page, lambda warning: None))

    runs = {"plain typst": lambda: seconds(lambda: typst.compile(bare, ignore_system_fonts=True))}
    runs |= {f"our {form}": drawn(form) for form in FORMS if "pdf" in FORMS[form].formats}
    runs |= {f"our page, {one}": drawn("page", one) for one in LANGUAGES}
    for name in names:
        runs[name] = lambda name=name: float(peer(name, folder, 3).stdout)
    return runs


def main() -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        as_installed()
        for variable in ("XDG_CACHE_HOME", "CRISIS_HOME"):
            os.environ[variable] = str(folder / variable)
        page = plan(FULL)
        assert page and printable(["a"]).yes
        told = [(22, True, page.title), *lines(page.blocks)]
        (folder / "plan.html").write_bytes(FORMATS["html"](page, lambda warning: None))
        (folder / "plan.json").write_text(json.dumps(told))
        names = [one for one in NAMES if there(one)]
        for title, runs, base in (
            ("from the command to the file", whole(folder, names), "reportlab"),
            ("a further page in the same process", further(folder, names, told), "plain typst"),
        ):
            for run in runs.values():
                run()
            tell(title, in_turns(runs, 9), base if base in runs else next(iter(runs)))


if __name__ == "__main__":
    main()
