"""Lost and stolen documents in force, as a worker asks them: in memory while few, else mapped files and their changes.

The files are built from the tables by the first who needs them, and name the versions of all lists they hold. What
other versions have added or ended since is held beside them, until that is so much that they are built anew.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from django.db.models import QuerySet

from roadstead.config import Config
from roadstead.engine import records as model
from roadstead.engine.matching.documents import MAX_IN_MEMORY, ReportedDocuments, documents_reported
from roadstead.engine.matching.papers import Changed, Damaged, Papers, open_papers
from roadstead.engine.matching.papers.build import build_alone, silent
from roadstead.engine.matching.papers.form import MANIFEST, read_manifest
from roadstead.engine.matching.papers.writing import alone
from roadstead.targeting.watchlists.models import ListedDocument, Version, WatchList

log = logging.getLogger(__name__)
FOLDER = "in-force"  # below `papers` in our home
CHANGED_SHARE = 20  # one in so many changed, or as many as are held in memory anyway: the files are built anew
FIELDS = ("number", "issuer", "type", "reason", "watch_list_id")


@dataclass(slots=True)
class Reported:
    """One process's view. Needs the scope of the whole region: a state's own would leave out the others' documents."""

    folder: Path
    in_memory: int  # documents
    _papers: Papers | None = None

    @classmethod
    def of(cls, config: Config) -> Reported:
        return cls(config.home / "papers" / FOLDER, MAX_IN_MEMORY)

    def documents(self) -> ReportedDocuments:
        """As they are in force now."""
        in_force = ListedDocument.objects.filter(removed_in=None)
        if not self.is_long():
            self._papers = None
            return documents_reported(_listed(in_force))
        try:
            return self._mapped(_versions())
        except OSError as error:  # no room, no right
            log.error("%s cannot be written (%s): all documents are held in memory", self.folder, error.strerror)
            return documents_reported(_listed(in_force))

    def is_long(self) -> bool:
        """Whether there are more than are held in memory."""
        return ListedDocument.objects.filter(removed_in=None)[: self.in_memory + 1].count() > self.in_memory

    def _mapped(self, versions: Mapping[str, str]) -> ReportedDocuments:
        with alone(self.folder):  # the others wait, and find what the first has built
            papers = self._fitting(versions) or self._built(versions)
        self._papers = papers
        return _with_changes(papers, versions)

    def _fitting(self, versions: Mapping[str, str]) -> Papers | None:
        """The files, unless they are none, of another database, or too much has changed since."""
        try:
            papers = self._opened()
        except Damaged as damage:
            if (self.folder / MANIFEST).exists():
                log.warning("%s", damage)
            return None
        if not papers.manifest.stamp.items() <= versions.items():
            return None
        most = max(self.in_memory, papers.manifest.documents // CHANGED_SHARE)
        return papers if _changes(papers, versions) <= most else None

    def _opened(self) -> Papers:
        """Mapped anew only if others have taken their place."""
        if self._papers and self._papers.manifest == read_manifest(self.folder):
            return self._papers
        return open_papers(self.folder)

    def _built(self, versions: Mapping[str, str]) -> Papers:
        log.info("building the files of lost and stolen documents")
        rows = ListedDocument.objects.filter(added_in__in=_ids(versions)).exclude(removed_in__in=_ids(versions))
        manifest = build_alone(_listed(rows), self.folder, stamp=versions, progress=silent)
        log.info("%s documents in files", manifest.documents)
        return open_papers(self.folder)


def _versions() -> dict[str, str]:
    """Of all lists, by id, with their content: a database restored may give an id anew."""
    return {str(pk): version for pk, version in Version.objects.values_list("id", "version")}


def _ids(versions: Collection[str]) -> list[int]:
    return [int(pk) for pk in versions]


def _with_changes(papers: Papers, versions: Mapping[str, str]) -> ReportedDocuments:
    added, withdrawn = _since(papers, versions)
    changed = Changed.of(papers, _listed(added), _listed(withdrawn))
    return changed if changed.withdrawn or changed.added.by_number else papers


def _changes(papers: Papers, versions: Mapping[str, str]) -> int:
    return sum(rows.count() for rows in _since(papers, versions))


def _since(papers: Papers, versions: Mapping[str, str]) -> tuple[QuerySet[ListedDocument], QuerySet[ListedDocument]]:
    """Rows added since the files were built and still in force; rows that stand in them and were ended since."""
    held = papers.manifest.stamp
    since = _ids(versions.keys() - held.keys())
    added = ListedDocument.objects.filter(added_in__in=since, removed_in=None)
    return added, ListedDocument.objects.filter(added_in__in=_ids(held), removed_in__in=since)


def _listed(rows: QuerySet[ListedDocument]) -> Iterator[model.ListedDocument]:
    titles = {each.pk: each.title for each in WatchList.objects.all()}
    for number, issuer, type_, reason, list_id in rows.order_by("pk").values_list(*FIELDS).iterator(chunk_size=10_000):
        yield model.ListedDocument(number=number, issuer=issuer, type=type_, list=titles[list_id], reason=reason)
