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


class Refer(StrEnum):
    """Setting of the operator: from when a carrier is told to ask before boarding a person."""

    NEVER = "never"
    CONFIRMED = "confirmed"  # once a named officer has confirmed it
    OPEN = "open"  # while it waits for a decision: anybody who may file can then find out who is listed


class Standing(StrEnum):
    """Status of a match for responses. Matches that were cleared or are no longer found have none."""

    OPEN = "open"
    CONFIRMED = "confirmed"  # by a named officer


TOLD: Final[Mapping[tuple[Action, Standing], Mapping[Refer, Verdict]]] = {
    (Action.STOP, Standing.CONFIRMED): dict.fromkeys(Refer, Verdict.NOT_OK),
    (Action.STOP, Standing.OPEN): {Refer.OPEN: Verdict.REFER},
    (Action.REFER, Standing.CONFIRMED): {Refer.CONFIRMED: Verdict.REFER, Refer.OPEN: Verdict.REFER},
    (Action.REFER, Standing.OPEN): {Refer.OPEN: Verdict.REFER},
    (Action.DISCREET, Standing.CONFIRMED): {},
    (Action.DISCREET, Standing.OPEN): {},
}
# Order of precedence: what a carrier can correct comes before what it is only asked to do.
FIRST: Final = (Verdict.NOT_OK, Verdict.INSUFFICIENT, Verdict.REFER, Verdict.OK)


@dataclass(frozen=True, slots=True, kw_only=True)
class Met:
    """One match of one person. `decision`: id of the officer's act, None while it is open."""

    action: Action
    standing: Standing
    decision: int | None = None
    owner: str = ""
    states: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """Response for one person, and the match behind it, which is never disclosed to a carrier."""

    verdict: Verdict = Verdict.OK
    missing: tuple[str, ...] = ()
    behind: Met | None = None


def given(missing: Iterable[str], met: Iterable[Met], refer: Refer) -> Given:
    """Return the response for one person: of all possible ones, the first by `FIRST`."""
    said = [Given(verdict=verdict, behind=each) for each in met if (verdict := _told(each, refer)) is not Verdict.OK]
    if fields := tuple(missing):
        said.append(Given(verdict=Verdict.INSUFFICIENT, missing=fields))
    return min(said, key=lambda each: FIRST.index(each.verdict), default=Given())


def _told(met: Met, refer: Refer) -> Verdict:
    verdict = TOLD[met.action, met.standing].get(refer, Verdict.OK)
    return Verdict.OK if verdict is Verdict.NOT_OK and met.decision is None else verdict
