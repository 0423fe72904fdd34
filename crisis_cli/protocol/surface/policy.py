"""The policy file: who decides. When somebody has to think along, and who countersigns by when."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, StringConstraints, WithJsonSchema

from crisis_cli.protocol.surface.values import (
    AMOUNT,
    ONE_OR_MORE,
    Id,
    Ids,
    ProtocolId,
    Strict,
    Text,
    YesNo,
    listed,
)

Level = Literal["none", "low", "moderate", "high", "emergency"]
Days = Annotated[list[Text], BeforeValidator(listed), WithJsonSchema(ONE_OR_MORE)]
Texts = Annotated[list[Text], BeforeValidator(listed), WithJsonSchema(ONE_OR_MORE)]
Percent = Annotated[str, StringConstraints(pattern=AMOUNT), WithJsonSchema({"type": "integer"})]
Count = Annotated[
    Literal["1", "2", "3", "4", "5", "6", "7", "8", "9"],
    WithJsonSchema({"type": "integer", "minimum": 1, "maximum": 9}),
]
# There are four times of the day, and five ways: more different ones nobody could ever try.
Times = Annotated[
    Literal["1", "2", "3", "4"],
    WithJsonSchema({"type": "integer", "minimum": 1, "maximum": 4}),
]
Ways = Annotated[
    Literal["1", "2", "3", "4", "5"],
    WithJsonSchema({"type": "integer", "minimum": 1, "maximum": 5}),
]
ALWAYS = "always"


class HoursKeys(Strict):
    """Hours of a day, on some days of the week."""

    days: Days
    """Days of the week: Monday to Friday, every day, or a list."""
    from_: Text = Field(alias="from")
    """When they begin: 9:00, 9 am, noon."""
    to: Text
    """When they end: 17:00, 5 pm, midnight. Earlier than `from`: on the next morning."""


def _always(raw: Any) -> Any:
    return [{"days": "every day", "from": "0:00", "to": "24:00"}] if raw == ALWAYS else raw


Hours = Annotated[
    list[HoursKeys],
    BeforeValidator(_always, json_schema_input_type=Literal["always"] | list[HoursKeys]),
]


class LinkKeys(Strict):
    """One of those who are called, one after the other."""

    id: Id
    """A short name: a-z, 0-9, _."""
    who: Text
    """Whom the worker calls: Your supervisor."""
    call: Text | None = None
    """Their telephone number. The agency writes it here."""
    resource: Id | None = None
    """Or the id of a resource, whose number stands in protocols/resources/."""
    hours: Hours | None = None
    """When they can be reached: always, or a list of hours. Those of a resource stand with it."""
    wait: Text | None = None
    """After how long without an answer the next one is called: 10 minutes."""


class SignKeys(Strict):
    """Answers that mean something for who must be asked."""

    means: Text
    """What they mean, in words: The person may be under 18."""
    answers: dict[Id, Ids]
    """By the id of a question, the answers to it; one of them is enough."""


class ConsultKeys(Strict):
    """When somebody has to think along before a contact ends."""

    from_: Level = Field(alias="from")
    """From this level of concern on."""
    also: Ids = []
    """And at any level with one of these: declined (a danger question was), cannot_determine
    (danger questions went unanswered), or a name under `signs`."""
    at_once: YesNo = "no"
    """Whether they are told as it happens; otherwise before the contact ends."""


class CountersignKeys(Strict):
    """What another person reads and signs, and by when."""

    from_: Level = Field(alias="from")
    """From this level of concern on."""
    within: Text
    """Counted from the end: 24 hours, 4 working hours, 1 working day, or by 10:00."""


class SampleKeys(Strict):
    """A share of the contacts that nobody else would have to read."""

    percent: Percent
    """How many of a hundred: 10. Which ones follows from their ids."""
    within: Text
    """Counted from the end: 5 working days."""


class TierKeys(Strict):
    """What holds for the workers of one tier."""

    consult: ConsultKeys
    """When somebody has to think along."""
    countersign: list[CountersignKeys] = []
    """What is countersigned by when; of several lines the soonest counts."""
    sample: SampleKeys | None = None
    """A share of the rest that is read too."""
    practice: Texts = []
    """Scenarios that they are expected to have passed before the first live contact, by name."""


class TiersKeys(Strict):
    """All four tiers."""

    entry: TierKeys
    """Who begins; and everybody whose tier nobody has recorded."""
    intermediate: TierKeys
    """Who has some experience."""
    advanced: TierKeys
    """Who has much."""
    supervisor: TierKeys
    """Supervisors, for the contacts that they lead themselves."""


class EffortKeys(Strict):
    """How hard somebody is tried for a follow-up, and what happens when they are not reached."""

    from_: Level = Field(alias="from")
    """From this level of concern on; the line with the highest level that fits counts."""
    tries: Count
    """How many tries at least, before anybody gives up."""
    over: Text
    """Over how long at least, from the first try to the last: 2 days."""
    times: Times = "1"
    """At how many different times of the day: night, morning, afternoon, evening."""
    ways: Ways = "1"
    """In how many different ways: in person, by phone, by text, by letter, through somebody."""
    tell_after: Count
    """After how many tries in vain the worker is to tell somebody of the chain; they are to in any
    case when it was due. The lists say so, and nothing is sent."""
    then: Text
    """What is done then, in words, by the rule of the agency."""


class PolicyFile(Strict):
    """Who decides."""

    policy: ProtocolId
    """A short name: a-z, 0-9, -."""
    version: Annotated[Text, WithJsonSchema({"type": ["string", "number"]})]
    """One more for every change."""
    zone: Text
    """The time zone of all hours in this file: America/New_York."""
    working_hours: list[HoursKeys]
    """What working days and working hours are. Holidays are not known."""
    chain: list[LinkKeys]
    """Who is called, one after the other."""
    met_by: Ids = []
    """Actions of protocols that are such a call: done, nobody has to be asked again."""
    signs: dict[Id, SignKeys] = {}
    """What answers mean for who must be asked."""
    tiers: TiersKeys
    """What holds for each tier."""
    follow_up: list[EffortKeys] = []
    """How hard somebody is tried for a follow-up; what is built in, where nothing is written."""
