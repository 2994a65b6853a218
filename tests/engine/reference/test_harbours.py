"""Yacht harbours by the names that sailors use: each has its state, its nearest port, its source."""

from __future__ import annotations

from datetime import date

import pytest

from roadstead.engine.formats.passengers.sheets.cells import Cell
from roadstead.engine.formats.passengers.sheets.places import place_in
from roadstead.engine.formats.reading import Notebook
from roadstead.engine.records import Mode
from roadstead.engine.reference.harbours import harbours, island_country
from roadstead.engine.reference.place_names import codes_of
from roadstead.engine.reference.places import seaports
from roadstead.engine.reference.tables import table

MEMBERS = {"ATG", "BHS", "BRB", "BLZ", "DMA", "GRD", "GUY", "HTI", "JAM", "MSR", "KNA", "LCA", "VCT", "SUR", "TTO"}
ASSOCIATES = {"AIA", "BMU", "VGB", "CYM", "TCA", "CUW"}
NEIGHBOURS = {"MTQ", "GLP", "BLM", "MAF", "SXM", "BES", "ABW", "VIR", "PRI", "DOM"}


def said(text: str, mode: Mode = Mode.SEA) -> tuple[str, dict[str, str]]:
    """What is kept of a place in a cell, and the problems by their codes."""
    notes = Notebook()
    kept = place_in(Cell(text=text), mode, "port", notes)
    return kept, {problem.code: problem.text for problem in notes.finish()[0]}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Rodney Bay", "LCCAS"),
        ("Rodney Bay, St Lucia", "LCCAS"),
        ("RODNEY BAY MARINA", "LCCAS"),
        ("Marigot Bay", "LCCAS"),
        ("Marigot Bay, Saint Lucia", "LCCAS"),
        ("Marigot Bay, St Martin", "MFMAR"),
        ("Soufriere, St Lucia", "LCVIF"),
        ("Soufrière, St. Lucia", "LCVIF"),
        ("Soufriere (Dominica)", "DMRSU"),
        ("Port Elizabeth (Bequia)", "VCBQU"),
        ("Port Elizabeth, Bequia", "VCBQU"),
        ("Port Elizabeth, St Vincent and the Grenadines", "VCBQU"),
        ("Admiralty Bay", "VCBQU"),
        ("Clifton", "VCUNI"),
        ("Clifton, Union Island", "VCUNI"),
        ("Clifton, St Vincent & the Grenadines", "VCUNI"),
        ("English Harbour", "AGSJO"),
        ("English Harbor, Antigua", "AGSJO"),
        ("English Harbour, Antigua and Barbuda", "AGSJO"),
        ("Jolly Harbour", "AGSJO"),
        ("Jolly Harbor, Antigua", "AGSJO"),
        ("Falmouth, Antigua", "AGSJO"),
        ("Prickly Bay", "GDSTG"),
        ("Prickly Bay, Grenada", "GDSTG"),
        ("L'Anse aux Epines", "GDSTG"),
        ("Tyrell Bay", "GDCRU"),
        ("Tyrrel Bay, Carriacou", "GDCRU"),
        ("Tyrell Bay, Grenada", "GDCRU"),
        ("Port St Charles", "BBBGI"),
        ("Port St. Charles, Barbados", "BBBGI"),
        ("Port Saint Charles", "BBBGI"),
        ("Port Castries", "LCCAS"),
        ("Port Castries, St Lucia", "LCCAS"),
        ("Le Marin (Martinique)", "MQFDF"),
        ("Le Marin", "MQFDF"),
        ("Marin, Martinique", "MQFDF"),
        ("George Town, Exuma", "BSEXU"),
        ("Georgetown, Guyana", "GYGEO"),
        ("Georgetown, Cayman Islands", "KYGEC"),
        ("Charlestown, Nevis", "KNCHA"),
        ("Simpson Bay, St Maarten", "SXPHI"),
        ("Soper's Hole, Tortola", "VGTOV"),
    ],
)
def test_a_harbour_is_understood_with_and_without_its_country(text: str, code: str) -> None:
    assert codes_of(text, Mode.SEA) == (code,)


@pytest.mark.parametrize(
    ("text", "choice"),
    [
        ("Soufriere", ("Soufriere, Dominica", "Soufriere, Saint Lucia")),
        ("Georgetown", ("Georgetown, Guyana", "George Town, Bahamas", "George Town, Cayman Islands")),
        ("George Town", ("Georgetown, Guyana", "George Town, Bahamas", "George Town, Cayman Islands")),
        ("Port Elizabeth", ("Port Elizabeth, Saint Vincent and the Grenadines", "South Africa")),
        ("Portsmouth", ("Portsmouth, Dominica", "Portsmouth, United Kingdom")),
    ],
)
def test_a_name_of_several_places_is_reported_and_not_guessed(text: str, choice: tuple[str, ...]) -> None:
    kept, problems = said(text)
    assert kept == text
    assert all(place in problems["place-ambiguous"] for place in choice)


def test_a_name_that_is_almost_anothers_is_taken_and_said_unless_its_country_is_named() -> None:
    assert said("Kingston")[0] == "JMKIN"
    assert "If you mean Kingstown, Saint Vincent and the Grenadines (VCKTN)" in said("Kingston")[1]["place-taken-as"]
    assert "If you mean Kingston, Jamaica (JMKIN)" in said("Kingstown")[1]["place-taken-as"]
    assert said("Kingstown, St Vincent") == ("VCKTN", {})


def test_a_harbour_in_capitals_is_read_as_in_small_letters() -> None:
    """Lists are often written in capitals, and the last word of RODNEY BAY is the code of an airport."""
    names = [name for harbour in harbours() for name in harbour.names]
    assert [name for name in names if codes_of(name.upper(), Mode.SEA) != codes_of(name, Mode.SEA)] == []
    assert codes_of("RODNEY BAY", Mode.SEA) == ("LCCAS",)


def test_a_harbour_taken_as_the_nearest_port_is_said_and_a_port_by_its_own_name_is_not() -> None:
    _, problems = said("Rodney Bay")
    assert problems["place-taken-as"].startswith("We read Rodney Bay as Castries, Saint Lucia (LCCAS)")
    assert said("Castries, St Lucia") == said("LCCAS") == said("Port Castries") == ("LCCAS", {})


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        ("Rodny Bay", "Did you mean Rodney Bay, Saint Lucia"),
        ("Tirell Bay, Grenada", "Did you mean Tyrell Bay, Grenada"),
        ("Bridgetwn", "Did you mean Bridgetown, Barbados"),
        (
            "Nonesuch Cove, St Lucia",
            "We know these ports there: Castries, Saint Lucia; Marigot Bay, Saint Lucia; Rodney Bay",
        ),
        ("Nonesuch Cove", "Write the nearest town, a comma and the country."),
    ],
)
def test_an_unknown_harbour_is_answered_with_those_that_are_close(text: str, advice: str) -> None:
    kept, problems = said(text)
    assert kept == text
    assert advice in problems["place-unknown"]
    assert "such as BBBGI" not in problems["place-unknown"]


def test_harbours_are_no_airports() -> None:
    assert "place-unknown" in said("Rodney Bay", Mode.AIR)[1]


def test_every_member_associate_and_neighbour_has_harbours_and_each_is_near_a_port_of_its_own_country() -> None:
    assert {each.country for each in harbours()} >= MEMBERS | ASSOCIATES | NEIGHBOURS
    wrong = [each.name for each in harbours() if seaports()[each.code].country != each.country]
    assert not wrong


def test_every_row_has_its_date_and_source_and_none_passes_for_verified() -> None:
    for row in table("harbours"):
        assert date.fromisoformat(row["as_of"]) <= date(2026, 11, 28)
        assert row["source"]
        assert row["verified"] == "no"


@pytest.mark.parametrize("harbour", harbours(), ids=lambda harbour: f"{harbour.country}-{harbour.name}")
def test_every_name_of_the_table_leads_to_its_port(harbour: object) -> None:
    assert isinstance(harbour, type(harbours()[0]))
    for name in (*harbour.names, *harbour.beside_country):
        assert harbour.code in codes_of(f"{name}, {harbour.country}", Mode.SEA), name


def test_an_island_stands_for_its_country() -> None:
    assert island_country("Bequia") == "VCT"
    assert island_country("Nowhere") == ""
