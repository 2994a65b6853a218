"""Checks of a warrant before it is validated: shown to a person, who decides. Nothing is refused. Pure.

Completeness follows Article 8 of Framework Decision 2002/584/JHA, the form of which many states know.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from roadstead.cooperation.warrants.logic.content import (
    Content,
    Offence,
    Purpose,
    age_at_offence,
    longest_maximum,
    remaining,
)
from roadstead.engine.sentences import Sentence

THRESHOLD_MONTHS: Final = 12  # of the longest imprisonment, to prosecute
REMAINING_MONTHS: Final = 4  # of a sentence that is to be served
ADULT_YEARS: Final = 18
SECOND_LOOK: Final = Sentence(
    "The person was a child at the time of the offence. Nobody is published to a border as wanted without a second"
    " look."
)


def missing(content: Content) -> tuple[Sentence, ...]:
    """Return what the warrant lacks of the content of Article 8, in the order of the article."""
    return tuple(_missing(content))


def points(content: Content) -> tuple[Sentence, ...]:
    """Return what a person has to decide on: threshold, child, judgment in absence."""
    return tuple(_points(content))


def needs_second_look(content: Content) -> bool:
    """Return True if the person may have been a child at the time: validation alone does not put it in force."""
    age = age_at_offence(content)
    return age is not None and age < ADULT_YEARS


def case_of(content: Content) -> Mapping[str, bool | int]:
    """Return the facts of `engine.rules.language.surrender` that the warrant states."""
    numbers = {
        "offence.maximum_months": longest_maximum(content),
        "person.age_at_offence": age_at_offence(content),
        "case.remaining_months": remaining(content) if content.purpose is Purpose.SERVE else None,
        "case.in_absentia": content.decision.in_absentia,
    }
    return {name: value for name, value in numbers.items() if value is not None}


def _missing(content: Content) -> Iterator[Sentence]:
    cells, decision = content.cells, content.decision
    said: tuple[tuple[str, Sentence], ...] = (
        (cells.get("surname", ""), Sentence("The name of the person.")),
        (cells.get("born", ""), Sentence("The date of birth.")),
        (cells.get("nationality", ""), Sentence("The nationality.")),
        (decision.court, Sentence("The court.")),
        (decision.reference, Sentence("The reference of the judicial decision.")),
        (decision.date, Sentence("The date of the judicial decision.")),
    )
    yield from (sentence for text, sentence in said if not text.strip())
    if decision.in_absentia is None and content.purpose is Purpose.SERVE:
        yield Sentence("Whether the person was present at the trial.")
    if not content.offences:
        yield Sentence("At least one offence.")
    for number, each in enumerate(content.offences, start=1):
        for word in _missing_of(each, content.purpose):
            yield Sentence("Offence %(number)s: %(what)s", {"number": number, "what": word})


def _missing_of(offence: Offence, purpose: Purpose) -> Iterator[Sentence]:
    said = (
        (offence.law, Sentence("the law and section.")),
        (offence.what, Sentence("what happened.")),
        (offence.when, Sentence("the time.")),
        (offence.where, Sentence("the place.")),
        (offence.part, Sentence("the part that the person took.")),
    )
    yield from (sentence for text, sentence in said if not text.strip())
    if offence.maximum_months is None and purpose is Purpose.PROSECUTE:
        yield Sentence("the longest imprisonment.")
    if offence.remaining_months is None and purpose is Purpose.SERVE:
        yield Sentence("the sentence that remains.")


def _points(content: Content) -> Iterator[Sentence]:
    longest, left, age = longest_maximum(content), remaining(content), age_at_offence(content)
    if content.purpose is Purpose.PROSECUTE and longest is not None and longest < THRESHOLD_MONTHS:
        yield Sentence(
            "The longest imprisonment is %(months)s months. Treaties ask for %(least)s.",
            {"months": longest, "least": THRESHOLD_MONTHS},
        )
    if content.purpose is Purpose.SERVE and left is not None and left < REMAINING_MONTHS:
        yield Sentence(
            "%(months)s months of the sentence remain. The European arrest warrant asks for %(least)s.",
            {"months": left, "least": REMAINING_MONTHS},
        )
    if age is not None and age < ADULT_YEARS:
        yield Sentence(
            "The person was %(age)s at the time of the offence. Age is a ground for refusal where the other state’s law"
            " says so: refer to the child protection authority first.",
            {"age": age},
        )
        yield SECOND_LOOK
    if content.decision.in_absentia and not content.decision.served.strip():
        yield Sentence("The judgment was given in absence, and the warrant does not say what was served.")
