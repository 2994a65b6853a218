"""Screening: a manifest and what is watched for in, hits with reasons out. Read this page first.

A hit is a possibility, never more: an officer compares and decides (safeguards S13, S20). The same manifest, watch
and day give the same hits, in the same order, for ever (S19).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Final

from roadstead.engine.matching.documents import ReportedDocuments, documents_reported
from roadstead.engine.matching.index import Index, build_index
from roadstead.engine.matching.matcher import DEFAULT_THRESHOLD, Match, Thresholds, alerts_all, in_force, match
from roadstead.engine.matching.second.stage import Second, second_stage
from roadstead.engine.matching.things import Things, build_things, met_crafts
from roadstead.engine.records import Consignment, Craft, Entry, Hit, ListedDocument, ListVersion, Manifest, Party
from roadstead.engine.rules import RULES, Facts, Filing, Rule
from roadstead.engine.rules.facts import Past
from roadstead.engine.rules.written import Tally, Written, asked
from roadstead.engine.screening.cargo import (
    Basis,
    craft_hit,
    met_bills,
    met_of_manifests,
    person_hit,
    rule_hit,
    written_hit,
)

__all__ = [
    "DEFAULT_THRESHOLD", "RULES", "Filing", "Index", "Match", "Rule", "Thresholds", "Watch", "build_index",
    "build_watch", "match", "screen", "screen_bills", "screen_parties", "second_stage",
]  # fmt: skip

NO_VERSIONS: Final[Mapping[str, ListVersion]] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """All that a voyage is screened against. Built whole when a list changes; then only read."""

    index: Index
    documents: ReportedDocuments
    things: Things
    rules: tuple[Rule, ...]
    versions: Mapping[str, ListVersion]
    thresholds: Thresholds = field(default_factory=Thresholds)
    second: Second | None = None  # off unless asked for (S16)
    statistics: str = ""  # state of the lists, by a name that finds it again
    written: tuple[Written, ...] = ()  # rules that people wrote and two have approved (S16)


def build_watch(
    entries: Iterable[Entry],
    listed_documents: Iterable[ListedDocument] = (),
    versions: Mapping[str, ListVersion] = NO_VERSIONS,
    rules: tuple[Rule, ...] = RULES,
    documents: ReportedDocuments | None = None,
    index: Index | None = None,
    second: Second | None = None,
) -> Watch:
    """`versions` by name of list, as they are to stand in each hit; `documents` are asked in place of those listed, and
    `index` in place of one of the persons among the entries. `second`: the second stage, which names the lists that are
    judged by the evidence alone."""
    listed = tuple(entries)
    return Watch(
        index=index or build_index(listed),
        documents=documents or documents_reported(listed_documents),
        things=build_things(listed),
        rules=rules,
        versions=versions,
        second=second,
    )


def screen(
    manifest: Manifest,
    watch: Watch,
    *,
    today: date,
    filing: Filing | None = None,
    threshold: float | None = None,
    past: Sequence[Past] = (),
    tally: Tally | None = None,
) -> list[Hit]:
    """Travellers in their order, then the craft, then what the rules say; of bills nothing (`screen_bills`).

    `threshold` in bits; None: of each list its own, as the watch has them. `past` by position, for written rules;
    `tally` counts how they answered.
    """
    hits: list[Hit] = []
    basis = _basis(watch, threshold)
    for position, found in enumerate(alerts_all(manifest.travellers, watch.index, basis.thresholds, watch.second)):
        hits += (person_hit(position, one, basis) for one in found if in_force(one.entry, today))
    hits += _craft(manifest.voyage.craft, watch, today)
    facts = Facts(manifest=manifest, documents=watch.documents, today=today, filing=filing)
    hits += _rules(facts, watch)
    hits += _written(facts, watch, past, tally or Tally())
    return hits


def screen_bills(bills: Sequence[Consignment], watch: Watch, *, today: date) -> list[Hit]:
    """Parties of bills, in the order of the bills: each hit has `bill`, the position of its bill, and `parties`, those
    of its parties that met. A spelling is asked for once; the caller hands over as many bills as fit its memory.
    """
    return list(met_bills(bills, watch.index, watch.things, _basis(watch), today=today))


def screen_parties(parties: Sequence[Party], watch: Watch, *, today: date) -> list[Hit]:
    """Parties of whole manifests, in their order: a hit is on the voyage, with the positions of those met in
    `parties`."""
    return list(met_of_manifests(parties, watch.index, watch.things, _basis(watch), today=today))


def _basis(watch: Watch, threshold: float | None = None) -> Basis:
    at = watch.thresholds if threshold is None else Thresholds(default=threshold)
    return Basis(versions=watch.versions, thresholds=at, second=watch.second, statistics=watch.statistics)


def _craft(craft: Craft, watch: Watch, today: date) -> Iterator[Hit]:
    for found in met_crafts([craft], watch.things)[0]:
        if in_force(found.entry, today):
            yield craft_hit(found, watch.versions)


def _rules(facts: Facts, watch: Watch) -> Iterator[Hit]:
    for rule in watch.rules:
        for finding in rule.check(facts):
            yield rule_hit(rule, finding, watch.versions)


def _written(facts: Facts, watch: Watch, past: Sequence[Past], tally: Tally) -> Iterator[Hit]:
    in_time = tuple(rule for rule in watch.written if rule.expires >= facts.today)
    for found in asked(in_time, facts, past, tally):
        yield written_hit(found)
