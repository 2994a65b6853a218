"""A search for a contact point is understood in four languages, and what is not understood is named."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from roadstead.engine.reference.caricom import REGION, participants
from roadstead.engine.reference.measures import measures
from roadstead.engine.rules.routing_words import MAX_UNKNOWN, Understood, understand


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("ballistics Grenada night", ("ballistic_comparison", "GRD", True)),
        ("Balística Granada noche", ("ballistic_comparison", "GRD", True)),
        ("balistique à la Grenade, la nuit", ("ballistic_comparison", "GRD", True)),
        ("ballistiek Grenada nacht", ("ballistic_comparison", "GRD", True)),
        ("surrender LCA", ("surrender", "LCA", False)),
        ("surrender lca", ("surrender", "LCA", False)),
        ("extradition St. Lucia", ("surrender", "LCA", False)),
        ("who do I call in Trinidad and Tobago for banking data", ("banking_data", "TTO", False)),
        ("Haiti child protection", ("child_protection", "HTI", False)),
        ("vetting by the regional centre", ("vetting", REGION, False)),
        ("BB trace", ("trace", "BRB", False)),
    ],
)
def test_a_search(text: str, found: tuple[str, str, bool]) -> None:
    measure, state, night = found
    understood = understand(text)
    assert (understood.measures, understood.states, understood.night) == ((measure,), (state,), night)


def test_urgent_and_now() -> None:
    assert understand("trace Barbados urgent").urgent
    assert understand("trace Barbados now") == understand("trace Barbados")


def test_a_word_for_a_measure_and_a_crime_is_the_crime_beside_another_measure() -> None:
    alone = understand("laundering Barbados")
    assert (alone.measures, alone.crimes) == (("financial_intelligence",), ("laundering",))
    beside = understand("banking laundering Barbados")
    assert (beside.measures, beside.crimes) == (("banking_data",), ("laundering",))


def test_unknown_words_are_named_with_the_nearest_known_one() -> None:
    assert understand("balistics Grenada Smurfs").unknown == (("balistics", "ballistics"), ("Smurfs", ""))
    assert understand("who is in Grenada") == Understood(states=("GRD",))


def test_every_measure_and_every_state_is_found_by_its_name_and_code() -> None:
    for code, term in measures().items():
        assert code in understand(term.name).measures, term.name
        assert code in understand(code).measures, code
    for state in participants():
        assert understand(state.name).states == (state.code,), state.name
        assert understand(state.code).states == (state.code,), state.code


@given(some.text(max_size=400))
def test_no_text_is_too_much(text: str) -> None:
    assert len(understand(text).unknown) <= MAX_UNKNOWN
