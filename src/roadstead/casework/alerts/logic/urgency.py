"""Urgency of an alert: seriousness x strength x nearness, from 0 to 100, with the sentence that explains it.

Nearness halves with every six hours until arrival, so that of two alerts with the same weight the sooner comes first.
After arrival it stays 1 while people are at the border desks, or goods in the port; then it falls to a sixteenth. It is
0 once the alert was dealt with at the border. `queue.urgency_in_sql` and `Alert.weight` compute the same in SQL for the
order of the queue; tests keep the two equal.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from roadstead.engine.records import Action, HitKind

FULL: Final = 100.0
HALF_LIFE_HOURS: Final = 6.0  # hours in which nearness halves
PEOPLE_STAY_HOURS: Final = 6.0  # hours after arrival during which a person can still be met at the border
GOODS_STAY_HOURS: Final = 72.0  # hours after arrival during which a consignment can still be examined [D]
NEARNESS_AFTER_STAY: Final = 1 / 16  # after people or goods have left the port: as urgent as an arrival in a day
NEARNESS_UNKNOWN: Final = 1 / 4  # no arrival declared: as urgent as one in twelve hours, since it may be any minute

# Seriousness from 1 to 5 by the action that the owner asks for. A discreet check is lost if nobody is notified in time.
OF_ACTION: Final[dict[str, int]] = {Action.STOP.value: 5, Action.DISCREET.value: 4, Action.REFER.value: 3}
# Seriousness by rule; any other rule has that of its action.
OF_RULE: Final[dict[str, int]] = {"T01": 4, "T02": 2, "T03": 2, "T04": 4, "T05": 1}
# Change of seriousness by the priority of an entry, if its owner gives one, or by the severity of a written rule.
OF_PRIORITY: Final[dict[str, int]] = {"high": 1, "low": -1}
MOST_SERIOUS: Final = 5
# Bits of match strength. More than `FULL_STRENGTH` add nothing; fewer than `LEAST_STRENGTH` still count as so many.
FULL_STRENGTH, LEAST_STRENGTH = 40.0, 4.0
# kinds that match or do not: always full strength
CERTAIN_KINDS: Final = frozenset({HitKind.RULE.value, HitKind.DOCUMENT.value})

SERIOUSNESS_TEXTS: Final = {
    5: "most serious type",
    4: "serious type",
    3: "medium type",
    2: "less serious type",
    1: "least serious type",
}
# Match strength in words, by the lowest number of bits of each.
STRENGTHS: Final = ((40.0, "very strong match"), (25.0, "strong match"), (15.0, "fair match"), (0.0, "weak match"))


# All texts that a sentence is made of; the pages translate them (web/languages).
SENTENCE: Final = "Urgency %(number)s of 100: %(serious)s, %(evidence)s, %(when)s."
UNDER_ONE: Final = "under 1"
DEALT: Final = "Urgency 0 of 100: dealt with at the border."
CERTAIN_MATCH: Final = "by a rule or a listed document"
UNDECLARED: Final = "no arrival time declared (counted as arriving in 12 hours)"
LONG_GONE: Final = "arrived %(hours)s h ago, the people have left the port"
GOODS_GONE: Final = "arrived %(hours)s h ago, the goods may have left the port"
LANDED, IN_PORT, ARRIVED = "flight has landed", "ship has arrived", "has arrived"
IN_HOURS, IN_MINUTES = "arrives in %(hours)s h", "arrives in %(minutes)s min"
TEXTS: Final = (
    SENTENCE,
    UNDER_ONE,
    DEALT,
    CERTAIN_MATCH,
    UNDECLARED,
    LONG_GONE,
    GOODS_GONE,
    LANDED,
    IN_PORT,
    ARRIVED,
    IN_HOURS,
    IN_MINUTES,
    *SERIOUSNESS_TEXTS.values(),
    *(words for _, words in STRENGTHS),
)

Translate = Callable[[str], str]  # translates a text into the reader's language


@dataclass(frozen=True, slots=True, kw_only=True)
class Urgency:
    """Urgency of one alert. `number`: 0 to 100, explained by `sentence`. `bits`: None if a rule or a document matched.
    `mode`: of the voyage (air, sea, road).
    """

    number: float
    serious: int
    bits: float | None
    hours: float | None
    cargo: bool = False
    mode: str = ""
    dealt: bool = False

    def sentence(self, translate: Translate = str) -> str:
        """Return the number and its reasons: `Urgency 36 of 100: serious type, strong match, arrives in 3 h.`"""
        if self.dealt:
            return translate(DEALT)
        return translate(SENTENCE) % {
            "number": f"{self.number:.0f}" if self.number >= 1 else translate(UNDER_ONE),
            "serious": translate(SERIOUSNESS_TEXTS[self.serious]),
            "evidence": _evidence(self.bits, translate),
            "when": _when(self.hours, translate, cargo=self.cargo, mode=self.mode),
        }


def seriousness(action: str, rule: str = "", of_list: int | None = None, priority: str = "") -> int:
    """Return 1 to 5: as the owner has set for the list, else by the rule, else by the action. The priority of an entry
    or the severity of a written rule changes it.
    """
    found = of_list or OF_RULE.get(rule) or OF_ACTION.get(action, OF_ACTION[Action.REFER.value])
    return max(1, min(MOST_SERIOUS, found + OF_PRIORITY.get(priority, 0)))


def strength(kind: str, bits: float) -> float:
    """Return 0.1 to 1: 40 bits are full strength; a rule and a listed document always are."""
    return 1.0 if kind in CERTAIN_KINDS else max(LEAST_STRENGTH, min(bits, FULL_STRENGTH)) / FULL_STRENGTH


def weight(serious: int, kind: str, bits: float) -> float:
    """Return the part that does not depend on the clock, 0 to 1: the column `Alert.weight`."""
    return serious / MOST_SERIOUS * strength(kind, bits)


def nearness(hours: float | None, *, cargo: bool = False) -> float:
    """Return 0 to 1. `hours`: until arrival, negative after it, None if none is declared. Goods stay longer than
    people.
    """
    if hours is None:
        return NEARNESS_UNKNOWN
    if hours >= 0:
        return float(2 ** (-hours / HALF_LIFE_HOURS))
    return 1.0 if hours >= -stay_hours(cargo=cargo) else NEARNESS_AFTER_STAY


def stay_hours(*, cargo: bool) -> float:
    """Return the hours after arrival during which people can still be met, or goods examined."""
    return GOODS_STAY_HOURS if cargo else PEOPLE_STAY_HOURS


def hours_until(arrives_at: datetime | None, now: datetime) -> float | None:
    return (arrives_at - now).total_seconds() / 3600 if arrives_at else None


def urgency(
    serious: int,
    kind: str,
    bits: float,
    arrives_at: datetime | None,
    now: datetime,
    *,
    cargo: bool = False,
    mode: str = "",
    dealt: bool = False,
) -> Urgency:
    """Return the urgency. `cargo`: customs handle it; `mode`: of the voyage; `dealt`: dealt with at the border."""
    hours = hours_until(arrives_at, now)
    return Urgency(
        number=0.0 if dealt else FULL * weight(serious, kind, bits) * nearness(hours, cargo=cargo),
        serious=serious,
        bits=None if kind in CERTAIN_KINDS else bits,
        hours=hours,
        cargo=cargo,
        mode=mode,
        dealt=dealt,
    )


def _evidence(bits: float | None, speak: Translate) -> str:
    if bits is None:
        return speak(CERTAIN_MATCH)
    return speak(next((words for least, words in STRENGTHS if bits >= least), STRENGTHS[-1][1]))


def _when(hours: float | None, speak: Translate, *, cargo: bool, mode: str) -> str:
    if hours is None:
        return speak(UNDECLARED)
    if hours < -stay_hours(cargo=cargo):
        return speak(GOODS_GONE if cargo else LONG_GONE) % {"hours": f"{-hours:.0f}"}
    if hours < 0:
        return speak({"air": LANDED, "sea": IN_PORT}.get(mode, ARRIVED))
    if hours >= 1:
        return speak(IN_HOURS) % {"hours": f"{hours:.0f}"}
    return speak(IN_MINUTES) % {"minutes": f"{hours * 60:.0f}"}
