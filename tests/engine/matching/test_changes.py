"""Entries added, amended and withdrawn beside a base that stays: found or not found at once, and weighed alike."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from roadstead.engine.matching.index import Index, build_index
from roadstead.engine.matching.matcher import alerts
from roadstead.engine.records import Document, Entry, ListedName, Traveller
from tests.engine.matching.test_properties import ENTRIES, TRAVELLERS
from tests.everyday import examples

SLOWLY = settings(deadline=None, max_examples=examples(60), suppress_health_check=[HealthCheck.too_slow])
ANN = Entry(id="a", list="own", names=(ListedName(text="Ann Example"),), born=("1970-02-03",))
TRAVELLING = Traveller(surname="EXAMPLE", given="ANN", born="1970-02-03")


def found(index: Index, traveller: Traveller = TRAVELLING) -> dict[str, float]:
    return {one.entry.id: one.score for one in alerts(traveller, index, 0.0)}


@SLOWLY
@given(ENTRIES, TRAVELLERS, st.data())
def test_an_entry_taken_out_and_put_back_is_weighed_as_before(
    entries: list[Entry], traveller: Traveller, data: st.DataObject
) -> None:
    index = build_index(entries)
    moved = data.draw(st.lists(st.sampled_from(entries), max_size=4, unique_by=lambda each: each.id))
    without = index.with_changes(withdrawn=[(each.list, each.id) for each in moved])
    assert not found(without, traveller).keys() & {each.id for each in moved}
    again = without.with_changes(moved[:2]).with_changes(moved[2:])
    assert found(again, traveller) == found(index, traveller)
    left = [each.id for segment in again.segments for each in segment.alive()]
    assert sorted(left) == sorted(each.id for each in entries)


@SLOWLY
@given(ENTRIES, TRAVELLERS)
def test_the_reasons_of_an_entry_beside_the_base_add_up_too(entries: list[Entry], traveller: Traveller) -> None:
    index = build_index(entries[1:]).with_changes(entries[:1])
    for one in alerts(traveller, index, -100.0):
        assert abs(sum(score.bits for _, score in one.evidence) - one.score) < 0.01


def test_an_entry_new_to_the_base_says_as_much_beside_it_as_once_the_base_is_built_anew() -> None:
    """matching 5.16: delta and base are the merged base."""
    others = [replace(ANN, id=str(number), names=(ListedName(text=f"Bea Other{number}"),)) for number in range(40)]
    new = replace(ANN, names=(ListedName(text="Zephyrine Quandor"),))
    traveller = replace(TRAVELLING, surname="QUANDOR", given="ZEPHYRINE")
    (beside,) = alerts(traveller, build_index(others).with_changes([new]), 0.0)
    (merged,) = alerts(traveller, build_index([*others, new]), 0.0)
    assert abs(beside.score - merged.score) < 0.01
    assert beside.evidence == merged.evidence
    assert abs(sum(score.bits for _, score in beside.evidence) - beside.score) < 0.01


def test_an_amended_entry_is_found_as_it_is_now() -> None:
    index = build_index([ANN]).with_changes([replace(ANN, names=(ListedName(text="Bea Otherwise"),))])
    assert found(index) == {}
    assert found(index, replace(TRAVELLING, surname="OTHERWISE", given="BEA")).keys() == {"a"}


def test_an_index_handed_out_before_a_change_stays_as_it_was() -> None:
    before = build_index([ANN])
    after = before.with_changes(withdrawn=[("own", "a")])
    assert found(before).keys() == {"a"}
    assert found(after) == {}


def test_documents_of_entries_follow_the_changes() -> None:
    carrying = Traveller(surname="SOMEBODY", documents=(Document(number="X1234567"),))
    index = build_index([ANN])
    assert found(index, carrying) == {}
    index = index.with_changes([replace(ANN, documents=(Document(number="X1234567"),))])
    assert found(index, carrying).keys() == {"a"}
    assert found(index.with_changes(withdrawn=[("own", "a")]), carrying) == {}


def test_a_base_wears_out_when_much_has_changed() -> None:
    many = [replace(ANN, id=str(number)) for number in range(1_001)]
    assert not build_index([ANN]).with_changes(many[:1_000]).needs_rebuild
    assert build_index([ANN]).with_changes(many).needs_rebuild


def test_the_same_id_on_two_lists_is_two_entries() -> None:
    index = build_index([ANN, replace(ANN, list="other")]).with_changes(withdrawn=[("other", "a")])
    assert [one.entry.list for one in alerts(TRAVELLING, index, 0.0)] == ["own"]
