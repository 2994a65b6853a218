"""FollowTheMoney, line by line."""

import json
from typing import Any

import pytest

from roadstead.engine.formats.lists import LoadedList, UnableToLoad, load_bytes
from roadstead.engine.records import Document, Entry, Kind, ListedName
from tests.targeting.watchlists.home import codes, loaded, only


def line(schema: str = "Person", id: str = "x-1", datasets: list[str] | None = None, **properties: Any) -> str:
    return json.dumps({"id": id, "schema": schema, "datasets": datasets or ["invented"], "properties": properties})


def _text(whole: dict[str, Any]) -> str:
    """With numbers of any length, which Python writes only when it is let."""
    huge = whole.pop("weight", "")
    return json.dumps(whole | {"weight": 0}).replace('"weight": 0', f'"weight": {"9" * 5000 if huge else 0}')


def ftm(*lines: str) -> LoadedList:
    return loaded("\n".join(lines), "lines.json")


def person(**properties: Any) -> Entry:
    return only(ftm(line(**properties)))


def test_a_person_with_all_that_is_known() -> None:
    entry = person(
        name=["Zubo Maran"],
        alias=["Zubu Maran"],
        previousName=["Zubo Tern"],
        weakAlias=["Zed", "Zubu Maran"],
        birthDate=["1975-06-14", "1976", "1976-03"],
        birthPlace=["Example Town"],
        nationality=["jm"],
        citizenship=["gb"],
        gender=["male"],
        passportNumber=["A0000001"],
        idNumber=["7"],
        topics=["sanction"],
        country=["ru"],
    )
    assert entry.names == (
        ListedName(text="Zubo Maran"),
        ListedName(text="Zubu Maran"),
        ListedName(text="Zubo Tern"),
        ListedName(text="Zed", weak=True),
    )
    assert (entry.born, entry.birth_places) == (("1975-06-14", "1976", "1976-03"), ("Example Town",))
    assert (entry.nationalities, entry.sex, entry.topics) == (("JAM", "GBR"), "M", ("sanction",))
    assert entry.documents == (Document(type="P", number="A0000001"), Document(type="I", number="7"))
    assert (entry.id, entry.list) == ("x-1", "invented")


def test_the_country_counts_only_where_no_nationality_is_given() -> None:
    assert person(name=["A B"], country=["tt"]).nationalities == ("TTO",)


def test_a_document_whose_number_is_not_known_is_none() -> None:
    assert person(name=["A B"], passportNumber=["unknown", "N/A", "-"], idNumber=["7"]).documents == (
        Document(type="I", number="7"),
    )


def test_a_name_in_parts_is_put_together() -> None:
    assert person(firstName=["Zubo"], lastName=["Maran"], fatherName=["Ilo"]).name == "Zubo Ilo Maran"


@pytest.mark.parametrize(
    ("schema", "kind"),
    [
        ("Organization", Kind.ORGANISATION),
        ("Company", Kind.ORGANISATION),
        ("LegalEntity", Kind.ORGANISATION),
        ("Vessel", Kind.VESSEL),
        ("Airplane", Kind.AIRCRAFT),
    ],
)
def test_what_is_no_person_is_not_taken_for_one(schema: str, kind: Kind) -> None:
    assert only(ftm(line(schema, name=["TERN"]))).kind is kind


def test_a_vessel_has_its_numbers() -> None:
    vessel = only(ftm(line("Vessel", name=["TERN"], imoNumber=["IMO1234567"], callSign=["T2X"], flag=["pa"])))
    assert (vessel.identifiers, vessel.nationalities) == ({"imo": "1234567", "call_sign": "T2X"}, ("PAN",))


def test_unknown_properties_and_schemata_are_counted() -> None:
    found = ftm(
        line(name=["A B"], shoeSize=["44"]),
        line(id="2", name=["C D"], shoeSize=["45"]),
        line("Address", "3", full=["x"]),
    )
    assert {(problem.code, problem.segment) for problem in found.problems} == {
        ("field-unread", "shoeSize"),
        ("schema-unread", "Address"),
    }
    assert "Values: 2" in next(problem.text for problem in found.problems if problem.segment == "shoeSize")


@pytest.mark.parametrize("broken", ["{", "[]", "nonsense", '{"id": 1}', '{"id":"1","schema":"Person"}', '"\ud800"'])
def test_a_broken_line_is_a_problem_with_its_number_and_no_more(broken: str) -> None:
    raw = "\n".join((line(name=["A B"]), broken, "", line(id="2", name=["C D"])))
    found = loaded(raw.encode("utf-8", "surrogatepass").decode("utf-8", "replace"), "x")
    assert [entry.id for entry in found.entries] == ["x-1", "2"]
    assert [(problem.code, problem.number) for problem in found.problems] == [("line-unreadable", 2)]


def test_a_file_broken_throughout_does_not_make_a_million_problems() -> None:
    found = ftm(line(name=["A B"]), *["broken"] * 500, line(id="2", name=["C D"]))
    assert len(found.problems) == 51
    assert found.problems[-1].text.startswith("Further rows with this problem: 450.")


def test_one_value_without_its_list_and_nested_entities_are_forgiven() -> None:
    assert person(name="A B", birthDate="1975", addressEntity=[{"id": "q"}]).born == ("1975",)


def test_a_date_that_does_not_exist_is_used_as_far_as_it_goes() -> None:
    found = ftm(line(name=["A B"], birthDate=["1975-02-30"]))
    assert (only(found).born, codes(found.problems)) == (("1975-02",), ["date-unclear"])


def test_the_list_is_named_after_its_datasets_or_if_they_are_many_after_its_file() -> None:
    assert ftm(line(datasets=["a", "b"], name=["A B"])).version.list == "a + b"
    many = ftm(*(line(id=str(n), datasets=[f"d{n}"], name=["A B"]) for n in range(9)))
    assert (many.version.list, many.entries[4].owner) == ("lines", "d4")


def test_an_id_that_stands_twice_keeps_both_entries() -> None:
    found = ftm(line(name=["A B"]), line(name=["C D"]), line(name=["E F"]))
    assert [entry.id for entry in found.entries] == ["x-1", "x-1~2", "x-1~3"]
    assert codes(found.problems) == ["id-twice", "id-twice"]


@pytest.mark.parametrize(
    "changed",
    [
        {"id": 7},
        {"datasets": "invented"},
        {"datasets": None},
        {"caption": None},
        {"caption": 3.5},
        {"height": float("nan")},
        {"weight": "a number of 5,000 digits"},
    ],
)
def test_a_person_is_not_lost_over_what_stands_beside_the_name(changed: dict[str, Any]) -> None:
    sound = {"id": "7", "schema": "Person", "datasets": ["invented"], "properties": {"name": ["Zubo Maran"]}}
    found = ftm(line(id="1", name=["Ilo Tern"]), _text(sound | changed))
    assert [(entry.id, entry.name) for entry in found.entries] == [("1", "Ilo Tern"), ("7", "Zubo Maran")]
    assert found.problems == ()


@pytest.mark.parametrize("more", ["", ', "caption": null'])
@pytest.mark.parametrize("year", ["1975", "1975.0"])
def test_a_year_may_be_a_number(year: str, more: str) -> None:
    raw = f'{{"id": "1", "schema": "Person", "properties": {{"name": ["Zubo"], "birthDate": [{year}]}}{more}}}'
    assert only(ftm(raw)).born == ("1975",)


def test_nan_is_no_name() -> None:
    raw = '{"id": "1", "schema": "Person", "properties": {"name": ["Zubo"], "alias": [NaN]}}'
    assert [name.text for name in only(ftm(raw)).names] == ["Zubo"]


def test_a_line_in_the_letters_of_windows_is_read() -> None:
    raw = f"{line(name=['Zubo'])}\n{line(id='x-2', name=['?'])}\n".encode().replace(b"?", b"Mar\xe1n")
    assert [entry.name for entry in load_bytes(raw, "x.jsonl").entries] == ["Zubo", "Marán"]


@pytest.mark.parametrize(
    ("raw", "remedy"),
    [
        (f"[{line(name=['Zubo'])},\n{line(name=['Maran'])}]".encode(), "one entity per line"),
        (line(name=["Zubo"]).encode("utf-16"), "Save it as UTF-8"),
    ],
)
def test_entities_in_another_wrapping_are_refused_with_a_remedy(raw: bytes, remedy: str) -> None:
    with pytest.raises(UnableToLoad, match=remedy):
        load_bytes(raw, "x.json")
