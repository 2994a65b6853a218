"""Rules in force, in the form used by the screening, each verified against the content that was approved (S16)."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import date
from typing import Final

from django.db.models import QuerySet

from roadstead.engine.records import Action
from roadstead.engine.rules.evaluation import WrittenRule
from roadstead.engine.rules.language import CompiledCondition, compile_rule
from roadstead.targeting.rulebook.models import RuleStatus, RuleVersion

log = logging.getLogger("roadstead.targeting.rulebook")
NO_EXPIRY: Final = date.max


def active_versions(today: date | None) -> QuerySet[RuleVersion, RuleVersion]:
    """Return active versions that have not expired on `today`; None: whatever their last day."""
    rows = RuleVersion.objects.filter(status=RuleStatus.ACTIVE).select_related("rule").order_by("rule_id")
    return rows.filter(expires__gte=today) if today else rows


def rules_fingerprint(today: date | None) -> str:
    """Return a text that changes whenever the set of rules in force changes."""
    return ",".join(f"{pk}:{sha256[:12]}" for pk, sha256 in active_versions(today).values_list("pk", "approved_sha256"))


def rules_in_force(today: date | None) -> tuple[WrittenRule, ...]:
    """Return the rules in force, oldest first. A rule that differs from what was approved is logged and left out."""
    return tuple(rule for row in active_versions(today) if (rule := compile_version(row, approved=True)))


def compile_version(row: RuleVersion, *, approved: bool) -> WrittenRule | None:
    """Return a row as a rule; None if it does not compile or, with `approved`, if hash and approval differ."""
    if approved and not (row.content_hash == row.sha256 == row.approved_sha256):
        log.error("%s: not applied, because its hash differs from the approved one", row)
        return None
    compiled = compile_rule(row.condition, row.text.vocabulary, row.text.allows)
    if not isinstance(compiled, CompiledCondition):
        log.error("%s: not applied, because this release cannot compile its condition", row)
        return None
    return _written(row, compiled)


def _written(row: RuleVersion, compiled: CompiledCondition) -> WrittenRule:
    return WrittenRule(
        code=row.rule.code,
        version=row.replay_name,
        title=row.title,
        sentence=row.sentence,
        severity=row.severity,
        officers_do=row.officers_do,
        owner=row.owner,
        action=Action.REFER,  # whatever a rule asks, an officer decides (S13)
        expires=row.expires or NO_EXPIRY,
        condition=compiled,
    )


def owners_of(rules: Iterable[WrittenRule]) -> dict[str, str]:
    """Return each rule's owner by code; only the owner is notified."""
    return {rule.code: rule.owner for rule in rules}
