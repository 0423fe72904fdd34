"""crisis print to a real CUPS of the test's own: a socket and folders among temporary files."""

import os
import shutil
import subprocess
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from crisis_cli.errors import Exit

CUPSD = shutil.which("cupsd", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
ADMIN = shutil.which("lpadmin", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
LONGEST = "120"  # seconds, after which the server ends whatever became of the test
FILES = """
ServerRoot {place}/root
RequestRoot {place}/spool
TempDir {place}/spool/tmp
CacheDir {place}/cache
StateDir {place}/state
ErrorLog {place}/error
AccessLog {place}/access
PageLog {place}/page
FileDevice Yes
SystemGroup root
"""
SERVER = """
Listen {place}/socket
Browsing Off
WebInterface No
<Location />
Order allow,deny
</Location>
<Policy default>
<Limit All>
Order allow,deny
</Limit>
</Policy>
"""
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not (CUPSD and ADMIN and shutil.which("lp")),
        reason="needs CUPS (on Debian: apt-get install cups cups-client)",
    ),
    pytest.mark.skipif(
        os.name == "nt" or not hasattr(os, "geteuid") or os.geteuid() != 0,
        reason="cupsd runs its own server for root alone",
    ),
]


@pytest.fixture
def cups(monkeypatch):
    """A server with two printers: Desk, the default one, and Old, which is stopped. Its folder."""
    with TemporaryDirectory(prefix="cups-") as name:
        place = Path(name)
        place.chmod(0o755)
        for one in ("root", "spool/tmp", "cache", "state"):
            (place / one).mkdir(parents=True)
        (place / "files.conf").write_text(FILES.format(place=place))
        (place / "root" / "cupsd.conf").write_text(SERVER.format(place=place))
        monkeypatch.setenv("CUPS_SERVER", str(place / "socket"))
        options = ["-f", "-c", place / "root" / "cupsd.conf", "-s", place / "files.conf"]
        server = subprocess.Popen(["timeout", LONGEST, CUPSD, *map(str, options)])
        try:
            until = time.monotonic() + 60
            while not (place / "socket").exists():
                assert time.monotonic() < until and server.poll() is None, "cupsd did not start"
                time.sleep(0.05)
            for printer in ("Desk", "Old"):
                run(ADMIN, "-p", printer, "-E", "-v", "file:/dev/null", "-m", "raw")
            run(ADMIN, "-d", "Desk")
            run(str(Path(ADMIN).with_name("cupsdisable")), "Old")
            yield place
        finally:
            server.terminate()
            server.wait(20)


def run(*command):
    subprocess.run(command, check=True, capture_output=True)


def test_a_real_queue_takes_the_page_and_keeps_a_copy_with_no_name_on_it(
    crisis, started, calm, cups, tmp_path
):
    contact = started(calm, "--out", tmp_path / "o")["contact"]
    done = crisis("print", contact, "--printer", "default", "--paper-safe")

    assert (done.exit_code, "Queued on Desk as Desk-1." in done.stdout) == (Exit.DONE, True)
    assert (cups / "spool" / "d00001-001").read_bytes().startswith(b"%PDF")  # as the worker is told
    until, about = time.monotonic() + 60, cups / "spool" / "c00001"
    while not about.exists():  # what CUPS itself writes down of a job
        assert time.monotonic() < until
        time.sleep(0.1)
    job = about.read_bytes()
    assert b"Document" in job
    assert not any(word in job for word in (contact.encode(), b"Sam", b"Ana", b"safety"))


def test_a_real_printer_that_is_stopped_gets_nothing(crisis, started, calm, cups, tmp_path):
    contact = started(calm, "--out", tmp_path / "o")["contact"]
    where = tmp_path / "file"
    done = crisis("print", contact, "--printer", "Old", "--paper-safe", "--out", where)

    assert done.exit_code == Exit.TOLD and "The printer Old is stopped." in done.stderr
    assert not list((cups / "spool").glob("d0*"))
    assert (where / "safety-plan.pdf").exists()


def test_real_printers_are_listed_and_one_that_is_unknown_is_told(crisis, started, calm, cups):
    assert crisis("print", "--printers").stdout == "Desk (the default)\nOld (is stopped)\n"
    contact = started(calm)["contact"]
    done = crisis("print", contact, "--printer", "Nope", "--paper-safe")
    assert "There is no printer 'Nope'." in done.stderr and "There are: Desk, Old." in done.stderr
