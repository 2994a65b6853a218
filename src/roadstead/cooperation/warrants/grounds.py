"""Grounds for refusal that the stated facts raise, under the instruments between the issuing state and each other."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from roadstead.cooperation.warrants.logic.checks import case_of, needs_second_look
from roadstead.cooperation.warrants.models import Warrant
from roadstead.engine.requests.surrender import MEASURE
from roadstead.engine.rules.law.bases import bases_for
from roadstead.engine.rules.law.grounds import Ground, GroundStatus, grounds
from roadstead.engine.sentences import Sentence
from roadstead.platform.policies.law import facts_in_force

AGE: Final = "age"  # code of the ground: the age of responsibility of the other state is seldom known
RAISED: Final = frozenset({GroundStatus.APPLIES, GroundStatus.MAY_APPLY})


@dataclass(frozen=True, slots=True, kw_only=True)
class RaisedGround:
    """A ground in words, how sure it is, under which instruments. `missing`: facts without which nobody can tell."""

    text: Sentence
    status: GroundStatus
    instruments: tuple[str, ...]
    missing: tuple[Sentence, ...] = ()


def raised_grounds(row: Warrant, states: Iterable[str], on: date) -> list[RaisedGround]:
    """Return the grounds that apply or may apply in one of these states, the surest first. A person decides."""
    case, facts = case_of(row.content), facts_in_force()
    found: dict[tuple[Sentence, GroundStatus], dict[str, Ground]] = {}
    for state in states:
        for basis in bases_for(row.owner, state, MEASURE, on, facts):
            for each in grounds(basis, case):
                is_age = each.rule.code == AGE and each.status is GroundStatus.CANNOT_TELL
                if each.status in RAISED or (is_age and needs_second_look(row.content)):
                    found.setdefault((each.text, each.status), {})[basis.instrument.name] = each
    order = list(GroundStatus)
    return [
        RaisedGround(
            text=text,
            status=status,
            instruments=tuple(sorted(by)),
            missing=tuple(dict.fromkeys(word for each in by.values() for word in each.missing_words)),
        )
        for (text, status), by in sorted(found.items(), key=lambda pair: (order.index(pair[0][1]), str(pair[0][0])))
    ]
