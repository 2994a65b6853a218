"""Grounds for refusal that the facts of a case raise under a legal basis. Pure; a person decides, nothing is refused.

A ground **applies** if its condition is met and a source that was read makes it mandatory. It **may apply** if the
condition is met and the refusal is optional, or nobody has read the act. It **cannot be told** while a fact is missing,
or if its words were not found.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Final

from roadstead.engine.reference.law.grounds import Binding, GroundRule, rules_of
from roadstead.engine.rules.language import SURRENDER, CompiledCondition, Fact, Kind, compile_rule
from roadstead.engine.rules.law.bases import LegalBasis
from roadstead.engine.sentences import Sentence

Case = Mapping[str, bool | int]  # facts of a case by name; one that is not known is absent
MEASURES: Final = frozenset({"surrender", "provisional_arrest"})  # of which grounds are known


class GroundStatus(StrEnum):
    """In the order in which grounds are listed."""

    APPLIES = "applies"
    MAY_APPLY = "may apply"
    CANNOT_TELL = "cannot tell"
    DOES_NOT_APPLY = "does not apply"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """A ground and what the facts say of it. `missing`: facts without which it cannot be told."""

    rule: GroundRule
    status: GroundStatus
    missing: tuple[Fact, ...] = ()

    @property
    def text(self) -> Sentence:
        return Sentence(self.rule.text)

    @property
    def missing_words(self) -> list[Sentence]:
        return [Sentence(fact.words) for fact in self.missing]


class UnknownFact(ValueError):
    """Raised for a fact that the vocabulary of surrender does not have, or a value of another kind."""


def grounds(basis: LegalBasis, case: Case) -> tuple[Ground, ...]:
    """Return every ground under this basis, those that apply first. Raises UnknownFact."""
    _check(case)
    found = [_ground(rule, case) for rule in rules_of(basis.instrument.code, basis.requested)]
    order = list(GroundStatus)
    return tuple(sorted(found, key=lambda each: order.index(each.status)))


@cache
def compiled(condition: str) -> CompiledCondition:
    """Return a shipped condition, compiled. Raises ValueError with the place of a fault."""
    found = compile_rule(condition, SURRENDER)
    if not isinstance(found, CompiledCondition):
        raise ValueError(f"{condition}: {found[0]}")
    return found


def _ground(rule: GroundRule, case: Case) -> Ground:
    if not rule.condition:
        return Ground(rule=rule, status=GroundStatus.CANNOT_TELL)
    condition = compiled(rule.condition)
    used = {fact.name: case[fact.name] for fact in condition.facts if fact.name in case}
    met = condition.expression.eval(SURRENDER.environment.Activation(used)).value()
    if met is False:
        return Ground(rule=rule, status=GroundStatus.DOES_NOT_APPLY)
    if met is not True:  # CEL's error for a fact without a value
        missing = tuple(fact for fact in condition.facts if fact.name not in case)
        return Ground(rule=rule, status=GroundStatus.CANNOT_TELL, missing=missing)
    surely = rule.verified and rule.binding == Binding.MANDATORY
    return Ground(rule=rule, status=GroundStatus.APPLIES if surely else GroundStatus.MAY_APPLY)


def _check(case: Case) -> None:
    for name, value in case.items():
        fact = SURRENDER.by_name.get(name)
        if fact is None:
            raise UnknownFact(f"{name}: no such fact of surrender; they are {', '.join(SURRENDER.by_name)}")
        if isinstance(value, bool) is not (fact.kind is Kind.YES):
            raise UnknownFact(f"{name}: must be {'yes or no' if fact.kind is Kind.YES else 'a whole number'}")
