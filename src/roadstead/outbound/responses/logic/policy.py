"""Verdicts for carriers by match, as one table (docs/decisions/0008). Pure.

Nobody is refused without a named officer's decision (S13). A person named by a silent entry always gets the same
response as anybody else: it must not reveal that the person is listed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from roadstead.engine.records import Action, Verdict


class ReferPolicy(StrEnum):
    """Setting of the operator: from when a carrier is told to ask before boarding a person."""

    NEVER = "never"
    CONFIRMED = "confirmed"  # once a named officer has confirmed it
    OPEN = "open"  # while it waits for a decision: anybody who may file can then find out who is listed


class MatchStatus(StrEnum):
    """Status of a match for responses. Matches that were cleared or are no longer found have none."""

    OPEN = "open"
    CONFIRMED = "confirmed"  # by a named officer


VERDICTS: Final[Mapping[tuple[Action, MatchStatus], Mapping[ReferPolicy, Verdict]]] = {
    (Action.STOP, MatchStatus.CONFIRMED): dict.fromkeys(ReferPolicy, Verdict.NOT_OK),
    (Action.STOP, MatchStatus.OPEN): {ReferPolicy.OPEN: Verdict.REFER},
    (Action.REFER, MatchStatus.CONFIRMED): {ReferPolicy.CONFIRMED: Verdict.REFER, ReferPolicy.OPEN: Verdict.REFER},
    (Action.REFER, MatchStatus.OPEN): {ReferPolicy.OPEN: Verdict.REFER},
    (Action.DISCREET, MatchStatus.CONFIRMED): {},
    (Action.DISCREET, MatchStatus.OPEN): {},
}
# Order of precedence: what a carrier can correct comes before what it is only asked to do.
PRECEDENCE: Final = (Verdict.NOT_OK, Verdict.INSUFFICIENT, Verdict.REFER, Verdict.OK)


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """One match of one person. `decision`: id of the officer's act, None while it is open."""

    action: Action
    status: MatchStatus
    decision: int | None = None
    owner: str = ""
    states: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonResponse:
    """Response for one person, and the match behind it, which is never disclosed to a carrier."""

    verdict: Verdict = Verdict.OK
    missing: tuple[str, ...] = ()
    match: Match | None = None


def person_response(missing: Iterable[str], matches: Iterable[Match], refer: ReferPolicy) -> PersonResponse:
    """Return the response for one person: of all possible ones, the first by `PRECEDENCE`."""
    said = [
        PersonResponse(verdict=verdict, match=each)
        for each in matches
        if (verdict := _verdict(each, refer)) is not Verdict.OK
    ]
    if fields := tuple(missing):
        said.append(PersonResponse(verdict=Verdict.INSUFFICIENT, missing=fields))
    return min(said, key=lambda each: PRECEDENCE.index(each.verdict), default=PersonResponse())


def _verdict(met: Match, refer: ReferPolicy) -> Verdict:
    verdict = VERDICTS[met.action, met.status].get(refer, Verdict.OK)
    return Verdict.OK if verdict is Verdict.NOT_OK and met.decision is None else verdict
