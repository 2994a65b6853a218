"""OpenSanctions' simplified csv."""

from roadstead.engine.records import Document, Kind, ListedName
from tests.targeting.watchlists.home import codes, loaded

HEAD = '"id","schema","name","aliases","birth_date","countries","addresses","identifiers","sanctions","dataset"\n'


def test_a_person_and_a_vessel_out_of_cells_with_several_values() -> None:
    found = loaded(
        HEAD
        + '"p","Person","Zubo Maran","Zubu Maran;Зубо Маран","1975;1976-02-03","gy;jm","1 Road","X1;Y2","told","Inv"\n'
        '"v","Vessel","TERN; NORTH","","","pa","","123456789;IMO1234567;T2XX4","""""","Inv"\n'
    )
    person, vessel = found.entries
    assert person.names == tuple(ListedName(text=text) for text in ("Zubo Maran", "Zubu Maran", "Зубо Маран"))
    assert (person.born, person.nationalities, person.reason) == (("1975", "1976-02-03"), ("GUY", "JAM"), "told")
    assert person.documents == (Document(number="X1"), Document(number="Y2"))
    assert (vessel.kind, vessel.name, vessel.reason, vessel.list) == (Kind.VESSEL, "TERN; NORTH", "", "Inv")
    assert vessel.identifiers == {"imo": "1234567", "mmsi": "123456789", "call_sign": "T2XX4"}
    assert [(problem.code, problem.segment) for problem in found.problems] == [("field-unread", "addresses")]


def test_a_row_without_a_name_is_a_problem_and_the_others_survive() -> None:
    found = loaded(HEAD + '"1","Person"\n"2","Person","Zubo Maran"\n"3","Spell","Abracadabra"\n')
    assert [entry.id for entry in found.entries] == ["2"]
    assert codes(found.problems) == ["row-unreadable", "schema-unread"]
