"""Content of a warrant beside the person: the decision behind it, and the offences. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any

import msgspec

from roadstead.engine.text.dates import earliest, latest


class Purpose(StrEnum):
    """Why the person is wanted."""

    PROSECUTE = "prosecute"
    SERVE = "serve"  # a sentence


class DecisionType(StrEnum):
    """Type of the judicial decision on which the warrant rests."""

    WARRANT = "arrest warrant"
    JUDGMENT = "judgment"
    OTHER = "other"


class JudicialDecision(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The judicial decision. `in_absentia`: None if not known; `served`: what was served on the person, and when."""

    court: str = ""
    reference: str = ""
    date: str = ""  # ISO 8601
    type: DecisionType = DecisionType.WARRANT
    in_absentia: bool | None = None
    served: str = ""


class Offence(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One offence. `when`: ISO 8601, a day, a month or a year. Terms of imprisonment are in months."""

    law: str = ""
    what: str = ""
    when: str = ""
    where: str = ""
    part: str = ""  # the degree of participation
    maximum_months: int | None = None
    remaining_months: int | None = None


class Content(msgspec.Struct, frozen=True, kw_only=True):
    """A whole warrant as it was written. `cells`: the person, by the headings of our csv."""

    purpose: Purpose
    cells: Mapping[str, str]
    decision: JudicialDecision
    offences: tuple[Offence, ...] = ()


def content_of(purpose: str, cells: Mapping[str, str], decision: Mapping[str, Any], offences: Sequence[Any]) -> Content:
    """Return the content from the columns in which it is stored."""
    return Content(
        purpose=Purpose(purpose),
        cells=cells,
        decision=msgspec.convert(decision, JudicialDecision),
        offences=msgspec.convert(offences, tuple[Offence, ...]),
    )


def longest_maximum(content: Content) -> int | None:
    """Return the longest imprisonment of all offences, in months; None if none says it."""
    return max((each.maximum_months for each in content.offences if each.maximum_months is not None), default=None)


def remaining(content: Content) -> int | None:
    """Return the months that remain of the sentences together; None if none says it."""
    found = [each.remaining_months for each in content.offences if each.remaining_months is not None]
    return sum(found) if found else None


def age_at_offence(content: Content) -> int | None:
    """Return the lowest age that the person may have had at one of the offences, in years; None if it is not known.

    A partial date counts as the day on which the person would be youngest.
    """
    born = [day for text in content.cells.get("born", "").split() if (day := latest(text))]
    done = [day for each in content.offences if (day := earliest(each.when))]
    if not born or not done:
        return None
    youngest, first = max(born), min(done)
    return max(0, first.year - youngest.year - ((first.month, first.day) < (youngest.month, youngest.day)))
