"""A hit of a written rule made again: the version by its hash, asked of the facts that it looked at then (S19)."""

from __future__ import annotations

from roadstead.engine import records as model
from roadstead.engine.rules.written import Met, Rulebook, Tally, Written
from roadstead.engine.screening.run import MINOR, written_hit
from roadstead.targeting.rulebook.in_force import as_written
from roadstead.targeting.rulebook.models import RuleVersion


def hit_again(then: model.Hit) -> model.Hit | None:
    """None where these facts do not meet it. Raises LookupError where no such version is kept."""
    rule, facts = _version(then), dict(then.replay.facts or {})
    if not Rulebook([rule]).met_by(facts, Tally()):
        return None
    minor = any(reason.text == MINOR for reason in then.reasons)
    return written_hit(Met(rule, then.traveller, facts, minor, then.bill))


def _version(then: model.Hit) -> Written:
    named = then.replay.rule_version.partition("/")[2]
    number, _, digest = named.partition("-")
    rows = RuleVersion.objects.select_related("rule").filter(
        rule_id=_number(then.rule), number=_number(number), sha256__startswith=digest or "?"
    )
    row = rows.first()
    rule = as_written(row, approved=True) if row else None
    if rule is None:
        raise LookupError(f"version {named or 'unknown'} of rule {then.rule} is not kept here as it was approved")
    return rule


def _number(text: str) -> int:
    digits = text.removeprefix("W")
    return int(digits) if digits.isdecimal() and len(digits) < 10 else -1
