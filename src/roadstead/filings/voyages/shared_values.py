"""Document numbers, payments, telephones, addresses and bookings that people on board share: one query, one page of
them.

The database groups, so that the 6,000 people of a cruise ship are never loaded. It compares what was declared without
separators and capitals. Values across several bookings come first: a family has one address.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db import connection

from roadstead.engine.voyages.versions.merge import Presence
from roadstead.filings.voyages.models import Voyage
from roadstead.platform.accounts.models import User
from roadstead.platform.database.scope import EVERYTHING

MAX_NAMED: Final = 50  # people of a group who are listed; the count is of all
NOT_ON_BOARD: Final = [Presence.WITHDRAWN, Presence.NOT_ON_BOARD]
SQL: Final = """
with people as materialized (
    select id, booking, declared from voyages_traveller
    where voyage_id = %(voyage)s and not presence = any(%(not_there)s) and (%(all)s or states && %(states)s)
), booked as materialized (
    select b.locator, b.detail, p.id as person
    from voyages_booking b, unnest(b.travellers) of_it join people p on p.id = of_it
    where b.voyage_id = %(voyage)s and b.is_current and (%(all)s or b.states && %(states)s)
), contacts(said, person) as (
    select jsonb_path_query(declared, '$.contact[*]') #>> '{}', id from people
    union all select jsonb_path_query(detail, '$.contact[*]') #>> '{}', person from booked
), addresses(said, person) as (
    select jsonb_path_query(declared, '$.address'), id from people
    union all select jsonb_path_query(detail, '$.addresses[*]'), person from booked
), payments(said, person) as (select jsonb_path_query(detail, '$.payments[*]'), person from booked),
told(kind, value, shown, person) as (
    select 0, d.key || ' ' || d.issuer, d.number || ' ' || d.issuer, d.traveller_id
    from voyages_document d join people on people.id = d.traveller_id where d.key <> ''
    union all select 1, concat(said ->> 'form', said ->> 'number'),
                     concat_ws(' ', said ->> 'form', said ->> 'number'), person
    from payments where length(said ->> 'number') > 7
    union all select 2, regexp_replace(lower(said), '^(00|[+])|[^[:alnum:]@]', '', 'g'), said, person from contacts
    union all select 3, regexp_replace(lower(concat(said ->> 'street', said ->> 'city', said ->> 'postcode')),
                                       '[^[:alnum:]]', '', 'g'),
                     concat_ws(', ', nullif(said ->> 'street', ''), nullif(said ->> 'city', '')), person
    from addresses where said ->> 'street' <> ''
    union all select 4, upper(booking), booking, id from people where booking <> ''
    union all select 4, upper(locator), locator, person from booked where locator <> ''
), once as (select kind, value, person, min(shown) as shown from told where length(value) > 4 group by 1, 2, 3)
select kind, min(shown), (array_agg(person order by person))[1:%(named)s], count(*),
       count(distinct nullif(booking, '')), bool_and(booking <> ''), count(*) over ()
from once join people on people.id = person
group by kind, value having count(*) > 1
order by kind = 0 desc, count(distinct booking) > 1 desc, kind, count(*) desc, value
limit %(limit)s offset %(offset)s
"""
KINDS: Final = ("document", "payment", "contact", "address", "booking")  # by their number in the query


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedValue:
    """One value that several people share. `people`: ids of the first MAX_NAMED; `bookings`: number of bookings they
    are in; `all_booked`: each of them is in a booking.
    """

    kind: str
    value: str
    people: Sequence[int]
    count: int
    bookings: int
    all_booked: bool


def shared_values(voyage: Voyage, user: User, *, limit: int, offset: int = 0) -> tuple[list[SharedValue], int]:
    """Return one page of the values shared on board, as far as this user may see the people, and the number of all of
    them (0 if the page lies behind the end).
    """
    states = list(user.scope.states)
    given: dict[str, Any] = {
        "voyage": voyage.pk,
        "not_there": NOT_ON_BOARD,
        "all": states == [EVERYTHING],
        "states": states,
        "named": MAX_NAMED,
        "limit": limit,
        "offset": offset,
    }
    with connection.cursor() as cursor:
        cursor.execute(SQL, given)
        rows = cursor.fetchall()
    return [_shared(row) for row in rows], rows[0][6] if rows else 0


def _shared(row: tuple[Any, ...]) -> SharedValue:
    kind, value, people, count, bookings, all_booked, _ = row
    return SharedValue(
        kind=KINDS[kind], value=value, people=people, count=count, bookings=bookings, all_booked=all_booked
    )
