"""crisis amend for what is no part of the interview: disclosures, other names, refiling."""

import json
import sys

import pytest

from crisis_cli.commands.stores import store_of
from crisis_cli.engine.additions import Amended
from crisis_cli.errors import Exit
from crisis_cli.records.folder import database
from crisis_cli.records.names import folded

NOTICE = "It may not be passed on."
DISCLOSURE = ("--to", "Quill Clinic", "--text", "the plan", "--reason", "client asked")


@pytest.fixture
def ended(started, calm):
    return started(calm, "--client", "J.")["contact"]


@pytest.fixture
def left_open(crisis, short, script):
    crisis("start", short, "--answers", script({"name": "Sam"}))
    with store_of() as store:
        return store.contacts()[0]


@pytest.fixture
def amend(crisis):
    def run(contact, kind, *options):
        done = crisis("amend", contact, "--kind", kind, *options)
        assert done.exit_code == 0, done.stderr
        return done.stdout

    return run


def acts(contact, act):
    with store_of() as store:
        return [one.said for one in store.acts(contact) if one.said["act"] == act]


def case_of(contact):
    with store_of() as store:
        return store.case_of(contact)


def row(crisis, contact, *options):
    rows = json.loads(crisis("cases", "--json", *options).stdout)
    return next((one for one in rows if one["contact"] == contact), None)


def test_a_disclosure_stands_in_the_record_with_date_recipient_contents_and_reason(
    crisis, ended, amend
):
    amend(ended, "disclosure", *DISCLOSURE, "--happened", "11/20/2025 14:05", "--worker", "Dana")

    said = " ".join(crisis("show", ended).stdout.split())
    (told,) = json.loads(crisis("show", ended, "--json").stdout)["filing"]["disclosures"]
    assert "Disclosures: 1, near the end" in said
    assert "Thursday, November 20, 2025, 2:05 pm EST To: Quill Clinic What: the plan" in said
    assert "Why: client asked" in said and "by Dana" in said
    assert [told[name] for name in ("to", "text", "reason")] == list(DISCLOSURE[1::2])
    assert (told["happened"], told["by"]) == ("2025-11-20T14:05-05:00", "Dana")
    assert "Given to Quill Clinic on Thursday" in crisis("show", ended, "--access").stdout


def test_an_open_contact_takes_a_disclosure_and_goes_on_as_it_was(crisis, left_open, amend):
    with store_of() as store:
        before = store.read(left_open)

    amend(left_open, "disclosure", *DISCLOSURE)

    with store_of() as store:
        assert store.read(left_open) == before
    assert "Quill Clinic" in crisis("show", left_open).stdout


def test_the_agencys_statement_goes_with_a_record_and_with_a_disclosure(
    crisis, ended, amend, tmp_path
):
    assert "statement" not in amend(ended, "disclosure", *DISCLOSURE).lower()
    crisis("store", "set", "redisclosure_notice", NOTICE)

    told = amend(ended, "disclosure", *DISCLOSURE)
    crisis("print", ended, "--out", tmp_path / "out")

    assert NOTICE in told
    assert NOTICE in crisis("show", ended).stdout
    for kind in ("txt", "html", "json"):
        assert NOTICE in (tmp_path / "out" / f"contact-record.{kind}").read_text()
    plan = (tmp_path / "out" / "safety-plan.txt").read_text()  # it is the client's own
    assert NOTICE not in plan and "Quill" not in plan
    kept = [one["notice"] for one in acts(ended, "disclosed")]
    assert kept == ["no", "yes"]  # what was given before is not said to have had it


def test_in_an_emergency_no_statement_is_needed(crisis, ended, amend):
    crisis("store", "set", "redisclosure_notice", NOTICE)

    told = amend(ended, "disclosure", *DISCLOSURE, "--emergency")

    assert NOTICE not in told and "emergency" in told
    assert "In an emergency: no statement" in crisis("show", ended).stdout
    assert [one["notice"] for one in acts(ended, "disclosed")] == ["no"]


def test_without_a_statement_the_record_says_nothing_of_one(crisis, ended, amend):
    assert "receives this record" not in crisis("show", ended).stdout
    crisis("store", "set", "redisclosure_notice", NOTICE)
    assert "receives this record" in crisis("show", ended).stdout
    crisis("store", "set", "redisclosure_notice", "")
    assert "receives this record" not in crisis("show", ended).stdout


@pytest.mark.parametrize(
    ("options", "said", "exit"),
    [
        (["disclosure", *DISCLOSURE[2:]], "Who was it given to?", Exit.USAGE),
        (["disclosure", *DISCLOSURE[:2], *DISCLOSURE[4:]], "What was given?", Exit.USAGE),
        (["disclosure", *DISCLOSURE[:4]], "Why was it given?", Exit.USAGE),
        (["disclosure", *DISCLOSURE, "--happened", "soon"], "'soon' is not a date", Exit.TOLD),
        (["disclosure", *DISCLOSURE, "--happened", "2199-01-01 10:00"], "still to come", Exit.TOLD),
        (["name"], "Which name?", Exit.USAGE),
        (["name", "--text", " "], "Which name?", Exit.USAGE),
        (["name", "--text", "j. "], "known as j.  already", Exit.TOLD),
        (["refile", "--reason", "x"], "Where does it belong?", Exit.USAGE),
        (["refile", "--to", "new"], "Why is it refiled?", Exit.USAGE),
        (
            ["refile", "--to", "none-such", "--reason", "x"],
            "Nobody here is called none-such",
            Exit.TOLD,
        ),
        (["refile", "--to", "new", "--reason", "x", "--whole-case"], "into another", Exit.USAGE),
        (["nothing", "--text", "x"], "disclosure, name, refile", Exit.TOLD),
    ],
)
def test_what_cannot_stand_is_told_and_not_written(crisis, ended, options, said, exit):
    case = case_of(ended)

    done = crisis("amend", ended, "--kind", *options)

    assert (done.exit_code, said in done.stderr) == (exit, True), done.stderr
    assert not [a for kind in ("disclosed", "named", "refiled") for a in acts(ended, kind)]
    assert case_of(ended) == case


def test_a_client_is_found_by_another_name(crisis, ended, amend, started, calm):
    amend(ended, "name", "--text", "José Márquez")

    later = started(calm, "--client", "jose  MARQUEZ")["contact"]

    assert case_of(later) == case_of(ended)
    for name in ("J.", "jose marquez"):
        rows = json.loads(crisis("cases", "--client", name, "--json").stdout)
        assert {one["contact"] for one in rows} == {ended, later}
    assert row(crisis, later)["client"] == "jose  MARQUEZ"
    assert {folded(one) for one in row(crisis, later)["names"]} == {"j.", "jose marquez"}
    assert "also called J." in crisis("cases").stdout
    assert "Also called: J." in crisis("show", later).stdout
    assert "Nobody is called K." in crisis("cases", "--client", "K.").stdout
    assert json.loads(crisis("cases", "--client", "K.", "--json").stdout) == []


def test_a_name_that_others_have_too_is_told(crisis, ended, started, calm, amend):
    other = started(calm, "--client", "Kim")["contact"]

    assert "Others are called that too: 1" in amend(other, "name", "--text", "j.")
    assert "Others" not in amend(other, "name", "--text", "Kimmie")


def test_one_name_for_two_people_joins_nobody_without_being_asked(
    crisis, ended, started, calm, amend, short, script
):
    other = started(calm, "--client", "Kim")["contact"]
    amend(other, "name", "--text", "J.")

    done = crisis("start", short, "--answers", script(calm), "--client", "j.", "--json")

    third = json.loads(done.stdout)["contact"]
    assert len({case_of(one) for one in (ended, other, third)}) == 3
    assert "2 people here are called j., so this contact is a case of its own" in done.stderr
    with store_of() as store:
        assert store.read(third)[0].event.brought == {}
    amend(third, "refile", "--whole-case", "--to", other, "--reason", "it was Kim")
    assert case_of(third) == case_of(other)


@pytest.mark.tty
@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
@pytest.mark.parametrize(("typed", "place"), [("9\r1\r", 0), ("2\r", 1), ("\r", None)])
def test_at_a_terminal_the_worker_says_which_of_two_it_is(
    ended, started, calm, amend, terminal, typed, place
):
    other = started(calm, "--client", "Kim")["contact"]
    amend(other, "name", "--text", "J.")
    with store_of() as store:
        listed = store.contacts()

    console = terminal("start", "--client", "J.")
    screen = console.asks("2 people here are called J.", "begin at once):")
    for contact in listed:
        assert f"contact {contact}, begun " in screen
    assert "also called Kim" in screen
    console.press(typed)
    console.wait("911 life in danger")

    with store_of() as store:
        (third,) = set(store.contacts()) - set(listed)
    cases = [case_of(one) for one in listed]
    assert (case_of(third) == cases[place]) if place is not None else case_of(third) not in cases


def test_the_wrong_client_is_put_right_and_the_record_says_so(crisis, ended, started, calm, amend):
    kim = started(calm, "--client", "Kim")["contact"]
    old, case = case_of(ended), case_of(kim)

    told = amend(ended, "refile", "--to", kim.upper(), "--reason", "I took her for J.")

    assert case_of(ended) == case
    assert "stays with the old case" in told
    shown = json.loads(crisis("show", ended, "--json").stdout)
    (refiled,) = shown["filing"]["refiled"]
    assert (refiled["old"], refiled["new"], refiled["by"]) == (old, case, "worker")
    assert shown["client"] == "Kim"
    said = " ".join(crisis("show", ended).stdout.split())
    assert f"from case {old} to case {case}" in said and "I took her for J." in said
    assert "Client (name in our files): Kim" in said and "Client (name used): J." not in said
    assert row(crisis, ended)["client"] == "Kim"
    assert json.loads(crisis("cases", "--client", "J.", "--json").stdout) == []

    assert "stays with" not in amend(ended, "refile", "--to", old, "--reason", "it was J.")
    assert (case_of(ended), case_of(kim)) == (old, case)
    assert row(crisis, ended)["client"] == "J."
    assert crisis("store", "verify").exit_code == 0


def test_a_client_is_named_when_refiling_and_of_several_the_right_one_is_asked_for(
    crisis, ended, started, calm, amend
):
    kim = started(calm, "--client", "Kim Thistlewood")["contact"]
    other = started(calm, "--client", "Lou")["contact"]

    amend(ended, "refile", "--to", "kim  THISTLEWOOD", "--reason", "it was Kim")
    assert case_of(ended) == case_of(kim)

    amend(other, "name", "--text", "Kim Thistlewood")
    done = crisis("amend", ended, "--kind", "refile", "--to", "Kim Thistlewood", "--reason", "x")
    assert done.exit_code == Exit.TOLD
    assert "2 people here are called Kim Thistlewood" in done.stderr
    assert other in done.stderr and case_of(ended) == case_of(kim)


def test_a_contact_that_is_open_is_refiled_and_goes_on(crisis, left_open, ended, amend):
    with store_of() as store:
        seen = store.read(left_open)[-1].seq
        amend(left_open, "refile", "--to", ended, "--reason", "it is J.")
        store.append(
            left_open, Amended("addendum", "x"), store.read(left_open)[0].at, "worker", seen
        )


def test_a_follow_up_of_another_person_of_that_name_hides_nothing_that_is_due(
    crisis, started, danger, calm, amend
):
    first = started(danger, "--client", "J.")["contact"]
    other = started(calm, "--client", "J. the other")["contact"]
    amend(other, "name", "--text", "J.")
    assert [one["contact"] for one in json.loads(crisis("--json").stdout)["due"]] == [first]

    amend(other, "refile", "--whole-case", "--to", first, "--reason", "one person after all")

    assert json.loads(crisis("--json").stdout)["due"] == []


def test_practice_and_real_cases_are_never_mixed(crisis, ended, started, calm):
    practice = started(calm, "--practice")["contact"]

    done = crisis("amend", ended, "--kind", "refile", "--to", practice, "--reason", "x")

    assert done.exit_code == Exit.TOLD
    assert f"Nobody here is called {practice}, and no contact or case has that id" in done.stderr


def test_nothing_of_a_name_a_recipient_or_a_reason_stands_in_clear(ended, amend, crisis):
    amend(ended, "disclosure", *DISCLOSURE)
    amend(ended, "name", "--text", "Marrowby")
    amend(ended, "refile", "--to", "new", "--reason", "Thistlewood said so")

    with store_of() as store:
        assert store.contacts() == [ended]
        content = b"".join(
            file.read_bytes() + str(file).encode()
            for file in database().parent.rglob("*")
            if file.is_file()
        )
    for word in ("Quill", "client asked", "Marrowby", "Thistlewood", "refiled", "disclosed"):
        assert word.encode() not in content, word
    assert ended.encode() in content


def test_a_hostile_name_cannot_act(crisis, ended, amend):
    amend(ended, "name", "--text", "X\x1b[2J")

    for words in (["cases"], ["cases", "--client", "x\x1b[2J"], ["show", ended]):
        assert "\x1b" not in crisis(*words).stdout


@pytest.mark.tty
@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_what_the_options_leave_out_is_asked(ended, terminal):
    console = terminal("amend", ended)
    for question, typed in [
        ("Number:", "disclosure"),
        ("Who was it given to:", "Quill Clinic"),
        ("What was given:", "the plan"),
        ("Why:", "asked"),
        ("now):", ""),
        ("[y/N]:", "y"),
    ]:
        console.asks(question)
        console.press(typed + "\r")
    console.wait("Written into the disclosures")

    (act,) = acts(ended, "disclosed")
    told = {"to": "Quill Clinic", "what": "the plan", "reason": "asked", "emergency": "yes"}
    assert told.items() <= act.items() and act["happened"] == ""


@pytest.mark.tty
@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_who_stops_at_the_question_which_of_two_it_is_has_begun_nothing(
    ended, started, calm, amend, terminal
):
    amend(started(calm, "--client", "Kim")["contact"], "name", "--text", "J.")

    console = terminal("start", "--client", "J.")
    console.asks("begin at once):")
    console.press("\x03")
    console.wait("Stopped.")

    with store_of() as store:
        assert len(store.contacts()) == 2
