"""Lists made to harm: none may cost more than its own bytes, and what was cut is said."""

import resource
from time import monotonic

import msgspec
import pytest

from roadstead.engine.formats.lists import load_bytes
from tests.targeting.watchlists.home import codes, loaded, only
from tests.targeting.watchlists.test_ofac_advanced import ZUBO, document, party

UN = "<CONSOLIDATED_LIST><INDIVIDUALS><INDIVIDUAL><DATAID>1</DATAID><FIRST_NAME>Zubo</FIRST_NAME>{}</INDIVIDUAL>"
EU = '<export><sanctionEntity logicalId="1"><subjectType code="person"/>{}</sanctionEntity></export>'
LAUGHS = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 20}">' for n in range(1, 9))


@pytest.mark.parametrize(
    ("names", "dates", "kept"), [(5000, 2, 5000), (20_000, 1, 10_000), (5000, 300, 1000), (1000, 200, 1000)]
)
def test_of_an_entry_with_thousands_of_aliases_only_what_a_machine_can_hold_is_kept_and_that_is_said(
    names: int, dates: int, kept: int
) -> None:
    many = {"name": [f"Zubo Maran{n}" for n in range(names)], "birthDate": [str(1800 + n) for n in range(dates)]}
    found = load_bytes(msgspec.json.encode({"id": "1", "schema": "Person", "properties": many}) + b"\n", "x.jsonl")
    assert len(only(found).names) == kept
    said = [problem.text for problem in found.problems if problem.field == "names"]
    assert [f"has too many names ({names}). We kept the first {kept}." in text for text in said] == [True] * (
        names > kept
    )


def test_a_name_as_long_as_a_book_is_cut() -> None:
    found = loaded(f"id,name\n1,{'x' * 100_000}\n")
    assert (len(only(found).name), codes(found.problems)) == (2000, ["entry-cut"])


@pytest.mark.parametrize(
    "announced",
    [
        '<CONSOLIDATED_LIST count="1000000000" dateGenerated="2026-01-01">'
        + "<INDIVIDUAL><DATAID>1</DATAID><FIRST_NAME>Zubo</FIRST_NAME></INDIVIDUAL></CONSOLIDATED_LIST>",
        '<export recordCount="1000000000"><sanctionEntity logicalId="1"><subjectType code="person"/>'
        + '<nameAlias wholeName="Zubo"/></sanctionEntity></export>',
        "Last Updated: 1000000000 records\nName 6,Name 1,Group Type,Alias Type,Group ID\nZubo,,Individual,AKA,1\n",
    ],
)
def test_a_billion_rows_announced_and_one_sent_is_one_row(announced: str) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began = monotonic()
    assert only(loaded(announced)).name == "Zubo"
    assert monotonic() - began < 2
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50_000  # kilobytes


@pytest.mark.parametrize("where", ["<FIRST_NAME>&a8;</FIRST_NAME>", '<NOTE x="&a8;"/>'])
def test_entities_within_entities_do_not_grow(where: str) -> None:
    before, began = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, monotonic()
    raw = f'<!DOCTYPE x [<!ENTITY a0 "xxxxxxxxxx">{LAUGHS}]>{UN.format(where)}</INDIVIDUALS></CONSOLIDATED_LIST>'
    load_bytes(raw.encode(), "x.xml")
    assert monotonic() - began < 5
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100_000


@pytest.mark.parametrize("template", [UN, EU])
def test_elements_within_elements_ten_thousand_deep_are_damage(template: str) -> None:
    assert codes(load_bytes(template.format("<x>" * 10_000).encode(), "x.xml").problems) == ["file-damaged"]


@pytest.mark.long
def test_a_long_list_in_ofacs_advanced_form_is_not_held_as_a_tree() -> None:
    one = party(ZUBO * 3)
    raw = document("".join(one.replace("9001", str(n)) for n in range(10_000, 22_000))).encode()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert len(load_bytes(raw, "x.xml").entries) == 12_000
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 80_000  # kilobytes; the tree would take 250 MB


@pytest.mark.long
def test_a_long_list_is_read_in_the_memory_of_its_entries() -> None:
    one = '<sanctionEntity logicalId="{}"><subjectType code="person"/><nameAlias wholeName="Zubo Maran"/>' + (
        "<remark>" + "x" * 2000 + "</remark></sanctionEntity>"
    )
    raw = ("<export>" + "".join(one.format(n) for n in range(20_000)) + "</export>").encode()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    found = load_bytes(raw, "x.xml")
    assert len(found.entries) == 20_000
    # The remarks are kept as reasons (40 MB); the tree of 42 MB of XML would be three times as much again.
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 120_000
