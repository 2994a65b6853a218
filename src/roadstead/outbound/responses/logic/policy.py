"""What may be told to a carrier of what was met, as one table (docs/decisions/0008). Pure.

Nobody is refused without a named officer's yes (S13). Whom a silent entry names is answered as anybody else, always:
the answer must not tell that somebody is listed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from roadstead.engine.records import Action, Verdict


class Refer(StrEnum):
    """From when on a carrier is told to ask before it boards a person: the operator's choice."""

    NEVER = "never"
    CONFIRMED = "confirmed"  # once a named officer has confirmed it
    OPEN = "open"  # already while it waits for a decision: whoever may file can then find out who is listed


class Standing(StrEnum):
    """How far people have come with a possible match. What was cleared or is no longer met does not stand at all."""

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
# Of several the first counts: what a carrier can mend comes before what it is only asked to do.
FIRST: Final = (Verdict.NOT_OK, Verdict.INSUFFICIENT, Verdict.REFER, Verdict.OK)


@dataclass(frozen=True, slots=True, kw_only=True)
class Met:
    """One possible match of one person. `decision` is the number of the officer's act, None while it is open."""

    action: Action
    standing: Standing
    decision: int | None = None
    owner: str = ""
    states: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What a carrier is told, and what stands behind it, which no carrier is told."""

    verdict: Verdict = Verdict.OK
    missing: tuple[str, ...] = ()
    behind: Met | None = None


def given(missing: Iterable[str], met: Iterable[Met], refer: Refer) -> Given:
    """The answer for one person: of everything that could be said, the first in `FIRST`."""
    said = [Given(verdict=verdict, behind=each) for each in met if (verdict := _told(each, refer)) is not Verdict.OK]
    if fields := tuple(missing):
        said.append(Given(verdict=Verdict.INSUFFICIENT, missing=fields))
    return min(said, key=lambda each: FIRST.index(each.verdict), default=Given())


def _told(met: Met, refer: Refer) -> Verdict:
    verdict = TOLD[met.action, met.standing].get(refer, Verdict.OK)
    return Verdict.OK if verdict is Verdict.NOT_OK and met.decision is None else verdict
