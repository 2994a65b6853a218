"""Vocabularies: the closed tables of facts that a rule may use.

Kinds are CEL's: text, number (int), yes/no (bool), texts (list of text). A fact that was not stated is absent, never ""
or 0; see `rules.evaluation` for how a rule is then evaluated. `needs`: permission that the rule's source must give.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Final, NamedTuple

from cel_expr_python import cel

MINORS: Final = "minors"  # the rule protects minors, so it may use age (S17, S18; cooperation 7)


class Kind(StrEnum):
    TEXT = "text"
    NUMBER = "number"
    YES = "yes/no"
    TEXTS = "texts"


IN_CEL: Final = {
    Kind.TEXT: cel.Type.STRING,
    Kind.NUMBER: cel.Type.INT,
    Kind.YES: cel.Type.BOOL,
    Kind.TEXTS: cel.Type.List(cel.Type.STRING),
}


class Level(StrEnum):
    """Subject that a rule is evaluated on. Travel rules with voyage facts only are evaluated once per voyage.

    A case is that of one person whose surrender is asked: grounds for refusal are evaluated on it.
    """

    TRAVELLER = "traveller"
    VOYAGE = "voyage"
    BILL = "bill"
    CASE = "case"


class Fact(NamedTuple):
    """A fact. `words`: its name in a sentence; `source`: where the value comes from; `choices`: the values, if only a
    few.

    `shown_with`: a fact shown together with this one, such as the words or containers that caused it. `optional`: it
    may be unstated; rules with the same optional facts are evaluated together.
    """

    name: str
    kind: Kind
    words: str
    source: str
    choices: tuple[str, ...] = ()
    needs: str = ""
    shown_with: str = ""
    optional: bool = False

    @property
    def family(self) -> str:
        return self.name.partition(".")[0]


@dataclass(frozen=True)
class Vocabulary:
    """The facts of one subject.

    `each`: the level of a rule; `whole`: the level of a rule with voyage facts only. `examples`: a text fact and a
    texts fact, shown in remedies. `harmless_prefixes`: prefixes of words that are harmless in values of this subject,
    since they describe goods ("fish meal") and not persons.
    """

    subject: str
    facts: tuple[Fact, ...]
    families: Mapping[str, str] = field(default_factory=dict)  # heading of each family
    each: Level = Level.TRAVELLER
    whole: Level = Level.VOYAGE
    examples: tuple[str, str] = ("booking.agency", "document.types")
    harmless_prefixes: frozenset[str] = frozenset()

    @cached_property
    def by_name(self) -> dict[str, Fact]:
        return {fact.name: fact for fact in self.facts}

    @cached_property
    def environment(self) -> cel.Env:
        """Return a CEL environment with the facts as its only variables."""
        return cel.NewEnv(variables={fact.name: IN_CEL[fact.kind] for fact in self.facts})

    @cached_property
    def optional(self) -> frozenset[str]:
        return frozenset(fact.name for fact in self.facts if fact.optional)

    def of(self, family: str) -> list[Fact]:
        return [fact for fact in self.facts if fact.family == family]

    def level_of(self, facts: Iterable[Fact]) -> Level:
        return self.whole if all(fact.family == "voyage" for fact in facts) else self.each
