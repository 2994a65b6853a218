"""Indexes as PostgreSQL has them: none that only doubles another."""

import pytest
from django.db import connection

pytestmark = pytest.mark.django_db

LIKE = """
select c.relname from pg_index i join pg_class c on c.oid = i.indexrelid join pg_opclass o on o.oid = any (i.indclass)
where c.relnamespace = 'public'::regnamespace and o.opcname in ('varchar_pattern_ops', 'text_pattern_ops')
"""
OF_KEY = "select count(*) from pg_indexes where tablename = %s and indexdef like %s"


def test_no_text_column_has_a_second_index_for_the_beginnings_of_words() -> None:
    with connection.cursor() as cursor:
        cursor.execute(LIKE)
        assert cursor.fetchall() == []


@pytest.mark.parametrize(("table", "column"), [("voyages_traveller", "person_key"), ("voyages_document", "key")])
def test_a_key_has_one_index(table: str, column: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(OF_KEY, [table, f"%({column})%"])
        assert cursor.fetchone() == (1,)
