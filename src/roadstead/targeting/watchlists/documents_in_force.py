"""Lost and stolen documents in force, for a worker: in memory if few, else in mapped files with later changes.

The files are built from the tables by the first worker who needs them, and record the versions of all lists in them.
Later changes are held in memory, until there are so many that the files are rebuilt.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from django.db.models import QuerySet

from roadstead.config import Config
from roadstead.engine import records as model
from roadstead.engine.matching.document_files import ChangedDocuments, Damaged, DocumentFiles, open_document_files
from roadstead.engine.matching.document_files.build import build_locked, silent
from roadstead.engine.matching.document_files.form import MANIFEST, read_manifest
from roadstead.engine.matching.document_files.writing import alone
from roadstead.engine.matching.documents import MAX_IN_MEMORY, ReportedDocuments, build_document_index
from roadstead.targeting.watchlists.models import ListedDocument, Version, WatchList

log = logging.getLogger(__name__)
FOLDER = "in-force"  # below `papers` in our home
REBUILD_DIVISOR = 20  # changes above one in this many, and above the limit in memory, rebuild the files
FIELDS = ("number", "issuer", "type", "reason", "watch_list_id")


@dataclass(slots=True)
class DocumentsInForce:
    """One process's view. Needs the scope of the whole region: a state's own would omit the others' documents."""

    folder: Path
    in_memory: int  # documents
    _papers: DocumentFiles | None = None

    @classmethod
    def of(cls, config: Config) -> DocumentsInForce:
        return cls(config.home / "papers" / FOLDER, MAX_IN_MEMORY)

    def documents(self) -> ReportedDocuments:
        """Return the documents that are in force now."""
        in_force = ListedDocument.objects.filter(removed_in=None)
        if not self.is_long():
            self._papers = None
            return build_document_index(_listed(in_force))
        try:
            return self._mapped(_versions())
        except OSError as error:  # no space or no permission
            log.error("cannot write to %s (%s): holding all documents in memory", self.folder, error.strerror)
            return build_document_index(_listed(in_force))

    def ready(self) -> ReportedDocuments | None:
        """Return the documents in force if no files have to be built for it, which takes minutes; else None."""
        if not self.is_long():
            return build_document_index(_listed(ListedDocument.objects.filter(removed_in=None)))
        versions = _versions()
        papers = self._fitting(versions)
        return _with_changes(papers, versions) if papers else None

    def is_long(self) -> bool:
        """Return True if there are more documents than may be held in memory."""
        return ListedDocument.objects.filter(removed_in=None)[: self.in_memory + 1].count() > self.in_memory

    def _mapped(self, versions: Mapping[str, str]) -> ReportedDocuments:
        with alone(self.folder):  # others wait, and find the files of the first one
            papers = self._fitting(versions) or self._built(versions)
        self._papers = papers
        return _with_changes(papers, versions)

    def _fitting(self, versions: Mapping[str, str]) -> DocumentFiles | None:
        """Return the files; None if there are none, they are of another database, or too much has changed since."""
        try:
            papers = self._opened()
        except Damaged as damage:
            if (self.folder / MANIFEST).exists():
                log.warning("%s", damage)
            return None
        if not papers.manifest.stamp.items() <= versions.items():
            return None
        most = max(self.in_memory, papers.manifest.documents // REBUILD_DIVISOR)
        return papers if _changes(papers, versions) <= most else None

    def _opened(self) -> DocumentFiles:
        """Return the open files, mapped again only if they were replaced."""
        if self._papers and self._papers.manifest == read_manifest(self.folder):
            return self._papers
        return open_document_files(self.folder)

    def _built(self, versions: Mapping[str, str]) -> DocumentFiles:
        log.info("building the index of lost and stolen documents")
        rows = ListedDocument.objects.filter(added_in__in=_ids(versions)).exclude(removed_in__in=_ids(versions))
        manifest = build_locked(_listed(rows), self.folder, stamp=versions, progress=silent)
        log.info("indexed %s documents", manifest.documents)
        return open_document_files(self.folder)


def _versions() -> dict[str, str]:
    """Return all versions of lists as id and content: in a restored database an id may be used again."""
    return {str(pk): version for pk, version in Version.objects.values_list("id", "version")}


def _ids(versions: Collection[str]) -> list[int]:
    return [int(pk) for pk in versions]


def _with_changes(papers: DocumentFiles, versions: Mapping[str, str]) -> ReportedDocuments:
    added, withdrawn = _since(papers, versions)
    changed = ChangedDocuments.of(papers, _listed(added), _listed(withdrawn))
    return changed if changed.withdrawn or changed.added.by_number else papers


def _changes(papers: DocumentFiles, versions: Mapping[str, str]) -> int:
    return sum(rows.count() for rows in _since(papers, versions))


def _since(
    papers: DocumentFiles, versions: Mapping[str, str]
) -> tuple[QuerySet[ListedDocument], QuerySet[ListedDocument]]:
    """Return rows added since the files were built and still in force; and rows in the files that have ended since."""
    held = papers.manifest.stamp
    since = _ids(versions.keys() - held.keys())
    added = ListedDocument.objects.filter(added_in__in=since, removed_in=None)
    return added, ListedDocument.objects.filter(added_in__in=_ids(held), removed_in__in=since)


def _listed(rows: QuerySet[ListedDocument]) -> Iterator[model.ListedDocument]:
    titles = {each.pk: each.title for each in WatchList.objects.all()}
    for number, issuer, type_, reason, list_id in rows.order_by("pk").values_list(*FIELDS).iterator(chunk_size=10_000):
        yield model.ListedDocument(number=number, issuer=issuer, type=type_, list=titles[list_id], reason=reason)
