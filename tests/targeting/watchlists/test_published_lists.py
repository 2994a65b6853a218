"""Every published list of the library, read in place: counts, and what changed between two dates."""

from pathlib import Path

import pytest

from roadstead.engine.formats.lists import LoadedList, load, load_bytes, recognise, stream
from roadstead.engine.records import Kind, Severity
from roadstead.targeting.watchlists.logic.changes import compare, is_damaged, is_suspicious
from tests.targeting.watchlists.home import LISTS

pytestmark = pytest.mark.library

UN_2020, UN_2026 = LISTS / "un/consolidated_2020-11-30.xml", LISTS / "un/consolidated_2026-02-27.xml"
OFAC_2018, OFAC_2021 = LISTS / "us_ofac/2018-12/sdn.csv", LISTS / "us_ofac/2021-07/sdn.csv"
UKRAINE = LISTS / "other/ua_war_sanctions_targets.simple.csv"
CONSOLIDATED = LISTS / "us_ofac/consolidated-2025-12/cons_prim.csv"

COUNTS = [
    (UN_2020, "UN Security Council", {"person": 713, "organisation": 305}),
    (UN_2026, "UN Security Council", {"person": 730, "organisation": 273}),
    (OFAC_2018, "OFAC SDN", {"person": 3845, "organisation": 2994, "vessel": 323, "aircraft": 217}),
    (OFAC_2021, "OFAC SDN", {"person": 4620, "organisation": 3673, "vessel": 406, "aircraft": 277}),
    (CONSOLIDATED, "OFAC Consolidated", {"person": 79, "organisation": 363}),
    (UKRAINE, "Ukraine War and Sanctions", {"person": 1543, "organisation": 2717, "vessel": 1340}),
    # 546 and 581 rows, one an address: so many names and orders.
    (LISTS / "us_other/denied_persons_2019-07.txt", "BIS Denied Persons", {"person": 318, "organisation": 99}),
    (LISTS / "us_other/denied_persons_2022-09.txt", "BIS Denied Persons", {"person": 361, "organisation": 100}),
    # 115 rows, of which two stand there twice.
    (LISTS / "us_other/consolidated_screening_2019-12.csv", "US Consolidated Screening List",
     {"person": 43, "organisation": 68, "vessel": 2}),
    (LISTS / "us_other/us_cuba_restricted_entities.csv", "US Cuba Restricted", {"organisation": 239}),
    # 397 rows: companies named again on later dates.
    (LISTS / "us_other/us_dod_chinese_milcorps.csv", "US Chinese Military Companies", {"organisation": 233}),
    (LISTS / "us_other/us_section_353.csv", "US Section 353", {"person": 167}),
    # 610 rows: some are named by several measures.
    (LISTS / "other/cn_sanctions.csv", "China Sanctions", {"person": 166, "organisation": 298}),
    (LISTS / "other/ch_fiaa_freezes.csv", "Swiss FIAA", {"person": 158}),
    (LISTS / "other/us_congress_senzing.jsonl", "OS_US_CONGRESS", {"person": 1319}),
]  # fmt: skip


@pytest.fixture(scope="module")
def lists() -> dict[Path, LoadedList]:
    return {path: load(path) for path, _, _ in COUNTS}


@pytest.mark.parametrize(("path", "name", "counts"), COUNTS)
def test_every_entry_is_read(lists: dict[Path, LoadedList], path: Path, name: str, counts: dict[str, int]) -> None:
    found = lists[path]
    assert (found.version.list, found.version.counts) == (name, counts)
    assert len(found.entries) == sum(counts.values())
    assert all(entry.names and entry.list == name for entry in found.entries)
    assert len({entry.id for entry in found.entries}) == len(found.entries)


@pytest.mark.parametrize("path", [path for path, _, _ in COUNTS])
def test_nothing_in_a_published_list_is_an_error(lists: dict[Path, LoadedList], path: Path) -> None:
    assert [problem for problem in lists[path].problems if problem.severity is Severity.ERROR] == []


@pytest.mark.parametrize(
    ("old", "new", "added", "gone", "both"),
    [(UN_2020, UN_2026, 92, 107, 911), (OFAC_2018, OFAC_2021, 1858, 261, 7118)],
)
def test_two_dates_of_a_list_differ_as_the_library_says(
    lists: dict[Path, LoadedList], old: Path, new: Path, added: int, gone: int, both: int
) -> None:
    changes = compare(lists[old].entries, lists[new].entries)
    assert (len(changes.added), len(changes.removed), len(changes.amended) + changes.same) == (added, gone, both)
    assert not is_suspicious(len(lists[old].entries), changes)


def test_the_same_list_twice_changes_nothing(lists: dict[Path, LoadedList]) -> None:
    changes = compare(lists[OFAC_2021].entries, load(OFAC_2021).entries)
    assert (changes.added, changes.amended, changes.removed, changes.same) == ((), (), (), 8976)


@pytest.mark.parametrize(("path", "share"), [(UN_2020, 0.94), (UN_2026, 0.92), (OFAC_2018, 0.95), (OFAC_2021, 0.95)])
def test_nearly_all_listed_persons_have_a_birth_date(lists: dict[Path, LoadedList], path: Path, share: float) -> None:
    persons = [entry for entry in lists[path].entries if entry.kind is Kind.PERSON]
    assert sum(bool(entry.born) for entry in persons) / len(persons) > share


def test_all_aliases_of_the_alias_file_are_there(lists: dict[Path, LoadedList]) -> None:
    rows = [row for row in (OFAC_2021.parent / "alt.csv").read_text("latin-1").splitlines() if row.strip("\x1a")]
    names = sum(len(entry.names) for entry in lists[OFAC_2021].entries)
    assert names > len(lists[OFAC_2021].entries) + 0.98 * len(rows)


def test_vessels_of_a_list_carry_their_imo_number(lists: dict[Path, LoadedList]) -> None:
    assert {path.parent.name: _vessels_with_imo(lists[path]) for path in (OFAC_2021, UKRAINE)} == {
        "2021-07": 399,
        "other": 1336,  # four of 1,340 have none
    }


def _vessels_with_imo(found: LoadedList) -> int:
    return sum("imo" in entry.identifiers for entry in found.entries if entry.kind is Kind.VESSEL)


def test_a_remark_cut_off_is_continued_from_the_comments_file(lists: dict[Path, LoadedList]) -> None:
    whole = {entry.id: entry for entry in lists[OFAC_2021].entries}["12300"]
    assert "PROMO RAIZ S.A.S." in whole.reason.replace("S.A.S;", "S.A.S.;")


def test_no_remark_is_taken_for_a_persons_name(lists: dict[Path, LoadedList]) -> None:
    names = [
        name.text
        for path, _, _ in COUNTS
        for entry in lists[path].entries
        if entry.kind is Kind.PERSON
        for name in entry.names
    ]
    assert [name for name in names if any(sign in name for sign in "();:")] == []
    assert [name for name in names if "formerly listed" in name or "original script" in name or " born " in name] == []


def test_the_date_of_a_list_is_the_one_it_gives_itself(lists: dict[Path, LoadedList]) -> None:
    assert [lists[path].version.published for path in (UN_2020, UN_2026)] == ["2020-11-30", "2026-02-27"]


def test_a_list_is_recognised_by_content_and_not_by_name() -> None:
    found = load_bytes(UN_2026.read_bytes(), "sdn.csv")
    assert (found.version.list, recognise(UN_2026).code) == ("UN Security Council", "un")


def test_streaming_gives_what_loading_gives(lists: dict[Path, LoadedList]) -> None:
    entries = stream(UN_2026)
    assert tuple(entries) == lists[UN_2026].entries
    assert (entries.version, entries.problems) == (lists[UN_2026].version, lists[UN_2026].problems)


@pytest.mark.parametrize("path", [path for path, _, _ in COUNTS])
def test_every_form_says_that_it_breaks_off(path: Path) -> None:
    raw = path.read_bytes()
    middle = raw.rindex(b"\n", 0, len(raw) * 2 // 3) + 21  # within a row, an element or a record
    cut = load_bytes(raw[:middle], path.name)
    damages = [problem for problem in cut.problems if problem.code == "file-damaged"]
    assert damages
    assert str(is_damaged(cut.problems, len(cut.entries))).startswith("The file is damaged")
    assert cut.entries


def test_a_list_cut_in_the_middle_keeps_what_it_has_and_is_doubted(lists: dict[Path, LoadedList]) -> None:
    raw = UN_2026.read_bytes()
    cut = load_bytes(raw[: len(raw) // 2], "un.xml")
    assert 300 < len(cut.entries) < 700
    assert [problem.code for problem in cut.problems if problem.severity is Severity.ERROR] == ["file-damaged"]
    assert "missing" in str(is_suspicious(1003, compare(lists[UN_2026].entries, cut.entries)))
