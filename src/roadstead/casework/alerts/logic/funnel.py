"""Funnel of alerts: raised, reviewed, confirmed, met at the border, acted on, missed, unanswered (A1, A10). Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from roadstead.casework.alerts.logic.outcomes import ACTED, ENCOUNTERED, NOT_FOUND
from roadstead.casework.alerts.logic.workflow import SELECTED, AlertState

REVIEWED = frozenset({AlertState.CLEARED, AlertState.CONFIRMED, AlertState.CLOSED, *SELECTED})
CONFIRMED = frozenset({AlertState.CONFIRMED, AlertState.CLOSED})


@dataclass(frozen=True, slots=True, kw_only=True)
class FunnelAlert:
    """One alert: its state, and the outcomes that any state recorded, in order."""

    state: str
    outcomes: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Funnel:
    """Numbers of alerts. `missed`, `not_found` and `without_outcome` are counted beside the steps, not as steps."""

    raised: int = 0
    reviewed: int = 0
    confirmed: int = 0
    encountered: int = 0
    acted: int = 0
    not_found: int = 0
    missed: int = 0
    without_outcome: int = 0  # confirmed, and no outcome is recorded


def funnel(cases: Iterable[FunnelAlert]) -> Funnel:
    """Count the alerts of each step, each once however many outcomes it has.

    `encountered` and `acted` count confirmed ones only.
    """
    every = list(cases)
    confirmed = [case for case in every if case.state in CONFIRMED]
    return Funnel(
        raised=len(every),
        reviewed=sum(case.state in REVIEWED for case in every),
        confirmed=len(confirmed),
        encountered=sum(bool(ENCOUNTERED & set(case.outcomes)) for case in confirmed),
        acted=sum(bool(ACTED & set(case.outcomes)) for case in confirmed),
        not_found=sum(bool(NOT_FOUND & set(case.outcomes)) for case in confirmed),
        missed=sum("missed" in case.outcomes for case in every),
        without_outcome=sum(not case.outcomes for case in confirmed),
    )
