"""Documents in mapped files meet what those in memory meet, whatever stands in them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roadstead.engine.matching.document_files import ChangedDocuments, DocumentFiles, build, open_document_files
from roadstead.engine.matching.document_files.form import BESIDE, bits_for
from roadstead.engine.matching.document_files.keys import folded, keys_of
from roadstead.engine.matching.documents import DocumentMatch, ReportedDocuments, build_document_index
from roadstead.engine.matching.features.documents import lookalike_number_key
from roadstead.engine.records import Document, ListedDocument
from tests.everyday import examples

HOSTILE = (
    "", "0", "-", "OOO", "000", "\n", "\0", "A1234567\0", "AB\n12345", "9" * 10_000, "O" * 25, "🛂1234567",
    "\u202eA1234567", "ПАСПОРТ12345", "１２３４５６７８", "ß" * 12, "A1234567890123456789012345", "AB 12-34/56",
)  # fmt: skip
NUMBERS = st.one_of(
    st.sampled_from(HOSTILE),
    st.text("O0I1S5B8Z2A- ", max_size=9),
    st.text(max_size=14),
)
ISSUERS = st.sampled_from(("", "BRB", "GUY", "D", "DEU", "GBD", "Atlantis"))
TYPES = st.sampled_from(("", "P", "V", "PASSPORT"))
LISTED = st.builds(
    ListedDocument, number=NUMBERS, issuer=ISSUERS, type=TYPES, list=st.sampled_from(("lost", "stolen")),
    reason=st.sampled_from(("", "reported stolen")),
)  # fmt: skip
DECLARED = st.builds(Document, number=NUMBERS, issuer=ISSUERS, type=TYPES)


def mapped(documents: Iterable[ListedDocument], folder: Path) -> DocumentFiles:
    build(documents, folder)
    return open_document_files(folder)


def asked(index: ReportedDocuments, declared: list[Document]) -> list[list[DocumentMatch[ListedDocument]]]:
    return [sorted(met, key=repr) for met in index.matches_of_each(declared)]


@given(st.lists(LISTED, max_size=30), st.lists(DECLARED, max_size=12))
@settings(deadline=None, max_examples=examples(60))
def test_mapped_files_meet_what_a_dictionary_meets(listed: list[ListedDocument], declared: list[Document]) -> None:
    declared += [Document(number=each.number, issuer=each.issuer, type=each.type) for each in listed]
    with TemporaryDirectory() as folder:
        assert mapped(listed, Path(folder)).matches_of_each(declared) == build_document_index(listed).matches_of_each(
            declared
        )


@given(st.lists(LISTED, max_size=20), st.lists(LISTED, max_size=8), st.data())
@settings(deadline=None, max_examples=examples(40))
def test_a_base_with_its_changes_meets_what_a_base_built_anew_meets(
    before: list[ListedDocument], added: list[ListedDocument], data: st.DataObject
) -> None:
    withdrawn = set(data.draw(st.lists(st.sampled_from(before)))) if before else set()
    declared = [Document(number=each.number, issuer=each.issuer) for each in (*before, *added)]
    with TemporaryDirectory() as old, TemporaryDirectory() as new:
        changed = ChangedDocuments.of(mapped(before, Path(old)), added, withdrawn)
        anew = mapped([*(each for each in before if each not in withdrawn), *added], Path(new))
        assert changed.matches_of_each(declared) == anew.matches_of_each(declared)


def test_a_document_withdrawn_and_listed_for_another_reason_is_met_once(tmp_path: Path) -> None:
    lost, stolen = (ListedDocument(number="A1234567", issuer="BRB", reason=why) for why in ("lost", "stolen"))
    (met,) = ChangedDocuments.of(mapped([lost], tmp_path), [stolen], [lost]).matches(Document(number="A1234567"))
    assert met.owner == stolen


@pytest.mark.parametrize("number", HOSTILE)
def test_no_number_is_fatal_and_every_listed_one_is_met_as_in_memory(number: str, tmp_path: Path) -> None:
    listed = [ListedDocument(number=number, issuer="BRB"), ListedDocument(number=number)]
    declared = [Document(number=number, issuer="BRB"), Document(number=number, issuer="GUY")]
    assert mapped(listed, tmp_path).matches_of_each(declared) == build_document_index(listed).matches_of_each(declared)


@given(st.lists(NUMBERS, max_size=20))
def test_numbers_folded_together_are_what_a_tired_eye_reads(numbers: list[str]) -> None:
    assert folded(numbers) == [lookalike_number_key(number).encode() for number in numbers]


@given(st.lists(NUMBERS, min_size=1, max_size=20))
def test_a_key_does_not_depend_on_the_numbers_beside_it(numbers: list[str]) -> None:
    assert keys_of(numbers).tolist() == [int(keys_of([number])[0]) for number in numbers]


def test_keys_of_numbers_that_follow_each_other_are_spread_over_all_buckets() -> None:
    keys = keys_of([f"A{at:07}" for at in range(64_000)])
    assert len(set(keys.tolist())) == 64_000
    top = [int(key) >> 58 for key in keys]
    assert all(800 < top.count(bucket) < 1_200 for bucket in range(64))


def test_more_reasons_than_a_row_can_number_lie_beside(tmp_path: Path) -> None:
    listed = [ListedDocument(number=f"A{at:07}", reason=f"case {at}") for at in range(BESIDE + 20)]
    papers = mapped(listed, tmp_path)
    assert len(papers.manifest.groups) == BESIDE
    for at in (0, BESIDE - 1, BESIDE, BESIDE + 19):
        assert [met.owner for met in papers.matches(Document(number=f"A{at:07}"))] == [listed[at]]


def test_an_empty_list_meets_nothing_and_a_flight_without_documents_asks_nothing(tmp_path: Path) -> None:
    papers = mapped([], tmp_path)
    assert (papers.matches_of_each([]), papers.matches(Document(number="A1234567"))) == ([], [])


def test_progress_tells_how_many_were_read_and_sorted(tmp_path: Path) -> None:
    told: list[tuple[str, int]] = []
    build(
        (ListedDocument(number=f"A{at}") for at in range(1_000)),
        tmp_path,
        progress=lambda doing, count: told.append((doing, count)),
    )
    assert (told[0], told[-1]) == (("read", 1_000), ("sorted", 1_000))


def test_buckets_grow_with_the_list_to_sixteen_millions() -> None:
    assert [bits_for(count) for count in (0, 1_000, 1_000_000, 100_000_000, 4_000_000_000)] == [6, 8, 18, 24, 24]
