"""Compilation of a condition into an expression, or into faults with position and remedy.

CEL itself (Google's C++ implementation) has the last word: it checks the kinds again, and evaluates approved rules.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from cel_expr_python import cel

from roadstead.engine.rules.language.checker import Checker, facts_of, forbidden_faults
from roadstead.engine.rules.language.faults import ConditionError, Fault, make_fault
from roadstead.engine.rules.language.parser import parse_condition
from roadstead.engine.rules.language.tree import Compare, Join, Name, Node, Not, ValueList, fact_names
from roadstead.engine.rules.language.vocabulary import Fact, Level, Vocabulary
from roadstead.engine.sentences import Sentence

LANGUAGE_VERSION: Final = "1"
PLACE: Final = re.compile(r"<input>:(\d+):(\d+): (.*)")


@dataclass(frozen=True, slots=True, eq=False)  # compared by identity: hashing must be cheap, it is done once per voyage
class CompiledCondition:
    """A compiled condition. `needs`: facts without which it can never be met (see `needed`)."""

    text: str
    tree: Node
    facts: tuple[Fact, ...]
    needs: frozenset[str]
    expression: cel.Expression
    vocabulary: Vocabulary

    @property
    def level(self) -> Level:
        return self.vocabulary.level_of(self.facts)

    @property
    def shown_facts(self) -> tuple[Fact, ...]:
        """Return the facts it uses, each followed by the fact shown beside it."""
        named = (each for fact in self.facts for each in (fact.name, fact.shown_with) if each)
        return tuple(self.vocabulary.by_name[name] for name in dict.fromkeys(named))


def compile_rule(
    text: str, vocabulary: Vocabulary, allows: Collection[str] = ()
) -> CompiledCondition | tuple[Fault, ...]:
    """Compile a condition. Returns its faults in the order of the text if there are any."""
    faults = list(forbidden_faults(text, vocabulary.harmless_prefixes))
    try:
        tree = parse_condition(text)
    except ConditionError as wrong:
        return _in_order([*faults, wrong.fault])
    Checker(text, vocabulary, allows, faults).condition(tree)
    if not faults and not list(fact_names(tree)):
        faults.append(
            make_fault(text, 0, "no-fact", Sentence("The condition uses no fact."), Sentence("Use at least one fact."))
        )
    if faults:
        return _in_order(faults)
    return _by_cel(text, tree, vocabulary)


def _by_cel(text: str, tree: Node, vocabulary: Vocabulary) -> CompiledCondition | tuple[Fault, ...]:
    try:
        expression = vocabulary.environment.compile(text)
    except RuntimeError as error:
        return _cel_faults(text, str(error))
    if expression.return_type() != cel.Type.BOOL:
        return (
            make_fault(
                text,
                0,
                "not-yes-or-no",
                Sentence("The condition does not give yes or no."),
                Sentence("Compare the fact with a value."),
            ),
        )
    return CompiledCondition(text, tree, facts_of(fact_names(tree), vocabulary), needed(tree), expression, vocabulary)


def _cel_faults(text: str, message: str) -> tuple[Fault, ...]:
    """Return CEL's own errors with their positions, for what our checks let pass."""
    lines = text.split("\n")
    found = []
    for line, column, words in PLACE.findall(message) or [("1", "1", message[:200])]:
        at = sum(len(each) + 1 for each in lines[: int(line) - 1]) + int(column) - 1
        wrong = Sentence("CEL error: %(words)s.", {"words": words})
        found.append(make_fault(text, at, "cel", wrong, Sentence("See the example of the fact in the list.")))
    return tuple(found)


def _in_order(faults: list[Fault]) -> tuple[Fault, ...]:
    return tuple(sorted(faults, key=lambda each: each.at))


def needed(node: Node, *, met: bool = True) -> frozenset[str]:
    """Return the facts without which `node` can never evaluate to `met`.

    For an “and” these are the facts of all parts, for an “or” those common to all parts; a “not” reverses the two.
    """
    match node:
        case Not():
            return needed(node.inner, met=not met)
        case Join():
            of_parts = [needed(part, met=met) for part in node.parts]
            return frozenset.union(*of_parts) if (node.sign == "&&") is met else frozenset.intersection(*of_parts)
        case Compare(right=ValueList(items=())):
            return frozenset()
        case Name() | _:
            return frozenset(name.name for name in fact_names(node))
