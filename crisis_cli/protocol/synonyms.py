"""Words that other programs use, and what they are called here: for "did you mean"."""

from __future__ import annotations

# The word of our language -> what people bring along for it from forms, surveys and programs.
_OURS = {
    "yes": "true y on",
    "no": "false n off",
    "unsure": "maybe not_sure dont_know unknown_answer",
    "declined": "refused refuse decline prefer_not_to_say",
    "moderate": "medium middle mid",
    "emergency": "critical severe urgent extreme",
    "none": "zero nothing",
    "ask": "question prompt",
    "do": "action task todo",
    "guidance": "note info instruction display",
    "answers": "options choices values responses",
    "kind": "type",
    "at_least": "min minimum least from",
    "at_most": "max maximum most to",
    "when": "if condition show_if visible_if enable_when where",
    "any": "or one_of any_of",
    "all": "and all_of",
    "run": "then block do",
    "level": "severity priority",
    "because": "why reason",
    "within": "due deadline after hours",
    "each": "fields items columns",
    "id": "name key code",
    "help": "hint description tooltip",
    "means": "meaning description",
    "title": "name heading",
    "heading": "title",
    "start_from": "default initial",
    "yes_no": "boolean bool yesno yes/no yes_or_no",
    "choose_one": "radio select select_one single dropdown choice",
    "choose_many": "checkbox multiselect select_multiple multiple multi",
    "text": "string str short_text input",
    "long_text": "paragraph textarea free_text freetext",
    "date_time": "date time datetime day",
    "number": "integer int decimal float numeric",
    "phone": "tel telephone",
    "person": "contact",
    "nine_one_one": "911",
    "lifeline": "988",
    "call": "phone number",
}
OTHER_WORDS: dict[str, list[str]] = {}
for _ours, _others in _OURS.items():
    for _other in _others.split():
        OTHER_WORDS.setdefault(_other, []).append(_ours)
