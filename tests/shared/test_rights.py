"""What the database itself lets a member do who has psql: no way round whose rows are whose."""

import psycopg
import pytest
from psycopg import errors

from crisis_cli.errors import CrisisError
from crisis_cli.records.people import new_person
from crisis_cli.records.shared.admin import admit
from crisis_cli.records.shared.server import connected

pytestmark = pytest.mark.postgres
KEY = "INSERT INTO crisis.case_keys (id, case_id, number) VALUES (%s, 'mine', 1)"
LOG = "INSERT INTO crisis.logs (id, person, author, device) VALUES (%s, %s, 'Lee', 'psql')"
WRAP = "INSERT INTO crisis.wraps (key, holder, sealed, mac) VALUES (%s, %s, 'x', 'x')"
SEEN = "SELECT count(*) FROM crisis.entries WHERE owner <> crisis.me()"


@pytest.fixture
def lees(agency, written):
    """Lee with psql; Ana has a contact in the shared store that is none of his business."""
    written(agency.stores["ana"])
    agency.sync("ana", "lee")
    with psycopg.connect(agency.url("lee"), autocommit=True) as one:
        yield one


def id_of(agency, table):
    """The id of a row that Ana brought."""
    ana = agency.person("ana").id
    return agency.ask(f"SELECT id FROM crisis.{table} WHERE owner = %s", ana)[0][0]


def test_the_log_of_another_is_not_opened_by_a_case_key_of_the_same_id(agency, lees):
    """Ids of logs are seen by all: a key under such an id would be the key of the log."""
    log = id_of(agency, "logs")
    with pytest.raises(errors.InsufficientPrivilege):
        lees.execute(KEY, [log])
        lees.execute(WRAP, [log, agency.person("lee").id])
    assert lees.execute(SEEN).fetchone() == (0,)


def test_the_case_of_another_is_not_opened_by_a_log_of_the_same_id(agency, lees):
    key = id_of(agency, "case_keys")
    with pytest.raises(errors.InsufficientPrivilege):
        lees.execute(LOG, [key, agency.person("lee").id])
        lees.execute(WRAP, [key, agency.person("lee").id])
    assert lees.execute(SEEN).fetchone() == (0,)


def test_what_the_triggers_do_cannot_be_had_by_a_table_of_ones_own(lees):
    """A trigger runs with the rights of the administrator, whoever's table it stands on."""
    lees.execute("CREATE TEMP TABLE wraps (arrived bigint, owner text, key text, holder text)")
    for one in ("stamp", "not_again", "take_away"):
        with pytest.raises(errors.InsufficientPrivilege):
            lees.execute(
                f"CREATE TRIGGER mine BEFORE INSERT ON wraps FOR EACH ROW"
                f" EXECUTE FUNCTION crisis.{one}()"
            )


def test_what_somebody_puts_into_the_schema_of_all_is_never_run_for_another(agency, lees):
    """Up to version 14 everybody may make things in the schema public, operators among them."""
    agency.ask("GRANT CREATE ON SCHEMA public TO PUBLIC")
    lees.execute("CREATE TABLE public.caught (who text)")
    lees.execute("GRANT INSERT ON public.caught TO PUBLIC")
    lees.execute(
        "CREATE FUNCTION public.joined(one text, two oid) RETURNS text LANGUAGE sql AS"
        " $$ INSERT INTO public.caught VALUES (session_user); SELECT 'x' $$"
    )
    lees.execute("CREATE OPERATOR public.|| (LEFTARG=text, RIGHTARG=oid, FUNCTION=public.joined)")

    agency.sync("ana", "sam")

    assert agency.ask("SELECT count(*) FROM public.caught") == [(0,)]


def test_a_login_for_which_no_rule_holds_is_not_let_in(agency):
    max_ = new_person("Max", "worker").person
    with connected(agency.admin) as server:
        with pytest.raises(CrisisError, match="'postgres' may do everything"):
            admit(server, max_, "postgres")
        admit(server, max_, agency.login("max"))
