"""Written rules for cargo asked of the bills of a voyage. Travel rules among them are not asked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from roadstead.engine.rules.facts import Values
from roadstead.engine.rules.on_board import Met, looked_at
from roadstead.engine.rules.written import Rulebook, Tally, Written


def asked_of_bills(rules: tuple[Written, ...], bills: Iterable[Values], tally: Tally) -> Iterator[Met]:
    """Bill by bill, rules in their order; `bill` is the position among those given. `bills`: `cargo_facts`."""
    book = _book(rules)
    for position, values in enumerate(bills) if book.rules else ():
        tally.bills += 1
        for rule in book.met_by(values, tally):
            yield Met(rule, None, looked_at(rule, values), bill=position)


def families_of(rules: Iterable[Written]) -> frozenset[str]:
    """The families of facts that the rules for cargo look at, those told beside included; none: nothing to be asked."""
    return frozenset(fact.family for rule in rules if rule.about_bills for fact in rule.condition.told)


@lru_cache(maxsize=4)
def _book(rules: tuple[Written, ...]) -> Rulebook:
    """Questions are made ready once, and not for each chunk of bills."""
    return Rulebook(rule for rule in rules if rule.about_bills)
