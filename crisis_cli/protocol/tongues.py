"""The short names of languages, as BCP 47 has them: en, es, am, pt-br."""

from __future__ import annotations

import re
import unicodedata

# Every two-letter code of ISO 639-1. Languages without one have three letters.
ISO_639_1 = (
    "aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs cu cv cy da "
    "de dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy "
    "hz ia id ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg "
    "li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or "
    "os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta "
    "te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu"
)
TWO_LETTERS = frozenset(ISO_639_1.split())
CODE = re.compile(r"(?P<language>[a-z]{2,3})(-[a-z0-9]{2,8})*")
# What people write for languages that are spoken much where the program is used.
CALLED = {
    "am": "amh amharic",
    "ar": "ara arabic",
    "bn": "ben bengali bangla",
    "de": "deu ger german",
    "en": "eng english",
    "es": "spa spanish espanol castellano",
    "fa": "fas per farsi persian dari",
    "fr": "fra fre french francais",
    "hi": "hin hindi",
    "ht": "hat haitian creole kreyol",
    "ko": "kor korean",
    "om": "orm oromo",
    "ps": "pus pashto",
    "pt": "por portuguese portugues",
    "ru": "rus russian",
    "so": "som somali",
    "ti": "tir tigrinya",
    "tl": "tgl tagalog filipino",
    "uk": "ukr ukrainian",
    "ur": "urd urdu",
    "vi": "vie vietnamese",
    "zh": "zho chi cmn chinese mandarin",
}
# The first of these that is a word: what a language is called in English.
IN_ENGLISH = {code: next(n for n in names.split() if len(n) > 3) for code, names in CALLED.items()}
SHORT = {name: code for code, names in CALLED.items() for name in names.split()}
EXAMPLES = "en for English, es for Spanish, am for Amharic"


def called(text: str) -> str:
    """The short name of a language by what people call it, with or without accents; "" for none."""
    apart = unicodedata.normalize("NFKD", text.strip().lower())
    return SHORT.get("".join(char for char in apart if not unicodedata.combining(char)), "")


def is_language(code: str) -> bool:
    """Whether this can be the short name of a language; of three letters, it is believed."""
    found = CODE.fullmatch(code)
    if found is None or code in SHORT:
        return False
    return len(found["language"]) == 3 or found["language"] in TWO_LETTERS


def short_name(text: str) -> str:
    """What to do about a text that is no short name of a language."""
    plain = text.lower().replace("_", "-")
    meant = plain if is_language(plain) else SHORT.get(plain, "")
    own = f"{meant} for {text.capitalize()}" if meant != plain and len(text) > 3 else meant
    return f"Write its short name: {own if meant else EXAMPLES}."
