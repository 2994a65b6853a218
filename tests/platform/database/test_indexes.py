"""Every foreign key has an index: without one each deletion reads the whole referring table (S10)."""

import pytest
from django.db import connection

pytestmark = pytest.mark.django_db

# Keys whose first columns no index begins with.
WITHOUT = """
select c.conrelid::regclass::text, array_agg(a.attname::text order by at.place)
from pg_constraint c
join pg_class t on t.oid = c.conrelid
join pg_namespace n on n.oid = t.relnamespace and n.nspname = 'public'
cross join lateral unnest(c.conkey) with ordinality at (number, place)
join pg_attribute a on a.attrelid = c.conrelid and a.attnum = at.number
where c.contype = 'f' and not exists (
  select 1 from pg_index i where i.indrelid = c.conrelid and i.indisvalid
    and (i.indkey::int2[])[0 : cardinality(c.conkey) - 1] operator(pg_catalog.@>) c.conkey
    and (i.indpred is null
         or pg_get_expr(i.indpred, i.indrelid) = format('(%s IS NOT NULL)', quote_ident(a.attname))))
group by c.oid, c.conrelid
"""
OF_LIBRARIES: dict[str, str] = {}  # table: why it needs none


def test_every_foreign_key_has_an_index() -> None:
    with connection.cursor() as cursor:
        cursor.execute(WITHOUT)
        found = {f"{table}.{columns}" for table, columns in cursor.fetchall() if table not in OF_LIBRARIES}
    assert found == set()
