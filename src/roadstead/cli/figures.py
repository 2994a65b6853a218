"""`roadstead figures --since DATE`: print screening statistics as the regional centre sees them, as text or JSON."""

from __future__ import annotations

import argparse
import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from roadstead.cli.days import parse_day
from roadstead.cli.django_setup import set_up

if TYPE_CHECKING:  # the tables can be imported only after set_up()
    from roadstead.oversight.statistics.logic.table import Table


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--since", required=True, type=parse_day, metavar="DATE", help="the first day of filing (YYYY-MM-DD)"
    )
    parser.add_argument("--until", type=parse_day, metavar="DATE", help="the last day of filing (default: today)")
    parser.add_argument("--state", default="", help="a state (alpha-3 code): only voyages on its route")
    parser.add_argument("--json", action="store_true", help="print one JSON object per table")


def run(arguments: argparse.Namespace) -> int:
    set_up()
    from roadstead.oversight.statistics.cache import reader, report_of
    from roadstead.oversight.statistics.logic.filters import StatisticsFilters
    from roadstead.platform.audit.models import log  # the tables can be imported only now
    from roadstead.platform.database.scope import scoped

    centre, now = reader("REGION"), datetime.now(UTC)
    asked = StatisticsFilters(since=arguments.since, until=arguments.until or now.date(), state=arguments.state)
    with scoped(centre.scope):
        log(None, "exported", "figures", detail="by the operator")
        found = report_of(centre, asked, now=now)
    if not arguments.json:
        print(f"Counted on {now:%Y-%m-%d %H:%M} UTC")
    for table in found.tables:
        _show(table, found.counted_at, as_json=arguments.json)
    return 0


def _show(table: Table, counted_at: datetime, *, as_json: bool) -> None:
    from roadstead.oversight.statistics.logic.table import as_json as told
    from roadstead.oversight.statistics.logic.table import flat

    if as_json:
        print(json.dumps({"counted_at": counted_at.isoformat(), **told(table)}, ensure_ascii=False))
        return
    print(f"\n{table.title}")
    for _, row, column, value in flat([table]):
        if value != "":
            print(f"  {row}  {column}: {value}")
