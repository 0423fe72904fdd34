"""The fixed words of client pages, in English, and how they are said in one language.

Each has an id of its own. Catalogues (protocols/catalogues/es.yaml) say the same in other
languages; `{day}` and the like stand for what is put in when a page is made.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from crisis_cli.protocol import reader
from crisis_cli.protocol.reader import HERE

# What a translation names, as it names its protocol: these words, and those of the resource file.
CLIENT_PAGES, RESOURCES = "client-pages", "resources"

FIXED = {
    "title": "My safety plan",
    "short_title": "My plan for right now",
    "first": (
        "In danger right now? Call 911.\nNeed to talk to someone, day or night? Call or text 988."
    ),
    "not_enough": "If this plan does not help",
    "no_wait": "You do not have to try every step first. You do not have to wait.",
    "lifeline": "988 Lifeline, day or night",
    "lifeline_how": "Call or text 988",
    "danger": "Your life is in danger",
    "danger_how": "Call 911",
    "emergency_room": "You can also go to the nearest emergency room.",
    "no_phone": "No phone? Ask someone near you to call for you.",
    "scan": "Point a phone camera here to call 988.",
    "scan_means": "A code for phone cameras. It calls 988.",
    "made_on": "Made on",
    "again": "Look at it again",
    "again_by": "by {day}, {time}",
    "replaces": "Takes the place of",
    "replaces_plan": "the plan of {day}",
    "footer": (
        "The words are our own. This is not the Stanley-Brown Safety Plan or any other official "
        "form, and it has not been tested in a study."
    ),
    "page_of": "Page {page} of {pages}",
    "card_of": "Card {page} of {pages}",
    "fold": "Cut on the solid line. Fold on the dashed line.",
    "practice": "PRACTICE: made up, not about a real person",
    "practice_word": "PRACTICE",
    "call": "Call {number}",
    "text": "Text {number}",
    "call_or_text": "Call or text {number}",
    "chat": "Chat {number}",
    "tty": "TTY {number}",
    "always": "Day and night",
    "checked": "Last checked in {month}",
    "done": "Done",
    "not_yet": "Not yet",
    "not_done": "Not done",
    "none_of_these": "None of these",
    "none": "None",
    "scale": "{value} (of {least} to {most})",
    "sheet_title": "Numbers and places that can help",
    "sheet_always": "They answer day and night",
    "sheet_hours": "Look at the hours first",
    "sheet_footer": "Numbers change. Does one not work? Call or text 988, day or night.",
    "place": "Place: {place}",
    "languages": "Languages: {languages}",
    "who": "Who can use it: {who}",
    "stale": "Last checked in {month}. It may have changed.",
    "card_title": "When we talk or meet next",
    "when": "When",
    "with": "With",
    "where": "Where or how",
    "our_number": "Our number",
    "before_then": (
        "Is it getting bad before then? Call or text 988, day or night. In danger? Call 911."
    ),
    "appointment": "Appointment",
}
COLONS = {
    "am": "\u1366 ",
    "fr": "\u00a0: ",
    "zh": "\uff1a",
}  # what stands between a label and its value
STOPS = {"am": "\u1362 ", "zh": "\u3002"}  # what stands between two sentences


@dataclass(frozen=True, slots=True)
class Speech:
    """The fixed words in one language, and how dates and numbers read there.

    texts: by id. draft: nobody has reviewed them, so that they are for practice only.
    """

    language: str = HERE
    texts: Mapping[str, str] = field(default_factory=lambda: FIXED)
    draft: bool = False

    def __call__(self, id: str, **parts: object) -> str:
        """One text, with its parts put in. KeyError for an id that there is not."""
        said = self.texts[id]
        for name, value in parts.items():
            said = said.replace(f"{{{name}}}", str(value))
        return said

    @property
    def colon(self) -> str:
        """What stands between a label and its value."""
        return COLONS.get(self.language, ": ")

    @property
    def stop(self) -> str:
        """What stands between two sentences."""
        return STOPS.get(self.language, ". ")

    def day(self, at: date) -> str:
        """Monday, November 23, 2026."""
        return reader.day(at, self.language)

    def clock(self, at: datetime) -> str:
        """3:04 pm."""
        return reader.clock(at, self.language)

    def month(self, at: date) -> str:
        """November 2026."""
        return reader.month(at, self.language)

    def number(self, value: float) -> str:
        """1.5."""
        return reader.number(value, self.language)

    def name_of(self, language: str) -> str:
        """What a language is called."""
        return reader.language(language, self.language)


ENGLISH = Speech()
