"""Words that stand in nothing that people read, and from how many on a text can be graded."""

# Whoever reads at grade 6 reads these; below so many words a grade says little.
ENOUGH_WORDS = 5
# Wordings of instruments that belong to others; none of them may stand here.
OTHERS = [
    "wished you were dead",
    "go to sleep and not wake up",
    "actually had any thoughts",
    "how you might do this",
    "intention of acting",
    "details of how to kill yourself",
    "prepared to do anything",
    "better off if you were dead",
    "tried to kill yourself",
    "thoughts of killing yourself right now",
    "little interest or pleasure",
    "warning signs",
    "internal coping",
    "people whom i can ask",
    "people i can ask for help",
    "making the environment safe",
    "worth living for",
    "social settings",
]
NEVER_SAID = [
    "place on hold",
    "fd-12",
    "drug test",
    "i promise",
    "suicide contract",
    "committed suicide",
    "risk score",
    "attention seeking",
    "non-compliant",
]
