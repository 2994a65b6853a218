"""Pages of long tables: what is counted, and how far numbered pages go."""

from __future__ import annotations

import pytest
from django.db import connection
from django.template import Context, Template
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from roadstead.platform.audit.models import Record, log
from roadstead.web.common import tables
from roadstead.web.common.tables import page_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def short(region: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten rows are many."""
    monkeypatch.setattr(tables, "MAX_COUNTED", 10)


def lines(number: int) -> None:
    for each in range(number):
        log(None, "read", f"voyage {each}")


def shown(address: str) -> tuple[int, str, str]:
    page = page_of(Record.objects.all(), RequestFactory().get(address), size=3)
    line = Template("{{ page.number }} of {{ page.paginator.num_pages }}").render(Context({"page": page}))
    caption = "{% load i18n %}{% blocktrans count number=page.paginator.count %}{{ number }} line{% plural %}{{ number }} lines{% endblocktrans %}"  # noqa: E501
    return len(page.object_list), line, Template(caption).render(Context({"page": page}))


def test_as_many_as_are_counted_are_all_on_pages() -> None:
    lines(10)
    assert shown("/audit") == (3, "1 of 4", "10 lines")
    assert shown("/audit?page=4") == (1, "4 of 4", "10 lines")


def test_of_more_the_pages_hold_the_first_and_say_that_there_are_others() -> None:
    lines(11)
    assert shown("/audit") == (3, "1 of 4+", "10+ lines")
    assert shown("/audit?page=4") == shown("/audit?page=99") == (1, "4 of 4+", "10+ lines")


def test_no_more_rows_are_counted_than_one_above_the_bound() -> None:
    lines(30)
    with CaptureQueriesContext(connection) as asked:
        shown("/audit")
    (count,) = [each["sql"] for each in asked if "COUNT" in each["sql"]]
    assert "LIMIT 11" in count
    assert "ORDER BY" not in count
