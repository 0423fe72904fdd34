"""What an agency's administrator does: make the shared store, let people in, and keep them out."""

from __future__ import annotations

from importlib.resources import files

from crisis_cli.errors import CrisisError, Exit
from crisis_cli.records.crypto import random_id
from crisis_cli.records.people import Person
from crisis_cli.records.shared.place import SHAPE
from crisis_cli.records.shared.server import Server

GROUP = "crisis_member"  # what each login belongs to that may come in at all
# A login for which the rules of whose rows are whose do not count: it owns the tables, say.
UNBOUND = (
    "SELECT 1 FROM pg_roles, pg_class"
    " WHERE rolname = %s AND pg_class.oid = 'crisis.store'::regclass"
    " AND (rolbypassrls OR pg_has_role(pg_roles.oid, relowner, 'MEMBER'))"
)


def create(server: Server) -> bool:
    """Make the tables in an empty database. Where they are, only the store's id is made anew:
    every computer looks at everything again, as after a restored backup. Whether they are new."""
    from psycopg import sql

    if server.rows("SELECT to_regclass('crisis.store')")[0][0] is not None:
        server.rows("UPDATE crisis.store SET id = %s", random_id(3))
        return False
    if not server.rows("SELECT 1 FROM pg_roles WHERE rolname = %s", GROUP):
        server.run(sql.SQL("CREATE ROLE {} NOLOGIN").format(sql.Identifier(GROUP)))
    schema = files("crisis_cli.records.shared").joinpath("schema.sql").read_text(encoding="utf-8")
    with server.whole():
        server.run(schema)
        server.rows("INSERT INTO crisis.store VALUES (%s, %s)", random_id(3), SHAPE)
    return True


def admit(server: Server, person: Person, login: str) -> None:
    """Let a person in under this login of the database, which is made where it is missing."""
    from psycopg import sql

    if not login.strip() or len(login.encode()) > 63:
        raise CrisisError(f"'{login}' cannot be a login.", "Up to 63 letters.", Exit.USAGE)
    _told_apart(server, person, login)
    if server.rows(UNBOUND, login):
        raise CrisisError(
            f"'{login}' may do everything in that database: no rule would hold for it.",
            "Choose another login for them, which is made where it is missing.",
            Exit.USAGE,
        )
    name = sql.Identifier(login)
    with server.whole():
        if not server.rows("SELECT 1 FROM pg_roles WHERE rolname = %s", login):
            server.run(sql.SQL("CREATE ROLE {} LOGIN").format(name))
        server.run(sql.SQL("GRANT {} TO {}").format(sql.Identifier(GROUP), name))
        server.rows(
            "INSERT INTO crisis.persons (id, name, role, box, sign) VALUES (%s, %s, %s, %s, %s)"
            " ON CONFLICT DO NOTHING",
            person.id, person.name, person.role, person.box, person.sign,
        )  # fmt: skip
        server.rows(
            "INSERT INTO crisis.members (login, person) VALUES (%s, %s)"
            " ON CONFLICT (login) DO UPDATE SET person = excluded.person",
            login, person.id,
        )  # fmt: skip


def dismiss(server: Server, login: str) -> None:
    """Let nobody in under this login any more. What they wrote stays."""
    from psycopg import sql

    if not server.rows("SELECT 1 FROM crisis.members WHERE login = %s", login):
        raise CrisisError(f"Nobody comes in as '{login}'.", "Look at the name of the login.")
    with server.whole():
        server.rows("DELETE FROM crisis.members WHERE login = %s", login)
        names = sql.Identifier(GROUP), sql.Identifier(login)
        server.run(sql.SQL("REVOKE {} FROM {}").format(*names))


def _told_apart(server: Server, person: Person, login: str) -> None:
    """CrisisError where somebody else has the login, or another key has the person's id."""
    other = server.rows(
        "SELECT login FROM crisis.members WHERE person = %s AND login <> %s", person.id, login
    )
    if other:
        raise CrisisError(
            f"{person.name} comes in as '{other[0][0]}' already.",
            f"First: crisis store dismiss URL {other[0][0]}",
        )
    known = server.rows("SELECT name, role, box, sign FROM crisis.persons WHERE id = %s", person.id)
    if known and known[0] != (person.name, person.role, person.box, person.sign):
        raise CrisisError(
            f"Another key was brought for {person.name}, under the same id.",
            "Somebody may have tried to take their place. Compare the letters by telephone, and"
            " look at the table crisis.persons: who brought it stands there under owner.",
        )
