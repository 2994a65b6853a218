"""All figures of one period, for one person's eyes: what the page, the csv and the command show (A1–A10, S38)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from roadstead.casework.alerts.logic.workflow import Act
from roadstead.oversight.statistics import rows
from roadstead.oversight.statistics.carriers import carriers
from roadstead.oversight.statistics.lists import lists
from roadstead.oversight.statistics.logic.asked import Asked
from roadstead.oversight.statistics.logic.cargo import cargo
from roadstead.oversight.statistics.logic.disparity import NOT_STATED, SEXES, added, disparity, folded
from roadstead.oversight.statistics.logic.seen import Seen
from roadstead.oversight.statistics.logic.steps import by_source, funnel_and_sources
from roadstead.oversight.statistics.logic.suppress import SMALL, kept_back
from roadstead.oversight.statistics.logic.table import Row, Table
from roadstead.oversight.statistics.logic.timing import timing
from roadstead.oversight.statistics.repeats import SHOWN, repeats
from roadstead.platform.accounts.models import User

SECOND: Final = {
    "A second officer agreed": Act.AGREE,
    "A second officer declined": Act.DECLINE,
    "A decision was overturned": Act.REOPEN,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """`again` and `unanswered`: numbers of alerts, at most SHOWN, for who works on them; in no file. `choices`: what
    the filters offer."""

    counted_at: datetime
    tables: tuple[Table, ...]
    again: tuple[int, ...]
    unanswered: tuple[int, ...]
    choices: dict[str, list[str]]


def report(user: User, asked: Asked, *, now: datetime, small: int = SMALL) -> Report:
    """About a dozen statements, however much there is."""
    found = rows.alerts(user, asked)
    seen = rows.seen(found, user)
    again = list(repeats(found, user).values_list("pk", flat=True))
    open_ends = [each.number for each in seen if each.has_no_outcome]
    steps = by_source(seen, rows.not_raised(user, asked))
    groups = rows.groups(user, asked)
    tables = (
        *funnel_and_sources(sum(group[3] for group in groups), steps, small),
        *timing(seen, small),
        _to_look_at(seen, again, rows.second_looks(found, user), small),
        cargo(seen, rows.seizures(found, user), small),
        *_disparities(groups, small),
        lists(user, now, small),
        carriers(rows.voyages(user, asked), small),
    )
    return Report(
        counted_at=now,
        tables=tables,
        again=tuple(again[:SHOWN]),
        unanswered=tuple(open_ends[:SHOWN]),
        choices=rows.choices(user, asked),
    )


def _to_look_at(seen: Sequence[Seen], again: Sequence[int], looks: dict[str, int], small: int) -> Table:
    numbers = {
        "Raised again although cleared (goal: 0)": len(again),
        "Confirmed, and nobody has said what came of it": sum(each.has_no_outcome for each in seen),
        "Missed: entered before anyone acted": sum("missed" in each.outcomes for each in seen),
        **{words: looks.get(act, 0) for words, act in SECOND.items()},
    }
    return Table(
        key="to-look-at",
        title="To look at",
        says="Each number stands by itself. Raised again: the same declared person and the same entry, while a cleared"
        " match of both held.",
        of="What",
        heads=("Alerts",),
        rows=tuple(Row(name=name, cells=(kept_back(number, small),)) for name, number in numbers.items()),
    )


def _disparities(groups: Sequence[tuple[str, str, str, int, int]], small: int) -> tuple[Table, ...]:
    sexes = added((SEXES.get(sex, NOT_STATED), many, alerted) for sex, _, _, many, alerted in groups)
    ages = added((age, many, alerted) for _, age, _, many, alerted in groups)
    nations = added((nation or NOT_STATED, many, alerted) for _, _, nation, many, alerted in groups)
    return (
        disparity("by-sex", "Alerts by sex", sexes, small),
        disparity("by-age", "Alerts by age", ages, small),
        disparity("by-nationality", "Alerts by nationality", folded(nations), small),
    )
