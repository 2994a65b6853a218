"""Acts that a data-protection officer asks about are drawn by chance, however many lines the audit has."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from roadstead.oversight.retention import overview
from roadstead.oversight.retention.overview import SAMPLE, sample_audit_lines
from roadstead.platform.accounts.models import User
from roadstead.platform.audit.models import log

pytestmark = pytest.mark.django_db


def lines(number: int, state: str) -> None:
    for each in range(number):
        log(None, "read", f"voyage {each}", states=[state])


def test_acts_are_others_each_time_and_each_is_the_readers_to_see(region: None, officer_a: User, analyst: User) -> None:
    assert sample_audit_lines(analyst) == []
    lines(60, "BRB")
    lines(60, "LCA")
    first, second = sample_audit_lines(officer_a), sample_audit_lines(officer_a)
    assert len({row.pk for row in first}) == len(second) == SAMPLE
    assert {tuple(row.states) for row in first} == {("BRB",)}
    assert {row.pk for row in first} != {row.pk for row in second}
    assert {row.states[0] for row in sample_audit_lines(analyst)} == {"BRB", "LCA"}


def test_a_few_lines_among_many_are_all_shown_and_all_is_never_sorted(
    region: None, officer_b: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(overview, "DRAWS", (2, 500))
    lines(3, "LCA")
    lines(80, "BRB")
    lines(3, "LCA")
    with CaptureQueriesContext(connection) as asked:
        assert len(sample_audit_lines(officer_b)) == 6
    assert not any("RANDOM" in each["sql"] for each in asked)
