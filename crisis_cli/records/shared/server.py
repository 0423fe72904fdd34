"""A connection to the shared store: patient for a while, and every failure in words."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from threading import Timer
from typing import Any
from urllib.parse import urlsplit

from crisis_cli.errors import CrisisError, Exit

SCHEMES = ("postgresql", "postgres")
CONNECTING = 5  # seconds
ANSWERING = 30.0  # seconds for one statement
SAFE = "Nothing is lost: what was written here stays here, and goes up when it can."
# What a server says, by the first letters of its code.
SAID = (
    ("53100", "Its disk is full.", "Tell your administrator."),
    ("28", "It does not let you in.", "Ask your administrator for the login and its password."),
    ("3D", "There is no such database.", "Look at the last part of the address that was given."),
    ("3F", "It has no tables of crisis.", "Your administrator makes them: crisis store create"),
    ("42P01", "It has no tables of crisis.", "Your administrator makes them: crisis store create"),
    ("42501", "It does not let you do that.", "Ask your administrator: crisis store admit"),
    ("25006", "It takes nothing in just now: it is read-only.", SAFE),
)


class Away(CrisisError):
    """The shared store cannot be reached, or does not answer. It is tried again later."""


def checked(url: str) -> str:
    """The address of a shared store, if it is one. CrisisError with a password in it."""
    try:
        parts = urlsplit(url)
        known = parts.scheme in SCHEMES and bool(parts.hostname or "host=" in parts.query)
    except ValueError:
        known, parts = False, urlsplit("")
    if not known or len(parts.path) < 2:
        raise CrisisError(
            "That is not the address of a shared store.",
            "It looks like: postgresql://LOGIN@server.example.org/crisis",
            Exit.USAGE,
        )
    if parts.password or "password=" in parts.query:
        raise CrisisError(
            "The address has a password in it, where others could read it.",
            "Leave it out, and put it into the file ~/.pgpass, which you alone can read:"
            " server:5432:crisis:LOGIN:PASSWORD",
            Exit.USAGE,
        )
    return url


class Server:
    """An open connection. Use `connected`."""

    def __init__(self, connection: Any) -> None:
        self.connection = connection

    def rows(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        """What a statement gives."""
        with _watched(self.connection):
            found = self.connection.execute(statement, values)
            return list(found.fetchall()) if found.description else []

    def run(self, statement: Any) -> None:
        """Carry out a statement, or several, that give nothing back."""
        with _watched(self.connection):
            self.connection.execute(statement)

    @contextmanager
    def whole(self) -> Iterator[None]:
        """All that is done within it, or nothing."""
        with self.connection.transaction():
            yield

    def put(self, statement: str, rows: Sequence[Sequence[Any]]) -> int:
        """Bring rows with one statement each, in one transaction. How many were new there."""
        with _watched(self.connection), self.connection.transaction():
            cursor = self.connection.cursor()
            cursor.executemany(statement, rows)
            return max(int(cursor.rowcount), 0)

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """See the store as it is at one moment, whatever others bring meanwhile."""
        self.run("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        try:
            yield
        finally:
            with suppress(Exception):  # the connection may be gone
                self.run("ROLLBACK")


@contextmanager
def connected(url: str) -> Iterator[Server]:
    """The shared store at this address. CrisisError in words; Away where it may come back."""
    with explained():
        import psycopg

        # A login of the system's own name is nobody's: libpq would take it where none is named.
        connection = psycopg.connect(
            url,
            connect_timeout=CONNECTING,
            options=_options(),
            application_name="crisis",
            autocommit=True,
        )
        try:
            yield Server(connection)
        finally:
            connection.close()


def _options() -> str:
    """What the server is told to wait: nobody who hangs holds up the others. And where it looks for
    names: nothing that somebody left in a schema of all is run for another."""
    most = {
        "statement_timeout": ANSWERING,
        "lock_timeout": ANSWERING / 2,
        "idle_in_transaction_session_timeout": ANSWERING,
    }
    waits = (f"-c {name}={int(1000 * seconds)}ms" for name, seconds in most.items())
    return " ".join(["-c search_path=pg_catalog", *waits])


@contextmanager
def explained() -> Iterator[None]:
    """Turn what PostgreSQL complains about into a CrisisError."""
    try:
        import psycopg
    except ImportError:
        raise CrisisError(
            "The part that speaks to a shared store is not installed.",
            "In the folder of the program: .venv/bin/pip install --editable '.[postgres]'",
        ) from None
    try:
        yield
    except psycopg.Error as error:
        code = error.sqlstate or _told(str(error))
        for start, why, hint in SAID:
            if code.startswith(start):
                raise CrisisError(f"The shared store was reached. {why}", hint) from error
        if not isinstance(error, psycopg.OperationalError | psycopg.InterfaceError):
            raise  # our own mistake
        raise Away("The shared store cannot be reached, or does not answer.", SAFE) from error


def _told(text: str) -> str:
    """The code behind a refusal to connect, which comes in words only."""
    if any(one in text for one in ("password", "authentication", "no pg_hba.conf", 'role "')):
        return "28000"
    return "3D000" if 'database "' in text and "does not exist" in text else ""


@contextmanager
def _watched(connection: Any) -> Iterator[None]:
    """Cut a connection on which nothing comes any more: the library itself waits for ever."""
    timer = Timer(ANSWERING, _cut, [connection])
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _cut(connection: Any) -> None:
    with suppress(OSError, Exception):
        wire = socket.socket(fileno=os.dup(connection.fileno()))
        with wire:
            wire.shutdown(socket.SHUT_RDWR)
