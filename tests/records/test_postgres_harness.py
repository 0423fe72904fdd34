"""What the tests of the shared store stand on: a real server, and connections that go wrong."""

import os
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest
from postgres import processes
from wires import Proxy, Silent

POLICY = """
    CREATE TABLE entry (author text NOT NULL, body text NOT NULL);
    ALTER TABLE entry ENABLE ROW LEVEL SECURITY;
    CREATE POLICY own ON entry USING (author = current_user);
    CREATE ROLE ana LOGIN PASSWORD 'of ana';
    CREATE ROLE sam LOGIN PASSWORD 'of sam';
    CREATE ROLE supervisor;
    CREATE POLICY every ON entry FOR SELECT TO supervisor USING (true);
    GRANT supervisor TO sam;
    GRANT SELECT, INSERT ON entry TO ana, sam;
    INSERT INTO entry VALUES ('ana', 'hers'), ('sam', 'his');
"""
TESTS = Path(__file__).parent.parent
LATE = "import sys; sys.path.insert(0, sys.argv[1]); from postgres import Postgres; s = Postgres()"


@pytest.fixture
def connect():
    """Connect, for the length of the test."""
    opened = []

    def open_one(url, **more):
        opened.append(psycopg.connect(url, autocommit=True, **{"connect_timeout": 10} | more))
        return opened[-1]

    yield open_one
    for one in opened:
        one.close()


@pytest.fixture
def database(postgres, connect):
    """A database with one table of two rows, and two logins."""
    name = postgres.new_database()
    connect(postgres.url(database=name)).execute(POLICY)
    return name


def rows(connection):
    return [body for (body,) in connection.execute("SELECT body FROM entry ORDER BY author")]


def add(connection, body="more"):
    connection.execute("INSERT INTO entry VALUES (current_user, %s)", [body])


def test_each_login_sees_what_its_role_lets_it_see(postgres, database, connect):
    ana, sam = (connect(postgres.url(login, database)) for login in ("ana", "sam"))

    assert rows(ana) == ["hers"]
    assert rows(sam) == ["hers", "his"]
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        ana.execute("DELETE FROM entry")
    with pytest.raises(psycopg.errors.InsufficientPrivilege, match="row-level security"):
        ana.execute("INSERT INTO entry VALUES ('sam', 'not his')")


def test_databases_are_apart_and_nothing_is_left_for_the_next_test(postgres, connect):
    one, other = postgres.new_database(), postgres.new_database()
    left = connect(postgres.url(database=one))
    left.execute(POLICY)

    with pytest.raises(psycopg.errors.UndefinedTable):
        rows(connect(postgres.url(database=other)))
    postgres.passwords(True)
    postgres.pause()
    postgres.tidy()
    owner = connect(postgres.url())
    names = owner.execute("SELECT datname FROM pg_database WHERE datname ~ '^records'").fetchall()
    assert names == []
    assert owner.execute("SELECT count(*) FROM pg_roles WHERE rolcanlogin").fetchone() == (1,)


def test_a_login_needs_its_password_only_where_the_test_wants_it(postgres, database, connect):
    connect(postgres.url("ana", database, "wrong"))
    postgres.passwords(True)

    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        connect(postgres.url("ana", database, "wrong"))
    assert rows(connect(postgres.url("ana", database, "of ana"))) == ["hers"]
    connect(postgres.url(database=database))
    postgres.passwords(False)
    connect(postgres.url("ana", database))


@pytest.mark.parametrize("how", ["fast", "immediate", "kill"])
def test_what_was_committed_is_there_after_every_kind_of_end(postgres, database, connect, how):
    sam = connect(postgres.url("sam", database))
    add(sam)
    with sam.transaction(force_rollback=True):
        add(sam, "never")
        family = {p for p, parent in processes().items() if parent == postgres.pid}
        assert len(family) > 3
        family.add(postgres.pid)
        postgres.kill() if how == "kill" else postgres.stop(how)
        assert not postgres.runs
        assert not family & processes().keys()
        with pytest.raises(psycopg.OperationalError):
            sam.execute("SELECT 1")
        with pytest.raises(psycopg.OperationalError, match="refused"):
            connect(postgres.url("sam", database))
        sam.close()
        postgres.start()

    assert rows(connect(postgres.url("sam", database))) == ["hers", "his", "more"]


def test_who_is_connected_hangs_while_the_server_is_paused(postgres, database, connect):
    sam = connect(postgres.url("sam", database))
    postgres.pause()

    began = time.monotonic()
    with pytest.raises(psycopg.errors.ConnectionTimeout):
        connect(postgres.url("sam", database), connect_timeout=2)
    assert time.monotonic() - began > 1
    sam.pgconn.send_query(b"SELECT 1")
    sam.pgconn.flush()
    time.sleep(0.2)
    sam.pgconn.consume_input()
    assert sam.pgconn.is_busy()
    postgres.resume()
    assert sam.pgconn.get_result().get_value(0, 0) == b"1"


def test_a_paused_server_can_be_stopped_and_started(postgres, database, connect):
    postgres.pause()
    postgres.stop()
    postgres.start()

    assert rows(connect(postgres.url("ana", database))) == ["hers"]


def test_a_silent_server_keeps_a_client_until_the_client_s_own_limit(connect):
    began = time.monotonic()
    with Silent() as silent, pytest.raises(psycopg.errors.ConnectionTimeout):
        connect(f"postgresql://ana@127.0.0.1:{silent.port}/records", connect_timeout=2)

    assert 1.5 < time.monotonic() - began < 20
    assert silent.connections >= 1


def test_a_proxy_passes_everything_both_ways(postgres, database, connect):
    with Proxy(postgres.port) as proxy:
        sam = connect(postgres.url("sam", database, port=proxy.port))
        big = "x" * 1_000_000
        sam.cursor().executemany("INSERT INTO entry VALUES ('sam', %s)", [[big]] * 5)

        assert rows(sam) == ["hers", "his", *[big] * 5]
        assert proxy.sent > 5_000_000 and proxy.answered > 5_000_000


def test_a_proxy_cuts_what_is_open_and_lets_a_new_connection_through(postgres, database, connect):
    with Proxy(postgres.port) as proxy:
        url = postgres.url("sam", database, port=proxy.port)
        sam = connect(url)
        proxy.cut()

        with pytest.raises(psycopg.OperationalError):
            rows(sam)
        assert rows(connect(url)) == ["hers", "his"]
        assert proxy.connections == 2


def test_a_proxy_cuts_after_as_many_bytes_as_it_is_told(postgres, database, connect):
    with Proxy(postgres.port, cut_after=40, counted="answered") as proxy:
        url = postgres.url("sam", database, port=proxy.port)
        with pytest.raises(psycopg.OperationalError):
            connect(url)
        assert proxy.answered == 40

        sam = connect(url)
        before, proxy.cut_after = proxy.sent + proxy.answered, 7
        proxy.counted = ""
        with pytest.raises(psycopg.OperationalError):
            rows(sam)
        assert proxy.sent + proxy.answered == before + 7


def test_an_entry_can_be_committed_though_its_writer_was_never_told(postgres, database, connect):
    with Proxy(postgres.port) as proxy:
        sam = connect(postgres.url("sam", database, port=proxy.port))
        proxy.cut_after, proxy.counted = 1, "answered"
        with pytest.raises(psycopg.OperationalError):
            add(sam)

    assert rows(connect(postgres.url("sam", database))) == ["hers", "his", "more"]


def test_a_mute_proxy_loses_the_answer_and_keeps_the_connection(postgres, database, connect):
    with Proxy(postgres.port) as proxy:
        sam = connect(postgres.url("sam", database, port=proxy.port))
        proxy.mute = True
        sam.pgconn.send_query(b"INSERT INTO entry VALUES ('sam', 'more')")
        sam.pgconn.flush()
        direct = connect(postgres.url("sam", database))
        until = time.monotonic() + 5
        while rows(direct) != ["hers", "his", "more"] and time.monotonic() < until:
            time.sleep(0.02)

        assert rows(direct) == ["hers", "his", "more"]
        sam.pgconn.consume_input()
        assert sam.pgconn.is_busy()


def test_a_proxy_in_front_of_nothing_does_not_keep_its_client(postgres, connect):
    postgres.stop()

    with Proxy(postgres.port) as proxy, pytest.raises(psycopg.OperationalError):
        connect(postgres.url(port=proxy.port))


def test_a_full_disk_takes_no_entry_and_loses_none(small_postgres, connect):
    owner = connect(small_postgres.url())
    owner.execute(POLICY)
    small_postgres.fill()

    with pytest.raises(psycopg.Error):  # the table cannot grow, or the server itself ends
        for _ in range(200):
            add(owner, os.urandom(50_000).hex())
    kept = 0 if owner.closed else len(rows(owner))
    small_postgres.make_room()
    small_postgres.start()
    again = connect(small_postgres.url())
    assert len(rows(again)) >= max(kept, 2)
    add(again)
    assert rows(again).count("more") == 1


@pytest.mark.parametrize("end", ["", "os.kill(os.getpid(), 9)", "s.pause(); 1 / 0"])
def test_no_server_outlives_who_started_it(postgres, end):
    """postgres: so that it is skipped where there is none."""
    code = f"{LATE}; import os; print(s.pid, s.folder, flush=True); {end}"
    late = subprocess.run([sys.executable, "-c", code, str(TESTS)], capture_output=True, text=True)
    pid, folder = late.stdout.split()

    until = time.monotonic() + 5
    while (int(pid) in processes() or Path(folder).exists()) and time.monotonic() < until:
        time.sleep(0.05)
    assert int(pid) not in processes()
    assert not Path(folder).exists()
