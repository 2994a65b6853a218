"""Statistics of trade lanes, counted by the database from the bills of the last year, without cancelled voyages.

For a person they are counted from bills that this person may see. For a bill, for a rule, they are counted from bills
that every state may see that the bill concerns: whoever sees the alert may read each bill behind its statistics (S25).
The voyage's own bills are left out, and so are masters whose houses repeat the goods.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

import msgspec
from django.db import connection

from roadstead.engine.reference.places import codes_in_records
from roadstead.filings.cargo.logic.lane_statistics import DIGITS, Grouping, LaneStatistics, quartiles_of
from roadstead.filings.cargo.models import Bill
from roadstead.platform.accounts.models import User
from roadstead.platform.database.scope import EVERYTHING

PERIOD: Final = timedelta(days=365)
NO_CURRENCY: Final = (None, 0, "")
MAX_LANES: Final = 2_000  # lanes in one table, the busiest
BATCH_SIZE: Final = 5_000  # lanes in one query
IS_COUNTED: Final = """
b.is_declared and b.gross_mass_kg > 0 and b.load <> '' and b.discharge <> '' and b.first_at > %(since)s
  and not exists (select from cargo_bill h where h.voyage_id = b.voyage_id and h.master = b.number and h.master <> '')
  and not exists (select from voyages_voyage v where v.id = b.voyage_id and v.cancelled)
"""
SHIPPER: Final = """
(select m.firm_id from cargo_mention m where m.bill_id = b.id and m.role = 'consignor' limit 1) as shipper
"""
FACTS: Final = """
b.load, b.discharge, left(b.heading, %(digits)s) as goods, b.first_at, b.states, b.voyage_id, b.gross_mass_kg as mass,
nullif(b.packages, 0) as packages, nullif(cardinality(b.containers), 0) as boxes, b.worth as amount, b.currency
"""
BILLS_WITH_SHIPPER: Final = f"""
select {FACTS}, {SHIPPER} from cargo_bill b where {IS_COUNTED}
"""  # noqa: S608
# Over all bills of a lane, and again over those whose goods' value is in one currency: one pass, no join.
STATISTICS: Final = """
grouping(currency) = 1, load, discharge, goods, count(*), count(distinct shipper), min(first_at),
percentile_cont(array[0.25, 0.5, 0.75]) within group (order by mass / packages) filter (where packages is not null),
count(packages),
percentile_cont(array[0.25, 0.5, 0.75]) within group (order by mass / boxes) filter (where boxes is not null),
count(boxes),
percentile_cont(array[0.25, 0.5, 0.75]) within group (order by amount / mass) filter (where amount is not null),
count(amount), coalesce(currency, '')
"""
FILTERS: Final = """
(%(all)s or b.states && %(states)s::varchar[])
  and (cardinality(%(load)s::text[]) = 0 or b.load = any(%(load)s::text[]))
  and (cardinality(%(discharge)s::text[]) = 0 or b.discharge = any(%(discharge)s::text[]))
  and (%(goods)s = '' or starts_with(coalesce(b.hs[1], ''), %(goods)s)) and b.voyage_id is distinct from %(but)s
"""
BUSIEST: Final = f"""
select b.load, b.discharge, left(b.heading, %(digits)s), count(*), min(b.first_at)
from cargo_bill b where {IS_COUNTED} and {FILTERS}
group by 1, 2, 3 order by 4 desc, 1, 2, 3 limit %(most)s
"""  # noqa: S608
ALL_LANES: Final = f"""
with t as ({BILLS_WITH_SHIPPER} and {FILTERS}
  and (%(loads)s::text[] is null or b.load = any(%(loads)s::text[])
       and (b.load, b.discharge, left(b.heading, %(digits)s)) in (
           select * from unnest(%(loads)s::text[], %(discharges)s::text[], %(headings)s::text[]))))
select 0, {STATISTICS} from t group by grouping sets ((load, discharge, goods), (load, discharge, goods, currency))
"""  # noqa: S608
GIVEN_LANES: Final = f"""
with asked as materialized (
  select * from jsonb_to_recordset(%(asked)s::jsonb) as x(number int, load text, discharge text, goods text,
                                                          states text[], voyage bigint)
), told as materialized ({BILLS_WITH_SHIPPER} and b.load = any(%(loads)s) and b.discharge = any(%(discharges)s)
  and left(b.heading, %(digits)s) = any(%(goods)s)),
t as (
  select told.*, asked.number from told join asked on told.load = asked.load and told.discharge = asked.discharge
    and told.goods = asked.goods and told.states @> asked.states::varchar[] and told.voyage_id <> asked.voyage
)
select number, {STATISTICS} from t
group by grouping sets ((number, load, discharge, goods), (number, load, discharge, goods, currency))
"""  # noqa: S608


@dataclass(frozen=True, slots=True, kw_only=True)
class LaneFilters:
    """Filters of lanes: from and to a port, goods whose code begins with `goods`, without the bills of the
    voyage `except_voyage`. `any_code`: accept ports by any of their codes, as people type them (BGI for BBBGI, and by
    air).
    """

    by: Grouping = Grouping.HEADING
    load: str = ""
    discharge: str = ""
    goods: str = ""
    except_voyage: int | None = None
    any_code: bool = False

    def ports(self, typed: str) -> list[str]:
        """Return the codes of the typed port that bills may have."""
        codes = codes_in_records(typed) if self.any_code else (typed,)
        return [code for code in codes if code]


def lanes(user: User, *, now: datetime, filters: LaneFilters = LaneFilters()) -> list[LaneStatistics]:
    """Return the lanes of the bills that this user may see, the busiest first, at most MAX_LANES."""
    nowhere = {"loads": None, "discharges": None, "headings": None}
    found = [
        figures for _, figures in _with_main_currency(rows_of(ALL_LANES, parameters(user, now, filters) | nowhere))
    ]
    return sorted(found, key=lambda each: (-each.bills, each.load, each.discharge, each.goods))[:MAX_LANES]


def busiest(user: User, *, now: datetime, filters: LaneFilters = LaneFilters()) -> list[LaneStatistics]:
    """Return the same lanes in the same order with only what is counted quickly: bills and the first day.
    `with_statistics` counts the rest for the lanes that are shown.
    """
    rows = rows_of(BUSIEST, parameters(user, now, filters) | {"most": MAX_LANES})
    return [
        LaneStatistics(load=load, discharge=discharge, goods=goods, bills=bills, shippers=0, first_seen=first)
        for load, discharge, goods, bills, first in rows
    ]


def with_statistics(
    shown: Sequence[LaneStatistics], user: User, *, now: datetime, filters: LaneFilters = LaneFilters()
) -> list[LaneStatistics]:
    """Return these lanes with all their statistics, in their order."""
    keys = [(each.load, each.discharge, each.goods) for each in shown]
    named = dict(zip(("loads", "discharges", "headings"), map(list, zip(*keys, strict=True)), strict=False))
    found = _with_main_currency(rows_of(ALL_LANES, parameters(user, now, filters) | named)) if keys else []
    by_key = {(each.load, each.discharge, each.goods): each for _, each in found}
    return [by_key[key] for key in keys if key in by_key]


def parameters(user: User, now: datetime, filters: LaneFilters) -> dict[str, Any]:
    states = list(user.scope.states)
    return {
        "digits": DIGITS[filters.by],
        "since": now - PERIOD,
        "all": states == [EVERYTHING],
        "states": states,
        "load": filters.ports(filters.load),
        "discharge": filters.ports(filters.discharge),
        "goods": filters.goods,
        "but": filters.except_voyage,
    }


def lane_of(bill: Bill, user: User, *, now: datetime) -> LaneStatistics | None:
    """Return what is usual for goods of the bill's heading on its lane, from bills of other voyages that this user may
    see.
    """
    heading = _goods(bill, Grouping.HEADING)
    if not (bill.load and bill.discharge):
        return None
    asked = LaneFilters(load=bill.load, discharge=bill.discharge, goods=heading, except_voyage=bill.voyage_id)
    return next((each for each in lanes(user, now=now, filters=asked) if each.goods == heading), None)


def lanes_of_bills(
    bills: Sequence[Bill], *, now: datetime, by: Grouping = Grouping.HEADING
) -> Mapping[int, LaneStatistics]:
    """Return lane statistics by bill id, for rules, in few queries however many bills there are. A bill on a lane
    without other bills is left out.
    """
    wanted: dict[tuple[Any, ...], list[int]] = {}
    for bill in bills:
        if bill.load and bill.discharge:
            key = (bill.load, bill.discharge, _goods(bill, by), tuple(sorted(bill.states)), bill.voyage_id)
            wanted.setdefault(key, []).append(bill.pk)
    keys = list(wanted)
    found: dict[int, LaneStatistics] = {}
    for start in range(0, len(keys), BATCH_SIZE):
        for number, figures in _statistics_of(keys[start : start + BATCH_SIZE], by, now):
            found |= dict.fromkeys(wanted[keys[start + number]], figures)
    return found


def _statistics_of(keys: Sequence[tuple[Any, ...]], by: Grouping, now: datetime) -> list[tuple[int, LaneStatistics]]:
    names = ("load", "discharge", "goods", "states", "voyage")
    asked = [{"number": at, **dict(zip(names, key, strict=True))} for at, key in enumerate(keys)]
    given = {
        "digits": DIGITS[by],
        "since": now - PERIOD,
        "asked": msgspec.json.encode(asked).decode(),
        "loads": sorted({key[0] for key in keys}),
        "discharges": sorted({key[1] for key in keys}),
        "goods": sorted({key[2] for key in keys}),
    }
    return _with_main_currency(rows_of(GIVEN_LANES, given))


def _goods(bill: Bill, by: Grouping) -> str:
    return bill.hs[0][: DIGITS[by]] if bill.hs else ""


def rows_of(sql: str, given: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        return list(cursor.fetchall())


def _with_main_currency(rows: Sequence[tuple[Any, ...]]) -> list[tuple[int, LaneStatistics]]:
    """Return each lane, with the value in the currency of most of its bills."""
    money: dict[tuple[Any, ...], tuple[Any, ...]] = {}
    for number, is_whole, *lane in rows:
        of_money, key = tuple(lane[-3:]), (number, *lane[:3])
        if not is_whole and _currency_order(of_money) < _currency_order(money.get(key, NO_CURRENCY)):
            money[key] = of_money
    return [
        (number, _statistics((*lane[:-3], *money.get((number, *lane[:3]), NO_CURRENCY))))
        for number, is_whole, *lane in rows
        if is_whole
    ]


def _currency_order(money: tuple[Any, ...]) -> tuple[int, str]:
    """Return the sort key of a currency: the one of most bills first, ties by code."""
    _, of, currency = money
    return -of, currency


def _statistics(row: tuple[Any, ...]) -> LaneStatistics:
    load, discharge, goods, bills, shippers, first, *rest = row
    packages, of_packages, boxes, of_boxes, money, of_money, currency = rest
    return LaneStatistics(
        load=load,
        discharge=discharge,
        goods=goods,
        bills=bills,
        shippers=shippers,
        first_seen=first,
        per_package=quartiles_of(packages, of_packages),
        per_container=quartiles_of(boxes, of_boxes),
        value_per_kg=quartiles_of(money, of_money),
        currency=currency,
    )
