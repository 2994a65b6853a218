"""What a table of facts is: the facts a rule may ask for. What is not in it cannot be said, whatever is written.

Kinds are CEL's: text, number (int), yes/no (bool), texts (list of text). A fact that was not stated is absent, never
"" or 0: see `screening.rules.written` for what a rule does then. `needs`: what the rule's own source must allow.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Final, NamedTuple

from cel_expr_python import cel

MINORS: Final = "minors"  # the rule protects minors, so it may ask for age (S17, S18; cooperation 7)


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
    """Of whom a rule speaks. A travel rule of voyage facts alone is asked once a voyage; a cargo rule of every bill."""

    TRAVELLER = "traveller"
    VOYAGE = "voyage"
    BILL = "bill"


class Fact(NamedTuple):
    """`words` as they stand in a sentence; `source` where the value comes from; `choices` where the values are few.

    `beside`: a fact that is told with this one, so that an officer reads which words or containers made it so.
    `optional`: it may be left unstated; rules of the same optional facts are asked together.
    """

    name: str
    kind: Kind
    words: str
    source: str
    choices: tuple[str, ...] = ()
    needs: str = ""
    beside: str = ""
    optional: bool = False

    @property
    def family(self) -> str:
        return self.name.partition(".")[0]


@dataclass(frozen=True)
class Vocabulary:
    """The facts of one subject.

    `each` and `whole`: the level of a rule, and that of a rule which asks for facts of the voyage alone. `examples`: a
    fact of one text and one of several, for what a remedy shows. `plain`: beginnings of words that a value may name
    here, since they tell of goods ("fish meal") and of nobody.
    """

    subject: str
    facts: tuple[Fact, ...]
    families: Mapping[str, str] = field(default_factory=dict)  # heading over each family
    each: Level = Level.TRAVELLER
    whole: Level = Level.VOYAGE
    examples: tuple[str, str] = ("booking.agency", "document.types")
    plain: frozenset[str] = frozenset()

    @cached_property
    def by_name(self) -> dict[str, Fact]:
        return {fact.name: fact for fact in self.facts}

    @cached_property
    def environment(self) -> cel.Env:
        """CEL's, with the facts as its only variables."""
        return cel.NewEnv(variables={fact.name: IN_CEL[fact.kind] for fact in self.facts})

    @cached_property
    def optional(self) -> frozenset[str]:
        return frozenset(fact.name for fact in self.facts if fact.optional)

    def of(self, family: str) -> list[Fact]:
        return [fact for fact in self.facts if fact.family == family]

    def level_of(self, facts: Iterable[Fact]) -> Level:
        return self.whole if all(fact.family == "voyage" for fact in facts) else self.each
