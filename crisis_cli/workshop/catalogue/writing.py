"""Problems with how a file is written: signs, lines and keys."""

from __future__ import annotations

from crisis_cli.workshop.catalogue.entry import Entry
from crisis_cli.workshop.catalogue.frame import ALONE, HEAD, plain

ENTRIES = (
    Entry(
        "E001",
        "The file was saved in a way that keeps letters such as é or “ differently. What a "
        "client would read could be garbled.",
        "In your editor, save it again as UTF-8. Most editors show this at the lower edge.",
        HEAD.replace("Example", "Caf\udce9") + plain()[len(HEAD) :],
        ("Caf\udce9", "Café"),
    ),
    Entry(
        "E002",
        "No protocol is this long. It is likely another file, or one that was copied into itself "
        "many times; reading it would take long.",
        "Look whether this is the file that you mean.",
        plain(more="words:\n  crisis: " + "very " * 400_001 + "bad\n"),
        ("very " * 400_001, "very "),
    ),
    Entry(
        "E003",
        "There is nothing to read: the file is empty, or every line begins with a #.",
        "Look whether this is the file that you mean, and whether it was saved.",
        "# " + HEAD.replace("\n", "\n# ")[:-2],
        ("# " + HEAD.replace("\n", "\n# ")[:-2], plain()),
    ),
    Entry(
        "E004",
        "The line holds a character that no screen shows. It comes along when text is copied from "
        "a web page or a chat, and it can turn the order of what is read.",
        "Delete the word at the caret and type it again.",
        plain().replace("Are you", "Are \x07you"),
        ("\x07", ""),
    ),
    Entry(
        "E005",
        "How far a line is indented says what it belongs to. A tab is shown with another width in "
        "every editor, so nobody could be sure.",
        "Use spaces, two for each level. Most editors can turn tabs into spaces.",
        plain().replace("    title", "\ttitle"),
        ("\ttitle", "    title"),
    ),
    Entry(
        "E006",
        "Lines that belong together begin in the same column. Here one does not, or a colon or a "
        "dash is missing, so it cannot be told what belongs to what.",
        "Look at this line and the one above: same column, two spaces a level, `key: value`.",
        plain().replace("title: Example", "title Example"),
        ("title Example", "title: Example"),
    ),
    Entry(
        "E007",
        "A colon and a space begin a value. Inside a sentence they would cut it in two.",
        "Put quotes around the whole sentence.",
        plain().replace("title: Example", "title: Example: a first try"),
        ("Example: a first try", '"Example: a first try"'),
    ),
    Entry(
        "E008",
        "A sentence that begins with a quote ends at the next quote; what comes after it would be "
        "lost. The signs * & ! % @ ` mean something else at the beginning.",
        "Put quotes around the whole sentence. Inside single quotes, double ones may stand.",
        plain().replace("title: Example", 'title: "Are you safe?" and more'),
        ('"Are you safe?" and more', "'\"Are you safe?\" and more'"),
    ),
    Entry(
        "E009",
        "Braces { } and brackets [ ] are for conditions, ids and answers. Around a sentence they "
        "would break it into pieces.",
        "Leave them out, or put quotes around the whole sentence.",
        plain().replace("title: First", "title: [First]"),
        ("[First]", "First"),
    ),
    Entry(
        "E010",
        "A quote was opened and not closed, so everything after it would be one long sentence.",
        "Close it with the same sign, at the end of the sentence.",
        plain().replace("title: Example", 'title: "Example'),
        ('"Example', '"Example"'),
    ),
    Entry(
        "E011",
        "Of two lines with the same key one would be thrown away, and nobody could be sure which.",
        "Keep one of the two. Two steps are two items of a list: each begins with a dash.",
        plain().replace("title: Example", "title: Example\ntitle: Example"),
        ("title: Example\ntitle: Example", "title: Example"),
    ),
    Entry(
        "E012",
        "In YAML & and * stand for a text that is written elsewhere. Nobody who reads the line "
        "would see what it says.",
        "Write the text out. If it is a sentence, put quotes around it.",
        plain().replace("title: Example", "title: &name Example"),
        ("&name Example", "Example"),
    ),
    Entry(
        "E013",
        "In YAML ! changes how a text is read, and may start a program. A protocol never does.",
        "Write the text out. If it is a sentence, put quotes around it.",
        plain().replace("title: Example", "title: !important Example"),
        ("!important Example", '"!important Example"'),
    ),
    Entry(
        "E014",
        "<< copies keys from elsewhere. Nobody who reads the line would see what it says.",
        "Write the keys out.",
        plain().replace("{id: alone", "{<<: everything, id: alone"),
        ("<<: everything, ", ""),
    ),
    Entry(
        "E015",
        "A line of three dashes begins another document. What stands after it would not be read.",
        "Keep one protocol in each file, and delete the line.",
        plain().replace("sections:", "---\nsections:"),
        ("---\n", ""),
    ),
    Entry(
        "E016",
        "Nothing in a protocol is nested this deep. A bracket was likely not closed.",
        "Close the brackets, or indent less.",
        plain(more="words: " + "[" * 70 + "]" * 70 + "\n"),
        ("words: " + "[" * 70 + "]" * 70 + "\n", "words: {crisis: A hard time.}\n"),
    ),
    Entry(
        "E017",
        "A space and a # begin a comment, and the rest of the sentence would be lost: "
        "`Call unit #4` is read as `Call unit`.",
        "Put quotes around the whole sentence. A comment gets two spaces before its #, and one "
        "after it.",
        plain().replace("title: First", "title: Room #4 first"),
        ("Room #4 first", '"Room #4 first"'),
    ),
    Entry(
        "E018",
        "A key is a word. Here something else stands before the colon, or nothing.",
        "Write `key: value`.",
        plain().replace("title: First", "[title, aim]: First"),
        ("[title, aim]", "title"),
    ),
    Entry(
        "E019",
        "A line that begins with % speaks to the program that reads YAML. A protocol has none.",
        "Delete the line.",
        "%YAML 1.2\n---\n" + plain(),
        ("%YAML 1.2\n---\n", ""),
    ),
    Entry(
        "E020",
        "Without this key it cannot be told what is meant.",
        "Add the key. Which keys there are stands in docs/language.md.",
        plain().replace("version: 1\n", ""),
        ("title: Example\n", "title: Example\nversion: 1\n"),
    ),
    Entry(
        "E021",
        "A key that nobody reads would change nothing: a misspelt `danger:` would leave a danger "
        "question unmarked. So no unknown key is passed over.",
        "Look at the spelling. Which keys fit where stands in docs/language.md.",
        plain(ALONE.replace("kind: yes_no", "kind: yes_no, hlep: It changes the next questions")),
        ("hlep", "help"),
    ),
    Entry(
        "E022",
        "A list, keys or a text is expected here, and something else is written.",
        "A list has a line with a dash for each item. Keys are lines of `key: value`.",
        plain(more="follow_up: tomorrow\n"),
        ("follow_up: tomorrow\n", "follow_up:\n  - {within: 24 hours}\n"),
    ),
    Entry(
        "E023",
        "Only certain words fit here, and this is none of them.",
        "Look at the spelling. The words that fit are named in the message.",
        plain(ALONE.replace("yes_no", "yes_or_no")),
        ("yes_or_no", "yes_no"),
    ),
    Entry(
        "E024",
        "Ids are names for the program: conditions and scenarios use them, so they must be easy to "
        "write the same way everywhere.",
        "Use small letters a-z, digits and _, without spaces.",
        plain(ALONE.replace("id: alone", "id: Alone now")),
        ("Alone now", "alone_now"),
    ),
    Entry(
        "E025",
        "A number is needed here. `10 years` or `ten` cannot be compared with an answer.",
        "Write digits only. What is counted goes under `unit:`.",
        plain("- {id: age, ask: How old are you?, kind: number, at_least: 0 years}\n"),
        ("at_least: 0 years", "at_least: 0, unit: years"),
    ),
    Entry(
        "E026",
        "Between these limits there is no number, so no answer would ever fit.",
        "The smaller number is `at_least`, the larger one `at_most`.",
        plain("- {id: pain, ask: How bad is it?, kind: scale, at_least: 10, at_most: 1}\n"),
        ("at_least: 10, at_most: 1}", "at_least: 1, at_most: 10}"),
    ),
    Entry(
        "E027",
        "In conditions this word means something else, so nobody could tell which is meant.",
        "Give the step or the answer another id.",
        plain(ALONE.replace("id: alone", "id: any")),
        ("id: any", "id: anyone"),
    ),
    Entry(
        "E028",
        "Conditions, scenarios and records name things by their id. Two with the same id could "
        "not be told apart.",
        "Give one of them another id. After copying a step, this is the first thing to change.",
        plain(ALONE + ALONE.replace("Are you alone?", "Still?")),
        ("{id: alone, ask: Still?", "{id: still_alone, ask: Still?"),
    ),
    Entry(
        "E029",
        "The key is there, and nothing is written for it. It was likely forgotten.",
        "Write it, or delete the key.",
        plain(ALONE.replace("Are you alone?", '""')),
        ('""', "Are you alone?"),
    ),
    Entry(
        "E045",
        "How soon somebody must be seen again is worked out from this, so it must be clear.",
        "Write a number, a space, and minutes, hours, days or weeks: `24 hours`.",
        plain(more="follow_up:\n  - {within: 24h}\n"),
        ("24h", "24 hours"),
    ),
    Entry(
        "E047",
        "Inside double quotes a backslash makes the next letter mean something else.",
        "Write two backslashes, or put single quotes around the sentence.",
        plain().replace("title: Example", 'title: "C:\\qin"'),
        ('"C:\\qin"', "'C:\\qin'"),
    ),
    Entry(
        "E049",
        "`after:` says from when on a follow-up makes sense, and `within:` by when it is due. "
        "Nobody can be seen not before the fifth day and by the third.",
        "Write a shorter span under `after:`, or a longer one under `within:`.",
        plain(more="follow_up:\n  - {after: 5 days, within: 3 days}\n"),
        ("within: 3 days", "within: 7 days"),
    ),
    Entry(
        "E048",
        "Translations are found by the short name of their language, and screen readers speak a "
        "page in it. Under another name nobody finds them.",
        "Write the two or three letters of each language, the one of this file first: "
        "`languages: [en, es]`.",
        plain().replace("version: 1\n", "version: 1\nlanguages: [english]\n"),
        ("[english]", "[en]"),
    ),
    Entry(
        "W088",
        "The worker would see a title with nothing under it.",
        "Add steps to the section, or delete it.",
        plain() + "  - {id: second, title: Second, steps: []}\n",
        ("  - {id: second, title: Second, steps: []}\n", ""),
    ),
    Entry(
        "W104",
        "A word processor bends the quotes “ ”. They are letters like any other: they do not hold "
        "a sentence together, and they are shown on the screen.",
        "Type them again as straight quotes, or leave them out. Best, edit protocols in an editor "
        "for text.",
        plain().replace("title: First", "title: “First”"),
        ("“First”", "First"),
    ),
)
