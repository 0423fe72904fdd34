"""A PostgreSQL of the tests' own: real, on loopback, and gone with the tests that started it.

Run as a program, this is the keeper of one: it waits for the end of whoever started it, however
that came, then ends the server and takes its folder away.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import mkdtemp
from typing import Any
from urllib.parse import quote

DEBIAN = Path("/usr/lib/postgresql")
MISSING = "PostgreSQL's server is not installed (on Debian: apt-get install postgresql)"
LOOPBACK = "127.0.0.1"
OWNER = "postgres"  # the login that may do everything; on loopback it needs no password
SIGNALS = {"smart": signal.SIGTERM, "fast": signal.SIGINT, "immediate": signal.SIGQUIT}
SETTINGS = f"""
listen_addresses = '{LOOPBACK}'
unix_socket_directories = ''
fsync = on
shared_buffers = 8MB
max_connections = 60
min_wal_size = 2MB
dynamic_shared_memory_type = mmap
"""


def programs() -> Path | None:
    """The folder of initdb and postgres: the one on PATH, or else Debian's newest."""
    if os.name == "nt":
        return None
    on_path = Path(shutil.which("initdb") or "/initdb").resolve().parent
    if (on_path / "initdb").exists() and (on_path / "postgres").exists():
        return on_path
    versions = [path for path in DEBIAN.glob("*/bin") if (path / "initdb").exists()]
    return max(versions, key=lambda path: float(path.parent.name), default=None)


def may_mount() -> bool:
    """Whether a small disk can be made here."""
    if os.name == "nt" or os.geteuid() != 0 or not shutil.which("mount"):
        return False
    place = mkdtemp(prefix="mount-")
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", place], check=False)
    if made.returncode == 0:
        subprocess.run(["umount", place], check=True)
    Path(place).rmdir()
    return made.returncode == 0


class Postgres:
    """A server with a folder of its own.

    disk: megabytes, if its data lie on a disk that small. where: a folder on a real disk, for who
    measures; otherwise in memory if there is room, where a busy disk does not slow down the tests.
    """

    def __init__(self, disk: int = 0, where: str = "") -> None:
        place = programs()
        assert place, MISSING
        self._programs = place
        self._user = _ordinary_user()
        self._process: subprocess.Popen[bytes] | None = None
        self._made = 0
        self.port = _free_port()
        self.folder = Path(mkdtemp(prefix="pg-", dir=where or memory() or "/tmp"))
        self._keeper = subprocess.Popen(
            [sys.executable, "-I", "-S", __file__, str(self.folder)],
            stdin=subprocess.PIPE,
            start_new_session=True,  # Ctrl-C at the tests is not for it
        )
        self._make(disk)
        self.start()

    def _make(self, disk: int) -> None:
        if disk:
            room = ["-t", "tmpfs", "-o", f"size={disk}m"]
            subprocess.run(["mount", *room, "tmpfs", str(self.folder)], check=True)
        self.folder.chmod(0o700)
        if "user" in self._user:
            os.chown(self.folder, self._user["user"], self._user["group"])
        options = ["--auth=trust", f"--username={OWNER}", "--encoding=UTF8", "--locale=C"]
        self._run("initdb", *options, "--no-sync", "--wal-segsize=1", f"--pgdata={self.data}")
        with (self.data / "postgresql.conf").open("a", encoding="utf-8") as file:
            file.write(SETTINGS + f"port = {self.port}\nmax_wal_size = {8 if disk else 64}MB\n")

    def _run(self, program: str, *options: str) -> None:
        done = subprocess.run(
            [str(self._programs / program), *options],
            **self._surroundings,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr

    @property
    def _surroundings(self) -> dict[str, Any]:
        env = {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C", "TZ": "UTC"}
        return {"cwd": self.folder, "env": env, **self._user}

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def log(self) -> str:
        """What the server has written about itself."""
        return (self.folder / "log").read_text(encoding="utf-8", errors="replace")

    @property
    def runs(self) -> bool:
        return self._process is not None and self._process.poll() is None

    @property
    def pid(self) -> int:
        """The number of the server's first process, which the others come from."""
        assert self._process and self.runs, "the server does not run"
        return self._process.pid

    def url(self, login: str = "", database: str = "", password: str = "", port: int = 0) -> str:
        """How to connect. Without a login as the owner; a port of its own leads through a proxy."""
        who = quote(login or OWNER, safe="") + (f":{quote(password, safe='')}" if password else "")
        return f"postgresql://{who}@{LOOPBACK}:{port or self.port}/{quote(database or OWNER)}"

    def new_database(self) -> str:
        """The name of an empty database."""
        self._made += 1
        name = f"records_{self._made}"
        self._as_owner(lambda run: run(f'CREATE DATABASE "{name}"'))
        return name

    def passwords(self, needed: bool) -> None:
        """Whether each login but the owner needs its password (SCRAM). At first none does."""
        way = "scram-sha-256" if needed else "trust"
        asked = f"host all {OWNER} {LOOPBACK}/32 trust\nhost all all {LOOPBACK}/32 {way}\n"
        file = self.data / "pg_hba.conf"
        if file.read_text(encoding="utf-8") == asked:
            return
        before = self._loaded()
        file.write_text(asked, encoding="utf-8")
        os.kill(self.pid, signal.SIGHUP)
        _wait(lambda: self._loaded() > before, "the server to read who must give a password")

    def _loaded(self) -> Any:
        return self._as_owner(lambda run: run("SELECT pg_conf_load_time()").fetchone()[0])

    def tidy(self) -> None:
        """As in the beginning: running, no database and no role but its own, no passwords."""
        self.resume()
        self.start()
        self.passwords(False)
        self._as_owner(_tidy)

    def _as_owner(self, work: Callable[[Any], Any]) -> Any:
        import psycopg  # not at the top: the keeper needs none of it

        until = time.monotonic() + 20
        while True:
            try:
                connection = psycopg.connect(self.url(), autocommit=True, connect_timeout=20)
                break
            except psycopg.OperationalError:  # it comes back from a crash
                if not self.runs or time.monotonic() > until:
                    raise
                time.sleep(0.05)
        with connection:
            return work(connection.execute)

    def start(self) -> None:
        """Start it, if it does not run, and wait until it takes connections."""
        if self.runs:
            return
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [str(self._programs / "postgres"), "-D", str(self.data)],
                **self._surroundings,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        _running(self.folder).write_text(str(self._process.pid))
        _wait(lambda: self._ready() or not self.runs, "the server to start")
        assert self.runs, f"the server did not start:\n{self.log[-2000:]}"

    def _ready(self) -> bool:
        """Whether it says so: its process on the first line of the file, its state on the last."""
        try:
            lines = (self.data / "postmaster.pid").read_text(encoding="utf-8").split()
        except FileNotFoundError:
            return False
        return bool(lines) and lines[0] == str(self.pid) and lines[-1] == "ready"

    def stop(self, mode: str = "fast") -> None:
        """Shut it down. fast: open transactions are undone; immediate: as if it had crashed."""
        self._end(SIGNALS[mode])

    def kill(self) -> None:
        """The power is gone: every process ends at once, and nothing is written any more."""
        gone = self._signal(signal.SIGSTOP)
        for pid in gone:
            _send(pid, signal.SIGKILL)
        self._end(signal.SIGKILL)
        _wait(lambda: not gone & processes().keys(), "the server's processes to be gone")

    def _end(self, how: int) -> None:
        process = self._process
        if process is None or not self.runs:
            return
        if how != signal.SIGKILL:
            self.resume()
        _send(process.pid, how)  # by now it may have ended by itself
        process.wait(60)
        _running(self.folder).unlink()

    def pause(self) -> None:
        """Let nothing be answered: what is connected hangs, and so does who connects anew."""
        self._signal(signal.SIGSTOP)

    def resume(self) -> None:
        self._signal(signal.SIGCONT)

    def _signal(self, number: int) -> set[int]:
        """Send it to all processes of the server, the first one first; which they are."""
        return signal_all(self.pid, number) if self.runs else set()

    def fill(self) -> None:
        """Leave no room on its small disk."""
        assert self.folder.is_mount(), "only a server with a small disk may be filled"
        with (self.folder / "ballast").open("ab", buffering=0) as file:
            for size in (1 << 20, 1 << 12):
                while _fits(file, bytes(size)):
                    pass

    def make_room(self) -> None:
        """Take away again what fill() wrote."""
        (self.folder / "ballast").unlink(missing_ok=True)

    def close(self) -> None:
        """End it, and take its folder away."""
        assert self._keeper.stdin
        if not self.runs:
            _running(self.folder).unlink(missing_ok=True)  # its number may be another's by now
        self._keeper.stdin.close()
        self._keeper.wait(60)
        if self._process:
            self._process.wait(30)


def _tidy(run: Callable[..., Any]) -> None:
    for (name,) in run("SELECT datname FROM pg_database WHERE oid >= 16384").fetchall():
        run(f'DROP DATABASE "{name}" WITH (FORCE)')
    roles = [name for (name,) in run("SELECT rolname FROM pg_roles WHERE oid >= 16384").fetchall()]
    for name in roles:
        run(f'DROP OWNED BY "{name}" CASCADE')
    for name in roles:
        run(f'DROP ROLE "{name}"')


def _fits(file: Any, what: bytes) -> bool:
    try:
        return bool(file.write(what) == len(what))
    except OSError:
        return False


def _ordinary_user() -> dict[str, Any]:
    """Whom to run as, for subprocess: the server refuses to be root."""
    if os.geteuid() != 0:
        return {}
    import pwd

    known = {user.pw_name: user for user in pwd.getpwall()}
    user = known.get("postgres") or known["nobody"]
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def memory() -> str:
    """A folder in memory that programs may run from too, if it has room for some fifty databases;
    "" for none."""
    place = Path("/dev/shm")
    if not place.is_dir() or os.statvfs(place).f_flag & getattr(os, "ST_NOEXEC", 0):
        return ""
    return str(place) if shutil.disk_usage(place).free > 1 << 30 else ""


def _free_port() -> int:
    """A port below those that systems give to outgoing connections: it stays free while we stop."""
    for port in random.sample(range(15000, 32000), 100):
        with socket.socket() as one:
            one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                one.bind((LOOPBACK, port))
            except OSError:
                continue
            return port
    raise AssertionError("no port is free")


def _wait(holds: Callable[[], bool], what: str, seconds: float = 60) -> None:
    until = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < until, f"waited for {what}"
        time.sleep(0.02)


def _running(folder: Path) -> Path:
    """Where it stands for the keeper which process to end."""
    return folder / "running"


def _send(pid: int, number: int) -> None:
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        return


def processes() -> dict[int, int]:
    """Every process that is alive, and its parent."""
    if Path("/proc/self/stat").exists():
        lines = [_stat(path) for path in Path("/proc").glob("[0-9]*/stat")]
    else:
        ps = ["ps", "-A", "-o", "pid=,stat=,ppid="]
        lines = subprocess.run(ps, capture_output=True, text=True, check=True).stdout.split("\n")
    fields = (line.split() for line in lines if line)
    return {int(pid): int(parent) for pid, state, parent, *_ in fields if state[0] != "Z"}


def _stat(path: Path) -> str:
    """Its number, state and parent; the name between them may have any letters."""
    try:
        start, _, rest = path.read_text(encoding="utf-8", errors="replace").rpartition(")")
    except OSError:
        return ""
    return f"{start.split(' ', 1)[0]} {rest}"


def signal_all(first: int, number: int) -> set[int]:
    """Send it to a process and then to its children, which it cannot make more of when stopped."""
    _send(first, number)
    family = {first} | {pid for pid, parent in processes().items() if parent == first}
    for pid in family - {first}:
        _send(pid, number)
    return family


def _keep(folder: Path) -> None:
    """Wait until whoever started us is gone; then end the server and take its folder away."""
    sys.stdin.read()
    if _running(folder).exists():
        _end_all(int(_running(folder).read_text()))
    if folder.is_mount():
        subprocess.run(["umount", "-l", str(folder)], check=False)
    shutil.rmtree(folder, ignore_errors=True)


def _end_all(first: int) -> None:
    """Ask the server to end now; what is not gone after three seconds is killed."""
    family = signal_all(first, signal.SIGCONT)
    _send(first, signal.SIGQUIT)
    for _ in range(150):
        if not family & processes().keys():
            return
        time.sleep(0.02)
    for pid in family:
        _send(pid, signal.SIGKILL)


if __name__ == "__main__":
    _keep(Path(sys.argv[1]))
