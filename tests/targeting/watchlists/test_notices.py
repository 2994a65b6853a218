"""INTERPOL notices in JSON: every wrapping, partial values, and records that are none. All persons are invented."""

from __future__ import annotations

import json
import resource
from time import monotonic

import pytest

from roadstead.engine.formats.lists import LoadedList, UnableToLoad, load, load_bytes
from roadstead.engine.records import Action, Entry, Kind
from tests.library import CORPUS, expected
from tests.targeting.watchlists.home import codes, only

NOTICE = {
    "entity_id": "2099/1", "name": "MARAN", "forename": "ZUBO", "date_of_birth": "1975/06/14",
    "place_of_birth": "Port Example", "country_of_birth_id": "JM", "sex_id": "M", "nationalities": ["JM", "BB"],
    "height": 1.7, "weight": 70, "distinguishing_marks": "Scar on the left hand",
    "arrest_warrants": [
        {"issuing_country_id": "SR", "charge": "Oplichting", "charge_translation": "Fraud"},
        {"issuing_country_id": None, "charge": "Robbery", "charge_translation": None},
    ],
    "_embedded": {"links": []},
    "_links": {"images": {"href": "https://example.invalid/images"}},
}  # fmt: skip


def notice(**fields: object) -> dict[str, object]:
    return NOTICE | fields


def page(*notices: object, total: object = 0, kind: str = "red") -> dict[str, object]:
    link = {"self": {"href": f"https://example.invalid/notices/v1/{kind}?page=1"}}
    return {"total": total, "_embedded": {"notices": list(notices)}, "_links": link}


def read(content: object, name: str = "saved.json") -> LoadedList:
    return load_bytes(json.dumps(content).encode(), name)


def one(**fields: object) -> Entry:
    return only(read(notice(**fields)))


def test_one_notice_is_an_entry_that_asks_to_refer() -> None:
    found = read(NOTICE)
    entry = only(found)
    assert (entry.id, entry.name, entry.kind, entry.sex) == ("2099/1", "ZUBO MARAN", Kind.PERSON, "M")
    assert (entry.born, entry.birth_places) == (("1975-06-14",), ("Port Example, Jamaica",))
    assert (entry.nationalities, entry.action, entry.owner) == (("JAM", "BRB"), Action.REFER, "INTERPOL")
    assert entry.reason == (
        "INTERPOL notice 2099/1; charge, Suriname: Oplichting (Fraud); charge: Robbery; height 1.7 m; weight 70 kg;"
        " marks: Scar on the left hand"
    )
    assert (found.form, found.is_notices, found.is_published) == ("INTERPOL notices, JSON", True, False)
    assert found.problems == ()


LINES = "\n".join(json.dumps(notice(entity_id=f"2099/{n}")) for n in (1, 2)).encode()
WRAPPINGS = {
    "array": json.dumps([notice(entity_id=f"2099/{n}") for n in (1, 2)]).encode(),
    "indented array": json.dumps([notice(entity_id=f"2099/{n}") for n in (1, 2)], indent=1).encode(),
    "page": json.dumps(page(*(notice(entity_id=f"2099/{n}") for n in (1, 2)), total=2)).encode(),
    "pages": json.dumps([page(notice(entity_id=f"2099/{n}"), total=2) for n in (1, 2)]).encode(),
    "lines": LINES,
    "lines with a byte order mark and blank lines": b"\xef\xbb\xbf" + LINES.replace(b"\n", b"\r\n\r\n") + b"\n",
}


@pytest.mark.parametrize("raw", WRAPPINGS.values(), ids=list(WRAPPINGS))
def test_every_wrapping_gives_the_same_entries(raw: bytes) -> None:
    found = load_bytes(raw, "saved.bin")
    assert ([entry.id for entry in found.entries], found.problems) == (["2099/1", "2099/2"], ())


@pytest.mark.parametrize(
    ("written", "born"),
    [("1990", ("1990",)), ("1979/00/00", ("1979",)), ("1979/05/00", ("1979-05",)), ("1979", ("1979",)), (None, ())],
)
def test_a_partial_date_of_birth_stays_partial(written: str | None, born: tuple[str, ...]) -> None:
    assert one(date_of_birth=written).born == born


@pytest.mark.parametrize("forename", [None, "-", "", " "])
def test_a_single_name_is_a_name(forename: str | None) -> None:
    assert [name.text for name in one(forename=forename).names] == ["MARAN"]


def test_zero_and_nothing_are_unknown() -> None:
    found = read(
        notice(height=0, weight=0, sex_id="U", nationalities=None, distinguishing_marks="-", arrest_warrants=None)
    )
    entry = only(found)
    assert (entry.sex, entry.nationalities, entry.reason) == ("", (), "INTERPOL notice 2099/1")
    assert found.problems == ()


@pytest.mark.parametrize(
    ("content", "name", "title", "topic"),
    [
        (NOTICE, "notice_red_1.json", "INTERPOL red notices", "notice.red"),
        (NOTICE, "Yellow notices.json", "INTERPOL yellow notices", "notice.yellow"),
        (NOTICE, "hundred.json", "INTERPOL notices", "notice"),
        (page(NOTICE, kind="blue"), "saved.json", "INTERPOL blue notices", "notice.blue"),
        (page(NOTICE, kind="un"), "saved.json", "INTERPOL notices", "notice.un"),
        (
            notice(_links={"self": {"href": "https://example.invalid/notices/v1/green/2099-1"}}),
            "red.json",
            "INTERPOL red notices",
            "notice.green",
        ),
    ],
)
def test_the_kind_is_that_of_the_link_or_of_the_file(content: object, name: str, title: str, topic: str) -> None:
    found = read(content, name)
    assert (found.version.list, only(found).topics[-1]) == (title, topic)


BAD_RECORDS = {
    "text": ("x", "row-unreadable", "record 2: this is not a notice"),
    "number": (7, "row-unreadable", "record 2: this is not a notice"),
    "nothing": (None, "row-unreadable", "record 2: this is not a notice"),
    "array": ([[]], "row-unreadable", "record 2: this is not a notice"),
    "no name": (
        notice(name=None, forename="-"),
        "row-without-name",
        "record 2: the fields name and forename are empty",
    ),
}


@pytest.mark.parametrize(("bad", "code", "said"), BAD_RECORDS.values(), ids=list(BAD_RECORDS))
def test_a_bad_record_is_one_problem_and_the_rest_is_read(bad: object, code: str, said: str) -> None:
    found = read([NOTICE, bad, notice(entity_id="2099/3")])
    assert [entry.id for entry in found.entries] == ["2099/1", "2099/3"]
    assert [(problem.code, problem.number) for problem in found.problems] == [(code, 2)]
    assert found.problems[0].text.startswith(f"saved.json, {said}")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("date_of_birth", ["1975"]), ("nationalities", {"JM": 1}), ("height", "tall"), ("height", 182), ("weight", -1),
        ("sex_id", True), ("arrest_warrants", "none"), ("arrest_warrants", [7]), ("forename", {"a": 1}),
        ("country_of_birth_id", [["JM"]]), ("weight", "nan"),
    ],
)  # fmt: skip
def test_a_field_of_a_wrong_type_is_left_out_and_named(field: str, value: object) -> None:
    found = read([NOTICE, notice(entity_id="2099/2", **{field: value})])
    assert len(found.entries) == 2
    assert [(problem.code, problem.number, problem.field) for problem in found.problems] == [
        ("field-unreadable", 2, field)
    ]
    assert f"saved.json, record 2: we cannot read the field {field}" in found.problems[0].text


def test_a_notice_without_an_id_gets_one_that_stays_the_same() -> None:
    first, again = read(notice(entity_id=None)), read([notice(entity_id="")])
    assert only(first).id == only(again).id
    assert codes(first.problems) == ["id-missing"]


def test_unknown_fields_are_counted_and_links_to_images_are_not() -> None:
    assert [problem.segment for problem in read(notice(languages_spoken_ids=["ENG"], hairs_id=None)).problems] == [
        "languages_spoken_ids"
    ]


def test_a_page_of_many_is_not_taken_for_the_whole_list() -> None:
    found = read(page(NOTICE, total=160))
    assert codes(found.problems) == ["fewer-than-announced"]
    assert "announces 160 notices and holds 1" in found.problems[0].text


def test_a_broken_line_is_a_problem_and_the_others_are_read() -> None:
    lines = LINES.split(b"\n")
    found = load_bytes(b"\n".join([b"{broken", *lines[:1], b"[]", lines[1][:40]]), "saved.jsonl")
    assert ([entry.id for entry in found.entries], codes(found.problems)) == (
        ["2099/1"],
        ["file-damaged", "line-unreadable", "line-unreadable"],
    )


def test_a_file_that_breaks_off_is_damaged() -> None:
    assert codes(load_bytes(WRAPPINGS["array"][:-60], "saved.json").problems) == ["file-damaged"]


def test_letters_of_windows_are_read() -> None:
    raw = json.dumps([notice(name="Núñez")], ensure_ascii=False).encode("cp1252")
    assert only(load_bytes(raw, "saved.json")).name == "ZUBO Núñez"


@pytest.mark.parametrize(
    "raw",
    [
        b'{"entity_id":"1","forename":' + b"[" * 100_000,
        b'[{"entity_id":"1","name":"A","forename":"B","x":' + b"[" * 50_000 + b"]" * 50_000 + b"}]",
        b'{"_embedded":{"notices":[' + b"[" * 100_000,
        b'{"_embedded":{"notices":' + b'{"notices":' * 50_000,
    ],
)
def test_brackets_within_brackets_do_no_harm(raw: bytes) -> None:
    assert codes(load_bytes(raw, "saved.json").problems) in (["file-damaged"], ["row-without-name"])


def test_a_file_of_a_million_empty_records_costs_no_more_than_its_bytes_allow() -> None:
    before, began = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, monotonic()
    found = load_bytes(b'{"_embedded":{"notices":[' + b"1," * 500_000 + b"1]}}", "saved.json")
    assert (found.entries, len(found.problems)) == ((), 51)
    assert monotonic() - began < 30
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200_000  # kilobytes


def test_json_in_one_piece_has_a_limit_and_lines_have_none() -> None:
    long = json.dumps([notice(distinguishing_marks="x" * 17_000_000)]).encode()
    with pytest.raises(UnableToLoad, match=r"saved\.json is JSON of more than 16 MB in one piece.*one notice per line"):
        load_bytes(long, "saved.json")
    assert len(load_bytes(LINES + b"\n" + long[1:-1], "saved.json").entries) == 3


def test_other_json_is_still_what_it_was() -> None:
    ftm = b'{"id":"1","schema":"Person","properties":{"name":["A"],"notes":["\\"entity_id\\": \\"forename\\":"]}}\n'
    assert load_bytes(ftm, "x.jsonl").is_notices is False
    with pytest.raises(UnableToLoad, match="one entity per line"):
        load_bytes(b'[{"name":"A"}]', "x.json")


def test_a_search_without_a_result_has_no_entries() -> None:
    found = read(page())
    assert (found.entries, found.problems, found.is_notices) == ((), (), True)


@pytest.mark.library
@pytest.mark.parametrize("name", sorted(expected("notices")))
def test_the_samples_are_read_as_their_folder_says(name: str) -> None:
    said, found = expected("notices")[name], load(CORPUS / "notices" / name)
    assert len(found.entries) == said.get("notices", 1)
    if "surname" in said:
        entry = only(found)
        assert entry.name == " ".join(filter(None, (said["given"], said["surname"])))
        assert (entry.born, entry.sex or None) == ((said["born"],), said["sex"])
        assert list(entry.nationalities) == said["nationalities"]
        assert entry.reason.count("charge") == said["warrants"]
        assert ("height" in entry.reason) == (name == "notice_red_1.json")
