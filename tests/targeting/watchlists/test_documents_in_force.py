"""Documents in force as a worker asks them: few in memory, many in files, and what has changed since beside them."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from roadstead.engine.matching.document_files import ChangedDocuments, DocumentFiles, open_document_files
from roadstead.engine.matching.documents import DocumentIndex
from roadstead.engine.records import Document
from roadstead.engine.records import ListedDocument as Listed
from roadstead.pipeline.screening_set import ScreeningSetCache
from roadstead.platform.database.scope import REGION, enter
from roadstead.targeting.watchlists.documents_in_force import DocumentsInForce
from roadstead.targeting.watchlists.models import Version
from roadstead.targeting.watchlists.publish import publish_documents

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("region")]


def numbered(start: int, stop: int, reason: str = "lost") -> list[Listed]:
    return [Listed(number=f"T{at:07}", issuer="BRB", type="P", reason=reason) for at in range(start, stop)]


def put(documents: list[Listed], name: str = "Lost", owner: str = "REGION") -> Version:
    digest = hashlib.sha256(repr(documents).encode()).hexdigest()
    return publish_documents(documents, name=name, sha256=digest, owner=owner, even_if_suspicious=True)


def said_of(reported: DocumentsInForce, number: int) -> list[tuple[str, str]]:
    """List and reason of each meeting with the document of this number."""
    asked = Document(number=f"T{number:07}", issuer="BRB", type="P")
    return sorted((met.owner.list, met.owner.reason) for met in reported.documents().matches(asked))


@pytest.fixture
def reported(tmp_path: Path) -> DocumentsInForce:
    return DocumentsInForce(tmp_path / "papers", 10)


def test_few_are_held_in_memory_and_many_lie_in_files(reported: DocumentsInForce) -> None:
    put(numbered(0, 10))
    assert isinstance(reported.documents(), DocumentIndex)
    assert not reported.folder.exists()
    put(numbered(0, 11))
    assert isinstance(reported.documents(), DocumentFiles)
    assert said_of(reported, 10) == [("Lost", "lost")]


def test_what_changed_since_is_held_beside_the_files_and_they_stay(reported: DocumentsInForce) -> None:
    put(numbered(0, 100))
    reported.documents()
    before = open_document_files(reported.folder).manifest
    put([*numbered(2, 99), *numbered(99, 100, "stolen"), *numbered(100, 103)])
    put(numbered(5, 6, "revoked"), "National", "BRB")
    assert isinstance(reported.documents(), ChangedDocuments)
    assert open_document_files(reported.folder).manifest == before
    found = {number: said_of(reported, number) for number in (1, 2, 5, 99, 102)}
    assert found == {
        1: [],
        2: [("Lost", "lost")],
        5: [("Lost", "lost"), ("National (BRB)", "revoked")],
        99: [("Lost", "stolen")],
        102: [("Lost", "lost")],
    }


def test_the_files_are_built_anew_once_much_has_changed_and_say_the_same(reported: DocumentsInForce) -> None:
    put(numbered(0, 100))
    reported.documents()
    put(numbered(20, 130))
    assert isinstance(reported.documents(), DocumentFiles)
    assert [said_of(reported, number) for number in (19, 20, 129)] == [[], [("Lost", "lost")], [("Lost", "lost")]]
    assert open_document_files(reported.folder).manifest.documents == 110


def test_another_worker_finds_what_the_first_has_built(reported: DocumentsInForce) -> None:
    put(numbered(0, 100))
    reported.documents()
    built = (reported.folder / "papers.json").stat().st_mtime_ns
    other = DocumentsInForce(reported.folder, 10)
    assert said_of(other, 7) == [("Lost", "lost")]
    assert (reported.folder / "papers.json").stat().st_mtime_ns == built


@pytest.mark.parametrize("damage", [b"", b"{}", b"\xff\xfe"])
def test_damaged_files_are_built_anew_and_the_log_says_which(
    damage: bytes, reported: DocumentsInForce, caplog: pytest.LogCaptureFixture
) -> None:
    put(numbered(0, 100))
    reported.documents()
    next(reported.folder.glob("rows-*")).write_bytes(damage)
    assert said_of(DocumentsInForce(reported.folder, 10), 7) == [("Lost", "lost")]
    assert "rows-" in caplog.text


def test_files_of_a_database_that_gave_the_same_ids_to_other_versions_are_not_used(reported: DocumentsInForce) -> None:
    version = put(numbered(0, 100))
    reported.documents()
    Version.objects.filter(pk=version.pk).update(version="another-one")
    before = open_document_files(reported.folder).manifest
    assert said_of(DocumentsInForce(reported.folder, 10), 7) == [("Lost", "lost")]
    assert open_document_files(reported.folder).manifest != before


def test_where_nothing_can_be_written_documents_are_held_in_memory_and_the_log_says_so(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").write_text("no folder")
    put(numbered(0, 100))
    assert said_of(DocumentsInForce(tmp_path / "file" / "papers", 10), 7) == [("Lost", "lost")]
    assert "in memory" in caplog.text


def test_a_worker_asks_the_files_and_takes_a_new_version_before_its_next_message(tmp_path: Path) -> None:
    enter(REGION)
    live = ScreeningSetCache(reported=DocumentsInForce(tmp_path / "papers", 10))
    put(numbered(0, 100))
    assert live.refresh()
    assert isinstance(live.current().documents, DocumentFiles)
    put(numbered(1, 101))
    assert live.refresh()
    asked = [Document(number=number, issuer="BRB", type="P") for number in ("T0000000", "TOOOO1OO", "T0000100")]
    assert [len(met) for met in live.current().documents.matches_of_each(asked)] == [0, 1, 1]
