"""Search tells nobody what another state has: not by a result, a count, a suggestion, an order, nor by its work (S25).

By its work: a term that only another state has makes the database do the same as a term that nobody has, statement by
statement; for names down to the pages that it touches. The clock itself is compared by `bench stored --part search`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from roadstead.filings.voyages.find_people import MAX_KEYS, own_keys, part_keys
from roadstead.filings.voyages.find_people import _all as all_keys
from roadstead.filings.voyages.models import Document
from roadstead.platform.accounts.models import User
from roadstead.platform.database.scope import REGION, enter
from roadstead.web.search.recognise import name_parts
from tests.leaks.test_state_b import WHO_TYPE
from tests.leaks.twice import leaks, twice
from tests.leaks.walk import people, regions_people
from tests.oversight.statistics.test_figures import people as made_people
from tests.oversight.statistics.test_figures import voyage

pytestmark = [pytest.mark.django_db(databases=["default"]), pytest.mark.timeout(1800)]
PAGES = {"search", "search-results"}
DAILY = {"B's supervisor"}  # finds most; everybody else searches with `--long`


@pytest.mark.parametrize(
    ("cast", "alone"),
    # Every day the region's people search in test_region.py.
    [(people, False), pytest.param(regions_people, True, marks=pytest.mark.long)],
)
def test_nobody_finds_what_is_another_states(
    cast: Callable[[], dict[str, User | None]], alone: bool, monkeypatch: pytest.MonkeyPatch, thorough: bool
) -> None:
    """Every role of state B: nothing of A's. Every role of the region, its auditors too: nothing that A keeps."""

    def who() -> dict[str, User | None]:
        found = cast()
        return {name: found[name] for name in sorted(found.keys() - WHO_TYPE if thorough else DAILY)}

    walks = twice(who, monkeypatch, pages=PAGES, alone=alone, brief=not thorough, once=not thorough)
    found = [each for name, there, gone in walks for each in leaks(name, there, gone, may_see=alone)]
    assert not found, f"{len(found)} leaks:\n" + "\n".join(found[:20])


def statements(client: Client, text: str) -> list[str]:
    """What the search for the text asks the database, without the values."""
    posted = client.post("/search", {"q": text, "purpose": "border"})
    with CaptureQueriesContext(connection) as captured:
        assert client.get(posted.headers["Location"]).status_code == 200
    enter(REGION)
    asked = (re.sub(r"'\{.*?\}'", "'{}'", each["sql"]) for each in captured if "SAVEPOINT" not in each["sql"])
    return [sql.partition("WHERE")[0][:60] for sql in asked]


@pytest.mark.parametrize(
    ("theirs", "nobodys"),
    [("QUILLIMANE TOBIAS", "VANDERSNOOT ZACHARY"), ("U0035882", "U0035771"), ("QWE123", "QWE789")],
)
def test_a_term_of_another_state_asks_the_database_what_a_term_of_nobody_asks(
    theirs: str, nobodys: str, region: None, officer_b: User, client: Client
) -> None:
    (row,) = made_people(voyage("BRB"), 1, surname="QUILLIMANE", given="TOBIAS", booking="QWE123")
    paper = {"number": "U0035882", "key": "U0035882", "states": ["BRB"]}
    Document.objects.create(traveller=row, manifest_id=row.manifest_id, **paper)
    client.force_login(officer_b)
    statements(client, nobodys)  # what is cached by the first request
    assert statements(client, theirs) == statements(client, nobodys)


def touched(user: User, name: str) -> tuple[int, int, str]:
    """Pages of the keys that the database touches for a name, rows that a filter threw away, and the kinds of steps."""
    keys = part_keys(name, name_parts(name))
    rows = own_keys(user).filter(all_keys(keys)).values_list("traveller_id", flat=True)[:MAX_KEYS]
    enter(user.scope)
    plan = json.loads(rows.explain(format="json", analyze=True, buffers=True))[0]["Plan"]
    enter(REGION)
    return plan["Shared Hit Blocks"] + plan["Shared Read Blocks"], removed(plan), shape(plan)


def removed(plan: dict[str, Any]) -> int:
    return int(plan.get("Rows Removed by Filter", 0)) + sum(map(removed, plan.get("Plans", ())))


def shape(plan: dict[str, Any]) -> str:
    return f"{plan['Node Type']}({', '.join(map(shape, plan.get('Plans', ())))})"


def test_a_name_that_another_state_has_a_thousand_times_touches_the_pages_of_a_name_that_nobody_has(
    region: None, officer_a: User, officer_b: User
) -> None:
    made_people(voyage("BRB"), 1_000, surname="QUILLIMANE", given="TOBIAS")
    made_people(voyage("LCA"), 200, surname="JOSEPH", given="KOFI")
    with connection.cursor() as cursor:
        cursor.execute("set local enable_seqscan = off")  # few rows: as it is where a million are stored
    theirs, nobodys = touched(officer_b, "Quillimane"), touched(officer_b, "Vandersnoot")
    assert theirs == nobodys
    assert theirs[1] == 0
    assert touched(officer_a, "Quillimane")[0] > theirs[0]
