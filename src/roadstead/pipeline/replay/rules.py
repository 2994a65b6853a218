"""Replay of a rule's hit by its version, from the facts stored with the hit or from the whole voyage as stored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import reduce

from django.db.models import Q

from roadstead.casework.alerts.evidence import join_hits, merge_rule_hits
from roadstead.engine import records as model
from roadstead.engine.matching.documents import ReportedDocuments, build_document_index
from roadstead.engine.matching.features.documents import lookalike_number_key
from roadstead.engine.rules import RULES
from roadstead.engine.rules.evaluation import Rulebook, RuleMatch, Tally, WrittenRule
from roadstead.engine.screening.run import MINOR, build_screening_set, screen, written_hit
from roadstead.filings.voyages.declared import as_declared, as_filing, travellers_on
from roadstead.filings.voyages.models import Traveller, Voyage
from roadstead.pipeline.replay.case import CannotReplay, Case, OnVoyage, Replayed, differences
from roadstead.pipeline.screen_voyage import CargoRuleRun, chunks, declared_bills
from roadstead.targeting.rulebook.in_force import compile_version
from roadstead.targeting.rulebook.models import RuleVersion
from roadstead.targeting.rulebook.stored_facts import travel_rule_inputs
from roadstead.targeting.watchlists.models import ListedDocument, Version


def replay_rule(case: Case) -> Replayed:
    if not isinstance(case.about, OnVoyage):
        return Replayed(differences=differences(case.hit, _of_facts(case.hit)), lists=0)
    found = differences(case.hit, _of_voyage(case, case.about))
    if found and case.at and case.about.voyage.manifests.filter(message__processed_at__gt=case.at).exists():
        raise CannotReplay(f"rule {case.hit.rule} reads the whole voyage, which later messages have changed")
    return Replayed(differences=found, lists=0)


def _of_facts(then: model.Hit) -> model.Hit | None:
    """Evaluate the stored facts. Returns None if they do not match the rule."""
    rule, facts = _version(then), dict(then.replay.facts or {})
    if not Rulebook([rule]).matching_rules(facts, Tally()):
        return None
    minor = any(reason.text == str(MINOR) for reason in then.reasons)
    return written_hit(RuleMatch(rule, then.traveller, facts, minor, then.bill))


def _of_voyage(case: Case, about: OnVoyage) -> model.Hit | None:
    """Evaluate the voyage as stored now. If no message has changed it, its facts are those of the time."""
    then, voyage = case.hit, about.voyage
    built_in = tuple(rule for rule in RULES if rule.code == then.rule)
    for rule in built_in:
        if then.replay.rule_version != (now := f"{rule.code}/{rule.version}"):
            raise CannotReplay(
                f"it was raised with rule {then.replay.rule_version}, but this release has {now}; use that release"
            )
    written = () if built_in else (_version(then),)
    if any(rule.about_bills for rule in written):
        return _of_bills(case, voyage, written)
    rows = travellers_on(voyage)
    screening_set = build_screening_set((), rules=built_in, documents=_documents(then, rows))
    manifest, past = travel_rule_inputs(written, voyage, rows)
    hits = screen(
        manifest, replace(screening_set, written_rules=written), today=case.day, filing=as_filing(voyage), past=past
    )
    place = next((at for at, row in enumerate(rows) if row.pk == about.traveller), None)
    key = (then.kind, then.list, then.entry, then.rule, place)
    same = [hit for hit in merge_rule_hits(hits) if (hit.kind, hit.list, hit.entry, hit.rule, hit.traveller) == key]
    return reduce(join_hits, same) if same else None


def _of_bills(case: Case, voyage: Voyage, written: Sequence[WrittenRule]) -> model.Hit | None:
    rules = CargoRuleRun(voyage, written, today=case.day, now=case.at or voyage.updated_at, tally=Tally())
    for rows in chunks(declared_bills(voyage)):
        rules.evaluate(rows)
    return rules.voyage_hit(case.hit.rule)


def _documents(then: model.Hit, rows: Sequence[Traveller]) -> ReportedDocuments:
    """Return the documents in that version of the list whose number someone on board carries."""
    if not then.list:
        return build_document_index(())
    named = Version.objects.filter(version=then.replay.list_version).select_related("watch_list")
    version = next((row for row in named if row.watch_list.title == then.list), None)
    if version is None:
        raise CannotReplay(f"version {then.replay.list_version} of {then.list} is not stored here")
    carried = {lookalike_number_key(each.number) for row in rows for each in as_declared(row).documents}
    in_force = Q(removed_in=None) | Q(removed_in_id__gt=version.pk)
    listed = ListedDocument.objects.filter(in_force, watch_list=version.watch_list, added_in_id__lte=version.pk)
    columns = ("number", "issuer", "type", "reason")
    return build_document_index(
        model.ListedDocument(number=number, issuer=issuer, type=type_, list=then.list, reason=reason)
        for number, issuer, type_, reason in listed.order_by("pk").values_list(*columns).iterator(chunk_size=10_000)
        if lookalike_number_key(number) in carried
    )


def _version(then: model.Hit) -> WrittenRule:
    named = then.replay.rule_version.partition("/")[2]
    number, _, digest = named.partition("-")
    rows = RuleVersion.objects.select_related("rule").filter(
        rule_id=_number(then.rule), number=_number(number), sha256__startswith=digest or "?"
    )
    row = rows.first()
    rule = compile_version(row, approved=True) if row else None
    if rule is None:
        raise CannotReplay(f"version {named or 'unknown'} of rule {then.rule} is not stored here as it was approved")
    return rule


def _number(text: str) -> int:
    digits = text.removeprefix("W")
    return int(digits) if digits.isdecimal() and len(digits) < 10 else -1
