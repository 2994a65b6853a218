"""What a list changed, asked alone, is met exactly as it is among all the rest."""

from __future__ import annotations

from dataclasses import replace

import pytest

from roadstead.engine.formats.lists import load
from roadstead.engine.matching.index import build_index
from roadstead.engine.matching.matcher import alerts
from roadstead.engine.records import Craft, Entry, Hit, Kind, ListedName, Manifest, Traveller, Voyage
from roadstead.engine.screening.changed_entries import restrict_index, restrict_set
from roadstead.engine.screening.run import ScreeningSet, build_screening_set, screen
from tests.engine.matching.people import LISTED, LOPEZ, QUENTIN, TODAY, TRAVELLING
from tests.library import LISTS

UN = LISTS / "un/consolidated_2026-02-27.xml"


def met(watch: ScreeningSet, *travellers: Traveller, voyage: Voyage | None = None) -> list[Hit]:
    return screen(Manifest(travellers=travellers, voyage=voyage or Voyage()), watch, today=TODAY, threshold=3.0)


@pytest.mark.library
def test_on_a_real_list_scores_and_sentences_are_those_of_the_whole() -> None:
    entries = [entry for entry in load(UN).entries if entry.kind is Kind.PERSON]
    changed = entries[::40]
    whole = build_screening_set(entries, rules=())
    alone = restrict_set(changed, whole)
    travellers = [_travelling(entry) for entry in entries[::4]]
    ids = {entry.id for entry in changed}
    expected = [hit for hit in met(whole, *travellers) if hit.entry in ids]
    assert len(expected) > len(changed)
    assert met(alone, *travellers) == expected


def _travelling(entry: Entry) -> Traveller:
    return Traveller(surname=entry.names[-1].text[:-1], born=entry.born[0] if entry.born else "")


def test_who_is_not_changed_is_not_met_by_name_or_document() -> None:
    whole = build_screening_set(LISTED, rules=())
    assert [hit.entry for hit in met(restrict_set([QUENTIN], whole), TRAVELLING)] == [QUENTIN.id]
    assert met(restrict_set([LOPEZ], whole), TRAVELLING) == []
    assert met(restrict_set([], whole), TRAVELLING) == []


def test_an_entry_that_is_not_in_force_is_left_out() -> None:
    whole = build_screening_set([LOPEZ], rules=())
    assert met(restrict_set([QUENTIN], whole), TRAVELLING) == []


def test_a_listed_vessel_is_met_when_it_was_changed_and_only_then() -> None:
    vessel = replace(
        QUENTIN, id="V", kind=Kind.VESSEL, names=(ListedName(text="Sea Otter"),), identifiers={"imo": "9074729"}
    )
    voyage = replace(Voyage(), craft=Craft(name="SEA OTTER", imo="9074729"))
    whole = build_screening_set([*LISTED, vessel], rules=())
    assert [hit.entry for hit in met(restrict_set([vessel], whole), voyage=voyage)] == ["V"]
    assert met(restrict_set([QUENTIN], whole), voyage=voyage) == []


def test_a_thread_that_first_asks_some_entries_can_ask_all_of_them_afterwards() -> None:
    """The room to work in is made by whoever asks first."""
    many = [replace(QUENTIN, id=str(number), born=(f"{1900 + number % 100}-03-04",)) for number in range(500)]
    whole = build_index(many)
    for index, number in ((restrict_index(many[:1], whole), 1), (whole, 500)):
        found = alerts(replace(TRAVELLING, born="1950-03-04"), index, -100.0)
        assert len(found) == number
