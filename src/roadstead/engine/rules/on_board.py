"""Written rules asked of everybody on a voyage, and of the voyage itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from roadstead.engine.rules.facts import Past, Values, facts_of
from roadstead.engine.rules.language import Level
from roadstead.engine.rules.rule import Facts
from roadstead.engine.rules.written import Rulebook, Tally, Written

ABOUT_MINORS: Final = frozenset({"traveller"})  # the family that says whether somebody is one


@dataclass(frozen=True, slots=True)
class Met:
    """A rule that is met, by whom (None: the voyage), and the facts it looked at. `minor`: S18 asks for another way;
    `bill`: the position of the bill, of a rule for cargo."""

    rule: Written
    traveller: int | None
    facts: Values
    minor: bool = False
    bill: int | None = None


def asked(rules: tuple[Written, ...], facts: Facts, past: Sequence[Past], tally: Tally) -> Iterator[Met]:
    """Of the voyage first, then traveller by traveller, rules in their order. Rules for cargo are not asked."""
    rules = tuple(rule for rule in rules if not rule.about_bills)
    if not rules:
        return
    voyages, travellers = _books(rules)
    families = voyages.families | travellers.families | (ABOUT_MINORS if travellers.rules else frozenset())
    whole, people = facts_of(
        facts.manifest, today=facts.today, filing=facts.filing, past=past, families=families | {"voyage"}
    )
    tally.voyages += 1
    tally.travellers += len(people)
    for rule in voyages.met_by(whole, tally) if voyages.rules else ():
        yield Met(rule, None, looked_at(rule, whole))
    for position, values in enumerate(people) if travellers.rules else ():
        for rule in travellers.met_by(values, tally):
            yield Met(rule, position, looked_at(rule, values), minor=values.get("traveller.is_minor") is True)


@lru_cache(maxsize=4)
def _books(rules: tuple[Written, ...]) -> tuple[Rulebook, Rulebook]:
    """Questions are made ready once, and not for each voyage."""
    book = Rulebook(rules)
    return book.of(Level.VOYAGE), book.of(Level.TRAVELLER)


def looked_at(rule: Written, values: Values) -> Values:
    """The facts that stand in the hit: those the rule asks for, and what is told beside them."""
    return {fact.name: values[fact.name] for fact in rule.condition.told if fact.name in values}
