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

from roadstead.engine.records import Mode
from roadstead.engine.reference.places import place_code
from roadstead.filings.cargo.logic.lane_figures import DIGITS, By, LaneFigures, spread
from roadstead.filings.cargo.models import Bill
from roadstead.platform.accounts.models import User
from roadstead.platform.database.scope import EVERYTHING

WITHIN: Final = timedelta(days=365)
NO_MONEY: Final = (None, 0, "")
MOST: Final = 2_000  # lanes in one table, the busiest
BATCH: Final = 5_000  # lanes in one query
COUNTS: Final = """
b.stands and b.gross_mass_kg > 0 and b.load <> '' and b.discharge <> '' and b.first_at > %(since)s
  and not exists (select from cargo_bill h where h.voyage_id = b.voyage_id and h.master = b.number and h.master <> '')
  and not exists (select from manifests_voyage v where v.id = b.voyage_id and v.cancelled)
"""
SHIPPER: Final = """
(select m.firm_id from cargo_mention m where m.bill_id = b.id and m.role = 'consignor' limit 1) as shipper
"""
FACTS: Final = """
b.load, b.discharge, left(b.heading, %(digits)s) as goods, b.first_at, b.states, b.voyage_id, b.gross_mass_kg as mass,
nullif(b.packages, 0) as packages, nullif(cardinality(b.containers), 0) as boxes, b.worth as amount, b.currency
"""
TOLD: Final = f"""
select {FACTS}, {SHIPPER} from cargo_bill b where {COUNTS}
"""  # noqa: S608
# Over all bills of a lane, and again over those whose goods' value is in one currency: one pass, no join.
COUNTED: Final = """
grouping(currency) = 1, load, discharge, goods, count(*), count(distinct shipper), min(first_at),
percentile_cont(array[0.25, 0.5, 0.75]) within group (order by mass / packages) filter (where packages is not null),
count(packages),
percentile_cont(array[0.25, 0.5, 0.75]) within group (order by mass / boxes) filter (where boxes is not null),
count(boxes),
percentile_cont(array[0.25, 0.5, 0.75]) within group (order by amount / mass) filter (where amount is not null),
count(amount), coalesce(currency, '')
"""
ASKED: Final = """
(%(all)s or b.states && %(states)s::varchar[])
  and (cardinality(%(load)s::text[]) = 0 or b.load = any(%(load)s::text[]))
  and (cardinality(%(discharge)s::text[]) = 0 or b.discharge = any(%(discharge)s::text[]))
  and (%(goods)s = '' or starts_with(coalesce(b.hs[1], ''), %(goods)s)) and b.voyage_id is distinct from %(but)s
"""
BUSIEST: Final = f"""
select b.load, b.discharge, left(b.heading, %(digits)s), count(*), min(b.first_at)
from cargo_bill b where {COUNTS} and {ASKED}
group by 1, 2, 3 order by 4 desc, 1, 2, 3 limit %(most)s
"""  # noqa: S608
OF_ALL: Final = f"""
with t as ({TOLD} and {ASKED}
  and (%(loads)s::text[] is null or b.load = any(%(loads)s::text[])
       and (b.load, b.discharge, left(b.heading, %(digits)s)) in (
           select * from unnest(%(loads)s::text[], %(discharges)s::text[], %(headings)s::text[]))))
select 0, {COUNTED} from t group by grouping sets ((load, discharge, goods), (load, discharge, goods, currency))
"""  # noqa: S608
OF_THESE: Final = f"""
with asked as materialized (
  select * from jsonb_to_recordset(%(asked)s::jsonb) as x(number int, load text, discharge text, goods text,
                                                          states text[], voyage bigint)
), told as materialized ({TOLD} and b.load = any(%(loads)s) and b.discharge = any(%(discharges)s)
  and left(b.heading, %(digits)s) = any(%(goods)s)),
t as (
  select told.*, asked.number from told join asked on told.load = asked.load and told.discharge = asked.discharge
    and told.goods = asked.goods and told.states @> asked.states::varchar[] and told.voyage_id <> asked.voyage
)
select number, {COUNTED} from t
group by grouping sets ((number, load, discharge, goods), (number, load, discharge, goods, currency))
"""  # noqa: S608


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Filters of lanes: from and to a port, goods whose code begins with `goods`, without the bills of the voyage
    `but`. `any_code`: accept ports by any of their codes, as people type them (BGI for BBBGI, and by air).
    """

    by: By = By.HEADING
    load: str = ""
    discharge: str = ""
    goods: str = ""
    but: int | None = None
    any_code: bool = False

    def ports(self, typed: str) -> list[str]:
        """Return the codes of the typed port that bills may have."""
        codes = [place_code(typed, mode) for mode in (Mode.SEA, Mode.AIR) if self.any_code]
        return list(dict.fromkeys(code for code in (typed, *codes) if code))


def lanes(user: User, *, now: datetime, asked: Asked = Asked()) -> list[LaneFigures]:
    """Return the lanes of the bills that this user may see, the busiest first, at most MOST."""
    nowhere = {"loads": None, "discharges": None, "headings": None}
    found = [figures for _, figures in _told(rows_of(OF_ALL, parameters(user, now, asked) | nowhere))]
    return sorted(found, key=lambda each: (-each.bills, each.load, each.discharge, each.goods))[:MOST]


def busiest(user: User, *, now: datetime, asked: Asked = Asked()) -> list[LaneFigures]:
    """Return the same lanes in the same order with only what is counted quickly: bills and the first day.
    `with_figures` counts the rest for the lanes that are shown.
    """
    rows = rows_of(BUSIEST, parameters(user, now, asked) | {"most": MOST})
    return [
        LaneFigures(load=load, discharge=discharge, goods=goods, bills=bills, shippers=0, first_seen=first)
        for load, discharge, goods, bills, first in rows
    ]


def with_figures(
    shown: Sequence[LaneFigures], user: User, *, now: datetime, asked: Asked = Asked()
) -> list[LaneFigures]:
    """Return these lanes with all their statistics, in their order."""
    keys = [(each.load, each.discharge, each.goods) for each in shown]
    named = dict(zip(("loads", "discharges", "headings"), map(list, zip(*keys, strict=True)), strict=False))
    found = _told(rows_of(OF_ALL, parameters(user, now, asked) | named)) if keys else []
    by_key = {(each.load, each.discharge, each.goods): each for _, each in found}
    return [by_key[key] for key in keys if key in by_key]


def parameters(user: User, now: datetime, asked: Asked) -> dict[str, Any]:
    states = list(user.scope.states)
    return {
        "digits": DIGITS[asked.by],
        "since": now - WITHIN,
        "all": states == [EVERYTHING],
        "states": states,
        "load": asked.ports(asked.load),
        "discharge": asked.ports(asked.discharge),
        "goods": asked.goods,
        "but": asked.but,
    }


def lane_of(bill: Bill, user: User, *, now: datetime) -> LaneFigures | None:
    """Return what is usual for goods of the bill's heading on its lane, from bills of other voyages that this user may
    see.
    """
    heading = _goods(bill, By.HEADING)
    if not (bill.load and bill.discharge):
        return None
    asked = Asked(load=bill.load, discharge=bill.discharge, goods=heading, but=bill.voyage_id)
    return next((each for each in lanes(user, now=now, asked=asked) if each.goods == heading), None)


def lanes_of_bills(bills: Sequence[Bill], *, now: datetime, by: By = By.HEADING) -> Mapping[int, LaneFigures]:
    """Return lane statistics by bill id, for rules, in few queries however many bills there are. A bill on a lane
    without other bills is left out.
    """
    wanted: dict[tuple[Any, ...], list[int]] = {}
    for bill in bills:
        if bill.load and bill.discharge:
            key = (bill.load, bill.discharge, _goods(bill, by), tuple(sorted(bill.states)), bill.voyage_id)
            wanted.setdefault(key, []).append(bill.pk)
    keys = list(wanted)
    found: dict[int, LaneFigures] = {}
    for start in range(0, len(keys), BATCH):
        for number, figures in _these(keys[start : start + BATCH], by, now):
            found |= dict.fromkeys(wanted[keys[start + number]], figures)
    return found


def _these(keys: Sequence[tuple[Any, ...]], by: By, now: datetime) -> list[tuple[int, LaneFigures]]:
    names = ("load", "discharge", "goods", "states", "voyage")
    asked = [{"number": at, **dict(zip(names, key, strict=True))} for at, key in enumerate(keys)]
    given = {
        "digits": DIGITS[by],
        "since": now - WITHIN,
        "asked": msgspec.json.encode(asked).decode(),
        "loads": sorted({key[0] for key in keys}),
        "discharges": sorted({key[1] for key in keys}),
        "goods": sorted({key[2] for key in keys}),
    }
    return _told(rows_of(OF_THESE, given))


def _goods(bill: Bill, by: By) -> str:
    return bill.hs[0][: DIGITS[by]] if bill.hs else ""


def rows_of(sql: str, given: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        return list(cursor.fetchall())


def _told(rows: Sequence[tuple[Any, ...]]) -> list[tuple[int, LaneFigures]]:
    """Return each lane, with the value in the currency of most of its bills."""
    money: dict[tuple[Any, ...], tuple[Any, ...]] = {}
    for number, is_whole, *lane in rows:
        of_money, key = tuple(lane[-3:]), (number, *lane[:3])
        if not is_whole and _most(of_money) < _most(money.get(key, NO_MONEY)):
            money[key] = of_money
    return [
        (number, _figures((*lane[:-3], *money.get((number, *lane[:3]), NO_MONEY))))
        for number, is_whole, *lane in rows
        if is_whole
    ]


def _most(money: tuple[Any, ...]) -> tuple[int, str]:
    """Return the sort key of a currency: the one of most bills first, ties by code."""
    _, of, currency = money
    return -of, currency


def _figures(row: tuple[Any, ...]) -> LaneFigures:
    load, discharge, goods, bills, shippers, first, *rest = row
    packages, of_packages, boxes, of_boxes, money, of_money, currency = rest
    return LaneFigures(
        load=load,
        discharge=discharge,
        goods=goods,
        bills=bills,
        shippers=shippers,
        first_seen=first,
        per_package=spread(packages, of_packages),
        per_container=spread(boxes, of_boxes),
        value_per_kg=spread(money, of_money),
        currency=currency,
    )
