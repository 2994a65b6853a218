"""Daily counts of each active rule: matches, and unknowns separately from non-matches (S38)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final

from django.db import connection

from roadstead.engine.rules.evaluation import Tally, WrittenRule
from roadstead.engine.rules.language import Level
from roadstead.targeting.rulebook.in_force import active_versions
from roadstead.targeting.rulebook.models import RuleVersion

ADD: Final = """
insert into rulebook_dailycount (version_id, owner, day, evaluated, matched, unknown, failed)
values (%s, %s, %s, %s, %s, %s, %s)
on conflict (version_id, day) do update set evaluated = rulebook_dailycount.evaluated + excluded.evaluated,
  matched = rulebook_dailycount.matched + excluded.matched, unknown = rulebook_dailycount.unknown + excluded.unknown,
  failed = rulebook_dailycount.failed + excluded.failed
"""


def add_counts(tally: Tally, rules: Iterable[WrittenRule], day: date) -> None:
    """Add a worker's counts to the day and reset the tally. Needs the regional scope."""
    versions = {row.rule.code: row for row in active_versions(None)}
    levels = {rule.code: rule.condition.level for rule in rules}
    with connection.cursor() as cursor:
        for code in sorted(levels.keys() & versions.keys()):  # fixed order, so that two workers never deadlock
            cursor.execute(ADD, _row(code, versions[code], levels[code], tally, day))
    tally.voyages = tally.travellers = tally.bills = 0
    for counter in (tally.met, tally.unknown, tally.failed):
        counter.clear()


def _row(code: str, version: RuleVersion, level: Level, tally: Tally, day: date) -> list[str | int | date]:
    asked = {Level.VOYAGE: tally.voyages, Level.TRAVELLER: tally.travellers, Level.BILL: tally.bills}
    return [version.pk, version.owner, day, asked[level], tally.met[code], tally.unknown[code], tally.failed[code]]
