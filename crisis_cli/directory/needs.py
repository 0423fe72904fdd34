"""What somebody may need: the table by which resources are found, and other words for each."""

from __future__ import annotations

# need: other words that people type for it, or that other directories call it.
NEEDS = {
    "crisis": "mental health emergency panic psychiatric counseling counselling",
    "suicide": "suicidal thoughts of dying",
    "drugs": "drug alcohol substance drinking detox sober withdrawal recovery addiction",
    "overdose": "naloxone narcan opioid",
    "poison": "poisoning",
    "hospital": "emergency room psychiatric medical health clinic doctor",
    "shelter": "bed housing homeless homelessness sleep cold hypothermia",
    "food": "hungry hunger meal meals pantry groceries eat nutrition",
    "violence": "domestic abuse partner hurt victim crime safe",
    "sexual_violence": "sexual rape assault abuse",
    "child_safety": "child abuse neglect",
    "adult_safety": "adult elder abuse neglect exploitation",
    "treatment": "rehab therapy counseling counselling recovery",
    "language": "interpreter interpretation translation",
    "benefits": "money cash rent bills utilities insurance",
    "legal": "lawyer law court legal",
    "work": "job jobs employment training",
}


def need_of(text: str) -> str:
    """The need of this name, or that is called so elsewhere; "" for none."""
    plain = text.strip().lower().replace(" ", "_").replace("-", "_")
    if plain in NEEDS:
        return plain
    word = plain.replace("_", " ")
    return next((need for need, words in NEEDS.items() if word in words.split()), "")
