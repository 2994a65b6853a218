"""Lists in force against a document at a desk: lost documents and listed persons, by the matchers of screening.

Nothing is stored, and only lists are compared whose entries the officer may see. No name matching of its own.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from roadstead.casework.alerts.logic.desk import Presented
from roadstead.config import config
from roadstead.engine.matching.documents import ReportedDocuments
from roadstead.engine.matching.matcher import Match, alerts_all
from roadstead.engine.matching.policy import in_force
from roadstead.engine.records import Action, Document, Reason, Traveller
from roadstead.engine.screening.run import reasons
from roadstead.platform.accounts.models import User
from roadstead.platform.database.scope import region_scope
from roadstead.platform.handling.logic.gate import Recipient, UsePurpose, decide
from roadstead.targeting.watchlists.documents_in_force import DocumentsInForce
from roadstead.targeting.watchlists.logic.checks import is_notice
from roadstead.targeting.watchlists.models import Version, WatchList
from roadstead.targeting.watchlists.settings import thresholds
from roadstead.targeting.watchlists.similar import newest, search_scope, versions_stamp

MAX_HITS: Final = 5  # shown of lost documents, and of listed persons
Known = Collection[tuple[str, str]]  # list and entry


@dataclass(frozen=True, slots=True, kw_only=True)
class LostDocument:
    """A reported document that the presented one is or may be."""

    list: str
    number: str
    issuer: str
    reason: str
    why: Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class ListMatch:
    """A listed person who may be the holder. No alert exists for it: the holder was not declared under these data."""

    list: str
    entry: str
    name: str
    action: Action
    instruction: str
    is_notice: bool
    why: tuple[Reason, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ListHits:
    """Hits of a document and its holder. `not_compared`: what could not be compared now, in words."""

    lost: tuple[LostDocument, ...] = ()
    persons: tuple[ListMatch, ...] = ()
    not_compared: tuple[str, ...] = ()


def list_hits(presented: Presented, user: User, to: Recipient, known: Known, today: date) -> ListHits:
    """Return what the lists say. `known`: entries that alerts or cleared matches of the traveller already name."""
    visible = {row.title: row for row in WatchList.objects.visible_to(user)}
    documents = _documents_of(presented)
    lost, missing = _lost(documents, user, {title for title, row in visible.items() if _may_know(row, to)})
    holder = replace(presented.person or Traveller(), documents=documents)
    scope = search_scope(user)
    found = alerts_all([holder], scope.whole, thresholds())[0]
    persons = tuple(
        _match(one)
        for one in found
        if in_force(one.entry, today)
        and (one.entry.list, one.entry.id) not in known
        and one.entry.list in visible
        and _may_know(visible[one.entry.list], to, is_silent=one.entry.action is Action.DISCREET)
    )
    return ListHits(lost=lost, persons=persons[:MAX_HITS], not_compared=(*missing, *scope.without))


def _documents_of(presented: Presented) -> tuple[Document, ...]:
    """Return the document, once for each number that it may have."""
    zone = presented.zone
    issuer, type_ = (zone.issuer, zone.type) if zone else ("", "")
    return tuple(Document(number=number, issuer=issuer, type=type_) for number in presented.numbers)


def _may_know(of_list: WatchList, to: Recipient, *, is_silent: bool = False) -> bool:
    return decide(replace(of_list.handling, is_silent=is_silent), to, UsePurpose.CRIME).is_yes


def _match(one: Match) -> ListMatch:
    entry = one.entry
    return ListMatch(
        list=entry.list,
        entry=entry.id,
        name=one.name,
        action=entry.action,
        instruction=entry.reason,
        is_notice=is_notice(entry.topics),
        why=reasons(one.evidence),
    )


# ── Lost and stolen documents: the index of screening, held by each web process until a list changes.

_held: dict[object, ReportedDocuments] = {}


def _lost(
    asked: Sequence[Document], user: User, titles: Collection[str]
) -> tuple[tuple[LostDocument, ...], tuple[str, ...]]:
    documents = _documents(user)
    if documents is None:
        return (), ("lost and stolen documents",)
    matches = (one for each in documents.matches_of_each(asked) for one in each)
    found = [one for one in matches if one.owner.list in titles and not one.is_short]
    seen = {(one.owner.list, one.owner.number, one.owner.issuer): one for one in reversed(found)}
    hits = (
        LostDocument(
            list=one.owner.list,
            number=one.owner.number,
            issuer=one.owner.issuer,
            reason=one.owner.reason,
            why=Reason.of(one.score.reason, round(one.score.bits, 2), "document"),
        )
        for one in seen.values()
    )
    return tuple(hits)[:MAX_HITS], ()


def _documents(user: User) -> ReportedDocuments | None:
    """Return all states' documents, as screening compares them; the caller leaves out those of other states' lists."""
    with region_scope(user.scope):
        stamp = versions_stamp(newest(Version.objects.filter(watch_list__source="documents")))
        if stamp not in _held:
            found = DocumentsInForce.of(config()).ready()
            _held.clear()
            if found is None:
                return None
            _held[stamp] = found
    return _held[stamp]
