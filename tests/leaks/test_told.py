"""A request is made again in the second walk unless all that the database told it is told again."""

from __future__ import annotations

import psycopg
import pytest
from django.db import Error, connection, transaction

from roadstead.platform.accounts.models import Carrier
from tests.leaks.told import listening, tells_the_same

pytestmark = pytest.mark.django_db


def test_the_same_rows_are_the_same_and_another_value_or_row_is_not() -> None:
    Carrier.objects.create(code="X9", name="One")
    with listening() as told:
        list(Carrier.objects.order_by("code"))
        Carrier.objects.count()
    assert len(told.statements) == 2
    assert tells_the_same(told)
    with transaction.atomic():
        Carrier.objects.filter(code="X9").update(name="Two")
        assert not tells_the_same(told)
        transaction.set_rollback(True)
    assert tells_the_same(told)
    Carrier.objects.create(code="Y9", name="One")
    assert not tells_the_same(told)


def test_the_same_values_in_other_columns_are_not_the_same() -> None:
    rows = "select code, name from accounts_carrier where name <> %s"
    Carrier.objects.create(code="X9", name="Y9")
    with listening() as told, connection.cursor() as cursor:
        cursor.execute(rows, ["it's"])
    Carrier.objects.all().delete()
    Carrier.objects.create(code="Y9", name="X9")
    assert not tells_the_same(told)


def test_how_many_rows_a_change_meets_counts() -> None:
    with listening() as told:
        Carrier.objects.filter(code="X9").update(name="Two")
    assert tells_the_same(told)
    Carrier.objects.create(code="X9", name="One")
    assert not tells_the_same(told)


def test_a_statement_that_fails_now_is_not_the_same() -> None:
    Carrier.objects.create(code="X9", name="One")
    with listening() as told, connection.cursor() as cursor:
        cursor.execute("select 1 / count(*) from accounts_carrier")
    assert tells_the_same(told)
    with transaction.atomic():
        Carrier.objects.all().delete()
        assert not tells_the_same(told)
        transaction.set_rollback(True)
    assert tells_the_same(told)


def test_what_cannot_be_known_is_not_the_same() -> None:
    with listening() as failed, pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("select * from nothing")
    with listening() as kept:
        list(Carrier.objects.iterator(chunk_size=1))
    with listening() as many, connection.cursor() as cursor:
        cursor.executemany("update accounts_carrier set name = %s", [["One"], ["Two"]])
    with listening() as copied, connection.cursor() as cursor, cursor.copy("copy accounts_carrier to stdout") as copy:
        list(copy)
    with listening() as beside, psycopg.Cursor(connection.connection) as ours:
        ours.execute("select 1")
    assert not any(told.is_all or tells_the_same(told) for told in (failed, kept, many, copied, beside))
