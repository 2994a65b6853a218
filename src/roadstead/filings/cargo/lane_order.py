"""The busiest lanes with the one statistic by which they are sorted, so that a table of many lanes is sorted in a
page's time. `lanes.with_statistics` counts the rest for the lanes that are shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from roadstead.filings.cargo.lanes import (
    FACTS,
    FILTERS,
    IS_COUNTED,
    MAX_LANES,
    SHIPPER,
    LaneFilters,
    parameters,
    rows_of,
)
from roadstead.filings.cargo.logic.lane_statistics import LaneStatistics, quartiles_of
from roadstead.platform.accounts.models import User

LANE: Final = "load, discharge, goods"
BILLS: Final = f"select {FACTS} from cargo_bill b where {IS_COUNTED} and {FILTERS}"  # noqa: S608
BILLS_WITH_SHIPPER: Final = f"select {FACTS}, {SHIPPER} from cargo_bill b where {IS_COUNTED} and {FILTERS}"  # noqa: S608
QUARTILES: Final = (
    "percentile_cont(array[0.25, 0.5, 0.75]) within group (order by {0} / {1}) filter (where {2} is not null)"
)
BUSIEST: Final = f"order by count(*) desc, {LANE} limit %(most)s"
BY_WEIGHT: Final = f"""
with t as ({BILLS})
select {LANE}, count(*), min(first_at), {QUARTILES}, count({{2}}), '' from t group by {LANE} {BUSIEST}
"""  # noqa: S608
# In the currency of most bills of a lane, as in `lanes`.
BY_VALUE: Final = f"""
with t as materialized ({BILLS}),
lane as (select {LANE}, count(*) as bills, min(first_at) as first_at from t group by {LANE} {BUSIEST}),
money as (
  select distinct on ({LANE}) {LANE}, {QUARTILES} as quartiles, count(*) as of, coalesce(currency, '') as code
  from t where amount is not null group by {LANE}, coalesce(currency, '') order by {LANE}, of desc, code
)
select {LANE}, bills, lane.first_at, quartiles, coalesce(of, 0), coalesce(code, '')
from lane left join money using ({LANE}) order by bills desc, {LANE}
"""  # noqa: S608
BY_SHIPPERS: Final = f"""
with t as ({BILLS_WITH_SHIPPER})
select {LANE}, count(*), min(first_at), null, count(distinct shipper), '' from t group by {LANE} {BUSIEST}
"""  # noqa: S608
SQL: Final[Mapping[str, str]] = {
    "per_container": BY_WEIGHT.format("mass", "boxes", "boxes"),
    "per_package": BY_WEIGHT.format("mass", "packages", "packages"),
    "shippers": BY_SHIPPERS,
    "value_per_kg": BY_VALUE.format("amount", "mass", "amount"),
}


def busiest_with(statistic: str, user: User, *, now: datetime, filters: LaneFilters) -> list[LaneStatistics]:
    """Return the lanes of `lanes.busiest`, in their order, with only the given statistic of `LaneStatistics`."""
    rows = rows_of(SQL[statistic], parameters(user, now, filters) | {"most": MAX_LANES})
    return [_lane(statistic, *row) for row in rows]


def _lane(
    figure: str, load: str, discharge: str, goods: str, bills: int, first: datetime, quartiles: Any, of: int, money: str
) -> LaneStatistics:
    told: dict[str, Any] = {"shippers": 0, figure: of if figure == "shippers" else quartiles_of(quartiles, of)}
    return LaneStatistics(
        load=load, discharge=discharge, goods=goods, bills=bills, first_seen=first, currency=money, **told
    )
