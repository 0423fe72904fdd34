"""The follow-up card: what was settled, small enough for a wallet, and nothing else."""

import re

import pytest
from made_cards import AGAIN, SETTLED, made
from made_contacts import END, NOW, START, contact, said
from shipped_plans import LANGUAGES, SCENARIOS, card, paper, state

from crisis_cli.documents.follow_up_card import follow_up_card
from crisis_cli.documents.formats import FORMATS, has
from crisis_cli.documents.table import DOCUMENTS
from crisis_cli.documents.text import text
from crisis_cli.documents.tongue import Tongue
from crisis_cli.engine.additions import Amended, Countersigned
from crisis_cli.protocol.fixed import ENGLISH
from crisis_cli.protocol.source import find, load
from crisis_cli.workshop.check.grade import grade


@pytest.fixture
def again(protocol):
    return protocol(AGAIN)


def words(page):
    return text(page)


def test_a_card_reads_like_this(again):
    page = made(again, whom="Kim", call_back="202-555-0100")

    assert words(page).splitlines() == [
        "When we talk or meet next",
        "=========================",
        "",
        "When: Friday, November 27, 2026, 11:00 am",
        "With: Kim",
        "Where or how: 202-555-0121",
        "Our number: 202-555-0100",
        "",
        "Is it getting bad before then? Call or text 988, day or night. In",
        "danger? Call 911.",
        "",
        "-" * 72,
        "Made on: Monday, November 23, 2026",
    ]


NOTE = "202-555-0177. If Bob picks up, say it is the library."


@pytest.mark.parametrize(
    ("guide", "more"), [("crisis-intervention", {}), ("follow-up", {"plan_now": "change"})]
)
@pytest.mark.parametrize("way", ["call", "call_message", "call_other", "text", "meet", "worker"])
def test_what_to_say_to_whoever_picks_up_a_phone_is_on_no_page_of_the_client(guide, more, way):
    answers = {"setting": "in_person", **more, "paper": "small", "reach_how": way}
    answers |= {"reach_where": NOTE, "next_when": "2026-11-27T11:00"}
    ended = contact(load(find(guide)), *said(**answers), *END)
    english = Tongue(ENGLISH, ended.protocol)
    client = [(name, form) for name, one in DOCUMENTS.items() if one.client for form in one.forms]
    pages = {named: paper(ended, *named, lambda: english) for named in client}
    found = {form for (_, form), page in pages.items() if page and "library" in words(page)}

    assert found == ({"page", "large", "card", "phone"} if way in ("meet", "worker") else set())
    assert "library" in words(paper(ended, "contact-record", "page", lambda: english))


def put_right(**right):
    """The pages of a contact after corrections: its plan and its card, or "", and its record."""
    answers = {"setting": "in_person", "called": ["name"], "name_used": "Ari", "paper": "yes"}
    answers |= {"reach_how": "meet", "reach_where": "The bench", "next_when": "2026-11-27T11:00"}
    new = [Amended("correction", reason="misheard", step=s, value=v) for s, v in right.items()]
    ended = contact(load(find("crisis-intervention")), *said(**answers), *END, *new)
    english = Tongue(ENGLISH, ended.protocol)
    names = (("safety-plan", "page"), ("follow-up-card", "card"), ("contact-record", "page"))
    pages = (paper(ended, *named, lambda: english) for named in names)
    return [words(page) if page else "" for page in pages]


def test_a_correction_about_paper_a_name_or_a_meeting_decides_what_is_printed_from_then_on():
    plan, card, _ = put_right()
    assert "Ari" in plan and "The bench" in plan and "The bench" in card

    assert put_right(paper="no")[:2] == ["", ""]
    assert "Ari" not in put_right(called=["name", "keep_off"])[0]
    assert "The bench" not in "".join(put_right(reach_how="call")[:2])
    plan, card, _ = put_right(reach_how="not_at_all")
    assert "November 27" not in plan and card == ""
    assert "Safety plan: My name;" in put_right(paper="no")[2]  # what was made then


@pytest.mark.parametrize("number", ["01", "03", "16"])
def test_the_card_of_a_scenario_reads_like_this_in_spanish(number, golden):
    page = card(number, "card", "es")

    golden(f"cards/{number}.es.txt", FORMATS["txt"](page, print).decode())


def test_what_is_not_known_leaves_no_line_behind(again):
    shown = words(made(again, reach_where="unsure"))

    assert not re.search("With|Where|Our number|None", shown)
    assert "When: Friday" in shown


def test_a_day_without_a_time_is_printed_as_one(again):
    assert "When: Friday, November 27, 2026\n" in words(made(again, next_when="2026-11-27"))


@pytest.mark.parametrize("word", ["unsure", "declined", "not_asked"])
def test_without_a_time_that_was_settled_it_says_the_latest_one_from_the_follow_up(again, word):
    page = made(again, next_when=word)
    due = state_due(again, word)

    assert f"When: by {due}" in words(page)
    assert page.data["starts"] == "" and not has(page, "ics")


def state_due(protocol, word):
    found = contact(protocol, *said(**SETTLED | {"next_when": word}), *END)
    at = found.tasks(NOW)[0].due
    return f"{at:%A}, {at:%B} {at.day}, {at.year}, {at.hour % 12}:{at:%M} pm"


def test_times_are_those_of_washington_on_both_sides_of_the_change_of_clocks(again):
    summer = made(again, next_when="2026-10-31T09:00")
    winter = made(again, next_when="2026-11-02T09:00")

    assert "Saturday, October 31, 2026, 9:00 am" in words(summer)
    assert summer.data["starts"] == "2026-10-31T13:00:00+00:00"
    assert winter.data["starts"] == "2026-11-02T14:00:00+00:00"


@pytest.mark.parametrize(
    "answers",
    [{"paper": "no"}, {"paper": "declined"}, {"reach_how": "not_at_all"}, {"reach_how": "unsure"}],
)
def test_there_is_no_card_where_paper_or_contact_is_not_wanted(again, answers):
    assert made(again, **answers) is None


def test_a_correction_is_printed_and_what_it_corrects_is_not(again):
    new = Amended("correction", reason="misheard", step="reach_where", value="202-555-0199")
    page = made(again, new)

    assert "202-555-0199" in words(page) and "0121" not in words(page)


def test_a_private_place_is_on_no_card(protocol):
    hidden = protocol(AGAIN.replace("ask: Where,", "ask: Where, private: yes,"))

    assert "0121" not in words(made(hidden))


def test_a_protocol_that_asks_for_no_time_has_a_card_with_the_latest_one(protocol):
    bare = protocol(
        AGAIN.split("      - id: reach_how")[0] + "follow_up:" + AGAIN.split("follow_up:")[1]
    )
    page = follow_up_card(contact(bare, *said(paper="yes"), *END), NOW)

    assert "When: by Thursday, November 26, 2026" in words(page)


def test_nothing_on_a_card_tells_a_finder_what_it_is_about(again):
    page = made(again, whom="Kim", call_back="202-555-0100")

    for shown in (words(page), page.title, str(page.data)):
        assert not re.search(
            r"suicid|crisis|safety|plan\b|level|concern|health|client|Alex|message|not_at",
            shown,
            re.I,
        )


def test_how_secret_the_contact_is_does_not_stand_on_the_card():
    for number in SCENARIOS:
        if page := card(number):
            assert not re.search("no message|Please do not|Ask a worker", text(page))


def test_our_own_words_are_read_at_grade_six(again):
    page = made(again, whom="Kim")

    assert grade(" ".join([f"{page.title}.", page.blocks[-1].text])) <= 6


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_card_is_in_one_language_and_what_was_said_stays(language):
    shown = text(card("16", "card", language))

    assert "7th and F, by the green jackets" in shown and "988" in shown and "911" in shown
    assert not re.search("When|With|Where|number|getting bad|Made on|Thursday", shown)


def test_cards_of_scenarios_have_the_time_that_was_settled():
    assert "December 17, 2026, 9:00 am" in text(card("16"))
    assert state("16").answer("next_when").value == "2026-12-17T09:00"


def test_the_same_contact_keeps_its_id_and_a_change_counts_up(again):
    new = Amended("correction", reason="moved", step="next_when", value="2026-11-28T11:00")
    first, second = made(again), made(again, new, Countersigned(True))

    assert first.data["uid"] == second.data["uid"]
    assert (first.data["edition"], second.data["edition"]) == (0, 1)
    assert first.data["starts"] != second.data["starts"]
    assert START < first.data["changed"] < second.data["changed"]
