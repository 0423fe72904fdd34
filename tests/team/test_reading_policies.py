"""The policy file, read strictly: what is wrong is told in its place, with what to write."""

import pytest

from crisis_cli.errors import CrisisError
from crisis_cli.protocol.compiled import LEVELS
from crisis_cli.protocol.source import shipped
from crisis_cli.team.policies import known, load, names_practice
from crisis_cli.team.policy import FALLBACK, TIERS
from crisis_cli.team.reading import look_over, read_policy

SHIPPED = (shipped() / "policy.yaml").read_text(encoding="utf-8")
READ = "      - {from: none, within: 1 working day}\n"
HOURS = "    hours:\n      - {days: Monday to Friday, from: 9:00, to: 17:00}\n"
QUESTIONS = {
    "age": {"adult", "under_18", "unsure", "declined", "could_not_assess"},
    "child_harm": {"yes", "no", "unsure"},
    "adult_harm": {"yes", "no", "unsure"},
    "consult": set(),
    "high_consult": set(),
    "early_told": set(),
}


def told(text):
    """(code, the line, the hint) of each error, and of warnings besides those of the shipped."""
    _, found = look_over(text.encode(), QUESTIONS, ["access_helpline", "nine_one_one"])
    usual = {"W140", "W141"}
    return [
        (one.code, one.source.strip(), one.hint) for one in found.problems if one.code not in usual
    ]


def test_the_shipped_policy_lacks_only_what_the_agency_must_write():
    policy, found = look_over(SHIPPED.encode(), QUESTIONS, ["access_helpline", "nine_one_one"])

    assert [one.code for one in found.problems] == ["W141", "W140", "W140"]
    assert [one.number for one in policy.chain] == [""] * 4  # no number was made up
    assert list(policy.tiers) == list(TIERS)


@pytest.mark.parametrize(
    ("was", "now", "code", "hint"),
    [
        ("from: 9:00, to: 17:00}\n\n", "from: 9, to: 17:00}\n\n", "E053", "`9 am`"),
        ("to: 17:00}\n\n", "to: 25:00}\n\n", "E053", "`17:30`"),
        ("to: 17:00}\n\n", "to: 24:30}\n\n", "E053", "midnight"),
        ("to: 17:00}\n\n", "to: 9:00}\n\n", "E053", "from 0:00 to 24:00"),
        ("America/New_York", "America/New_Yorck", "E144", "America/New_York"),
        ("wait: 10 minutes", "wait: ten minutes", "E045", "10 minutes"),
        ("within: 1 working day}", "within: tomorrow}", "E045", "1 working day"),
        ("within: 1 working day}", "within: by lunch}", "E053", "noon"),
        ("percent: 10", "percent: 200", "E025", "as in 10"),
        ("percent: 10", "percent: ten", "E025", "digits"),
        ("who: The next", "call: 202-555-01\n    who: The next", "W109", "3 digits, or 10"),
        ("who: The next", "call: access_helpline\n    who: The next", "W109", "`resource`"),
        ("id: next_supervisor", "id: supervisor", "E028", "another id"),
        ("also: [cannot_determine, re", "also: [cannot_determin, re", "E142", "'cannot_determine'"),
        ("      from: moderate", "      from: emergency", "E143", "from: high"),
        ("answers: {age: [", "answers: {agee: [", "E030", "'age'"),
        ("age: [under_18,", "age: [under18,", "E031", "'under_18'"),
        ("met_by: [consult,", "met_by: [consullt,", "E030", "'consult'"),
        ("resource: access_helpline", "resource: acces_helpline", "W089", "'access_helpline'"),
        ("  entry:\n", "  entri:\n", "E021", "'entry'"),
        ("at_once: yes", "at_once: maybe", "E023", "yes, no"),
        ("days: Monday to", "days: Mondy to", "E053", "every day"),
        ("      from: moderate\n", "      from: medium\n", "E023", "'moderate'"),
        ("zone: America/New_York", "zone: EST", "E144", "America/New_York"),
        ("to: 17:00}\n\n", "to: 5:00}\n\n", "W142", "5 pm"),
        ("{from: none, within", "{from: high, within", "E143", "from: moderate"),
        (f"    countersign:\n{READ}", "", "E143", "`countersign`"),
        (HOURS, "    hours:\n", "E029", "delete the key"),
        (HOURS, "    hours: 24/7\n", "E022", "`always`"),
        ("    wait: 10 minutes\n", "    wait:\n", "E029", "delete the key"),
        ("met_by: [consult, high_consult, early_told]", "met_by:", "E029", "delete the key"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_what_to_write(was, now, code, hint):
    assert was in SHIPPED
    found = told(SHIPPED.replace(was, now, 1))

    assert found[0][0] == code
    assert hint in found[0][2]


def test_hours_that_overlap_are_told_at_the_second_of_them():
    more = "to: 17:00}\n  - {days: [fri], from: 16:00, to: 20:00}\n\nchain:"
    ((code, line, _),) = told(SHIPPED.replace("to: 17:00}\n\nchain:", more, 1))

    assert (code, line) == ("E140", "- {days: [fri], from: 16:00, to: 20:00}")


def test_missing_hours_are_told():
    without = SHIPPED.replace(
        "  - {days: Monday to Friday, from: 9:00, to: 17:00}\n\nchain", "\nchain", 1
    )
    assert {code for code, _, _ in told(without)} == {"E029"}


def test_a_missing_tier_is_told():
    head, _, _ = SHIPPED.partition("  supervisor:  #")
    ((code, _, hint),) = told(head)

    assert code == "E020" and "supervisor" in hint


@pytest.mark.parametrize("text", ["", "policy: x\n", "- a\n", "policy: [\n", "\x00", "tiers: {}\n"])
def test_any_text_is_a_policy_or_a_message_with_a_place(text):
    policy, found = look_over(text.encode())

    assert policy is None
    assert all(one.line and one.message for one in found.problems) and found.problems
    with pytest.raises(CrisisError, match="cannot be used"):
        read_policy(text.encode(), "policy.yaml")


def test_the_agency_s_own_policy_comes_before_the_shipped_one(tmp_path):
    (tmp_path / "policy.yaml").write_text(SHIPPED.replace("version: 1", "version: ours"))

    found, said = known([tmp_path])
    assert (found.version, said) == ("ours", "")
    assert known([tmp_path / "nowhere"])[0].version == "1"


def test_a_broken_policy_asks_everybody_as_at_entry_and_says_so(tmp_path):
    (tmp_path / "policy.yaml").write_text(SHIPPED.replace("from: high", "from: hihg"))

    found, said = known([tmp_path])
    assert found is FALLBACK
    assert "cannot be used" in said and str(tmp_path) in said
    assert {tier.level for tier in found.tiers.values()} == {"moderate"}


def test_a_policy_that_was_read_before_is_the_same_from_the_cache(tmp_path):
    file = tmp_path / "policy.yaml"
    file.write_text(SHIPPED)

    assert load(file) == load(file)
    assert load(file).hash in load(file).hash and len(load(file).hash) == 64


def test_a_tier_may_name_scenarios_to_practise_and_one_that_is_not_there_is_told():
    text = SHIPPED.replace("  entry:\n", "  entry:\n    practice: [leaving, laeving]\n")
    policy, found = look_over(text.encode(), QUESTIONS, None, ["leaving", "others"])
    errors = [one for one in found.problems if one.severity == "error"]

    assert policy is None
    assert [(one.code, one.source.strip()) for one in errors] == [
        ("E147", "practice: [leaving, laeving]")
    ]
    assert "Did you mean 'leaving'?" in errors[0].hint
    mended = text.replace("laeving", "others")
    policy, _ = look_over(mended.encode(), QUESTIONS, None, ["leaving", "others"])
    assert policy and policy.tier("nobody recorded it").practice == ("leaving", "others")
    assert policy.tier("advanced").practice == ()


@pytest.mark.parametrize(
    ("text", "named"),
    [
        (SHIPPED, False),
        (SHIPPED.replace("  entry:\n", "  entry:\n    practice: [leaving]\n"), True),
        (SHIPPED + "# practice: [leaving]\n", False),
        ("tiers: {entry: {consult: {from: none}, practice: [leaving]}}\n", True),
    ],
)
def test_whether_practice_is_named_is_seen_without_reading_the_policy(tmp_path, text, named):
    (tmp_path / "policy.yaml").write_text(text, encoding="utf-8")

    assert names_practice([tmp_path]) is named
    assert names_practice([tmp_path / "nowhere"]) is False


def test_a_chain_without_anybody_of_the_agency_says_at_any_time_and_an_empty_one_is_refused():
    head, _, rest = SHIPPED.partition("chain:")
    _, _, rest = rest.partition("met_by:")
    line = "\n  - {id: line, who: Line, resource: access_helpline}\n\nmet_by:"
    _, alone = look_over(f"{head}chain:{line}{rest}".encode())
    policy, empty = look_over(f"{head}chain: []\nmet_by:{rest}".encode())

    assert [one.message for one in alone.problems] == [
        "Nobody of the agency can be reached at any time."
    ]
    assert policy is None and [one.message for one in empty.problems] == ["The chain names nobody."]


def test_hours_of_a_night_on_call_are_no_mistake():
    assert told(SHIPPED.replace("from: 9:00, to: 17:00", "from: 17:00, to: 9:00")) == []


def test_without_a_policy_that_can_be_used_nobody_is_asked_less_than_at_entry():
    entry, built_in = load(shipped() / "policy.yaml").tier("entry"), FALLBACK.tier("advanced")
    shipped_signs = load(shipped() / "policy.yaml").signs

    assert LEVELS.index(built_in.level) <= LEVELS.index(entry.level)
    assert set(entry.also) <= set(built_in.also)
    assert FALLBACK.signs == shipped_signs
