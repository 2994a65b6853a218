"""Shipped law has a source and a mark in each row, and says nothing that was not found."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from typing import Any

import pytest

from roadstead.engine.reference.law.adherence import ADHERENCE, Adherence, Event, Happened, a_partial_day
from roadstead.engine.reference.law.bases import CHANNELS, basis_rules, rules_by_measure
from roadstead.engine.reference.law.instruments import REACHES, articles, instruments
from roadstead.engine.reference.measures import measures
from roadstead.engine.reference.tables import table

MARKS = ("V", "W", "U", "NF", "D", "S")
TABLES = ("law_instruments", "law_articles", "law_bases", "law_grounds", "adherence")


def changed(**cells: str) -> list[str]:
    row = {"state": "BRB", "instrument": "cawt", "event": "ratified", "happened": "yes", "valid_from": "2018-05-07",
           "valid_to": "", "verified": "yes", "mark": "V", "source": "Gazette 3", "text": "ratified"}  # fmt: skip
    return [column for column, _fault in ADHERENCE.faults(row | cells)]


def done(valid_from: str, on: date, **cells: Any) -> bool:
    given: dict[str, Any] = {"happened": Happened.YES, "valid_to": "", "verified": True} | cells
    row = Adherence(state="BRB", instrument="cawt", event=Event.RATIFIED, valid_from=valid_from, mark="V",
                    source="Gazette 3", text="", **given)  # fmt: skip
    return row.is_done(on)


@pytest.mark.parametrize("name", TABLES)
def test_every_row_has_a_source_and_a_mark_and_only_what_was_read_is_verified(name: str) -> None:
    for row in table(name):
        assert row["source"], row
        assert row["mark"] in MARKS, row
        assert row["verified"] == "no" or row["mark"] == "V", row


def test_every_row_of_adherence_can_be_imported_again() -> None:
    for row in table("adherence"):
        assert list(ADHERENCE.faults(row)) == [], row


def test_rows_name_instruments_events_and_measures_that_exist() -> None:
    assert {each.reach for each in instruments().values()} <= set(REACHES)
    assert {each.instrument for each in articles()} <= instruments().keys()
    assert {each.instrument for each in basis_rules()} <= instruments().keys()
    assert {code for rule in basis_rules() for code in rule.measures} <= measures().keys()
    assert {rule.channel for rule in basis_rules()} == CHANNELS.keys()


def test_every_measure_has_at_least_one_basis_that_may_carry_it() -> None:
    assert all(rules_by_measure()[code] for code in measures())


def test_the_arrest_warrant_treaty_has_its_29_articles_in_order() -> None:
    found = [each.article for each in articles() if each.instrument == "cawt"]
    assert (len(found), found[0], found[11], found[-1]) == (29, "I", "XII", "XXIX")
    assert all(re.fullmatch("[IVX]+", each) for each in found)


def test_no_article_is_listed_twice() -> None:
    twice = Counter((each.instrument, each.state, each.article) for each in articles())
    assert max(twice.values()) == 1


def test_what_was_not_found_has_no_day_and_says_what_to_do() -> None:
    rows = [row for row in ADHERENCE.rows() if row.happened == Happened.NOT_FOUND]
    assert rows
    assert all(not row.valid_from and "nter" in row.text for row in rows)


def test_the_treaty_has_two_days_of_entry_into_force_and_saint_lucia_two_acts() -> None:
    rows = ADHERENCE.rows()
    in_force = [row for row in rows if (row.instrument, row.event) == ("cawt", Event.IN_FORCE)]
    acts = [row for row in rows if (row.state, row.instrument, row.event) == ("LCA", "cawt", Event.ACT_PASSED)]
    assert {row.valid_from for row in in_force} == {"2018-07-10", "2019-08-06"}
    assert {row.valid_from for row in acts} == {"2019-08", "2025-08-21"}


@pytest.mark.parametrize(
    ("cells", "columns"),
    [
        ({}, []),
        ({"valid_from": "2018"}, []),
        ({"valid_from": ""}, []),
        ({"valid_from": "May 2018"}, ["valid_from"]),
        ({"instrument": "treaty"}, ["instrument"]),
        ({"event": "in_force"}, ["event"]),
        ({"state": "*"}, ["state"]),
        ({"state": "*", "event": "in_force"}, []),
        ({"happened": "not_found"}, ["verified"]),
        ({"state": "*", "happened": "not_found", "verified": "no"}, []),
        ({"valid_to": "2017"}, ["valid_to"]),
        ({"source": ""}, ["source"]),
    ],
)
def test_a_fact_of_a_state_is_checked(cells: dict[str, str], columns: list[str]) -> None:
    assert changed(**cells) == columns


@pytest.mark.parametrize("text", ["2018-13", "2018-02-30", "18", "2018-1", "0000"])
def test_a_day_that_does_not_exist_is_refused(text: str) -> None:
    assert a_partial_day(text)


def test_a_month_has_passed_when_its_last_day_has() -> None:
    assert not done("2019-08", date(2019, 8, 30))
    assert done("2019-08", date(2019, 8, 31))
    assert not done("2019", date(2019, 12, 30))
    assert done("2019", date(2020, 1, 1))
    assert done("2019-08-05", date(2019, 8, 5))
    assert done("", date(1990, 1, 1))


def test_what_was_undone_no_longer_holds_and_what_was_denied_never_did() -> None:
    assert done("2018", date(2024, 6, 30), valid_to="2024-06-30")
    assert not done("2018", date(2024, 7, 1), valid_to="2024-06-30")
    assert not done("2018", date(2024, 1, 1), valid_to="2024")
    assert not done("2018", date(2020, 1, 1), happened=Happened.NO)
