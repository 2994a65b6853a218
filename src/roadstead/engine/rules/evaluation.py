"""Evaluation of written rules on everyone on a voyage, or on its bills. Pure: same rules and facts, same result.

The result of a rule is **met**, **not met**, or **unknown** if a fact was not stated. A rule that needs an unstated
fact is not evaluated; if only one side of an “or” is unstated, the other side may still decide. An unknown rule raises
nothing and is counted, so that missing data is never taken for a no.

Evaluation time is bounded: the language has no nested loops, and texts and lists have a maximum length. Rules are
joined by “or” and evaluated together; each is evaluated alone only if the joined expression may be true.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Final

from cel_expr_python import cel

from roadstead.engine.records import Action
from roadstead.engine.rules.facts import PastVoyages, Values, facts_of
from roadstead.engine.rules.language import TRAVEL, Level
from roadstead.engine.rules.language.compiler import CompiledCondition
from roadstead.engine.rules.rule import Facts
from roadstead.engine.sentences import Sentence, joined

RULES_PER_EXPRESSION: Final = 20  # rules joined in one expression
MAX_PLANS: Final = 64  # sets of stated facts for which plans are cached; a message has a handful
NOT_STATED: Final = "No value with name"  # CEL's error message for a variable without a value


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenRule:
    """One approved version of a rule. `version`: number and hash, as in the replay data of a hit."""

    code: str
    version: str
    title: str
    sentence: str
    severity: str
    officers_do: str
    owner: str  # REGION, or the only state that is notified
    action: Action
    expires: date  # last day on which it is evaluated
    condition: CompiledCondition

    @property
    def about_bills(self) -> bool:
        """Return True for a cargo rule. Cargo rules are evaluated on bills only, all others never on bills."""
        return self.condition.level is Level.BILL


@dataclass(slots=True)
class Tally:
    """Counts over one or many voyages: rows evaluated, and by rule code how often it was met, unknown, or failed."""

    voyages: int = 0
    travellers: int = 0
    bills: int = 0
    met: Counter[str] = field(default_factory=Counter)
    unknown: Counter[str] = field(default_factory=Counter)
    failed: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class _Plan:
    """Plan for one set of stated facts: expressions evaluated together, and rules that cannot be evaluated."""

    together: tuple[tuple[cel.Expression, tuple[WrittenRule, ...]], ...]
    unknown: tuple[str, ...]


class Rulebook:
    """Rules of one subject and level, prepared for evaluation."""

    def __init__(self, rules: Iterable[WrittenRule]) -> None:
        self.rules = tuple(rules)
        self.vocabulary = next((rule.condition.vocabulary for rule in self.rules), TRAVEL)
        self.used = frozenset(fact.name for rule in self.rules for fact in rule.condition.facts)
        self.families = frozenset(name.partition(".")[0] for name in self.used)
        self._place = {rule.code: at for at, rule in enumerate(self.rules)}
        self._plans: dict[frozenset[str], _Plan] = {}
        self._questions: dict[tuple[str, ...], cel.Expression] = {}
        self._env = self.vocabulary.environment

    def of(self, level: Level) -> Rulebook:
        return Rulebook(rule for rule in self.rules if rule.condition.level is level)

    def matching_rules(self, values: Values, tally: Tally) -> list[WrittenRule]:
        """Return the rules that these facts meet, in the order of the rulebook."""
        stated = {name: value for name, value in values.items() if name in self.used}
        plan = self._plan(frozenset(stated))
        activation = self._env.Activation(stated)
        met = [rule for each in plan.together for rule in _evaluate(*each, activation, tally)]
        met.sort(key=lambda rule: self._place[rule.code])
        tally.unknown.update(plan.unknown)
        tally.met.update(rule.code for rule in met)
        return met

    def _plan(self, stated: frozenset[str]) -> _Plan:
        plan = self._plans.get(stated)
        if plan is None:
            if len(self._plans) >= MAX_PLANS:
                self._plans.pop(next(iter(self._plans)))
            plan = self._plans[stated] = self._build_plan(stated)
        return plan

    def _build_plan(self, stated: frozenset[str]) -> _Plan:
        """Build a plan. Rules whose facts are all stated are joined; rules that may be unknown are evaluated alone."""
        whole: list[WrittenRule] = []
        doubtful: list[WrittenRule] = []
        unknown: list[str] = []
        for rule in self.rules:
            if not rule.condition.needs <= stated:
                unknown.append(rule.code)
            else:
                surely = {fact.name for fact in rule.condition.facts} <= stated
                (whole if surely else doubtful).append(rule)
        questions = [(self._joined(rules), rules) for rules in self._batches(whole)]
        questions += [(rule.condition.expression, (rule,)) for rule in doubtful]
        return _Plan(tuple(questions), tuple(unknown))

    def _batches(self, rules: Iterable[WrittenRule]) -> Iterator[tuple[WrittenRule, ...]]:
        """Yield batches of rules that need the same optional facts, so that the same batches serve every bill."""
        alike: defaultdict[frozenset[str], list[WrittenRule]] = defaultdict(list)
        for rule in rules:
            alike[self.vocabulary.optional & {fact.name for fact in rule.condition.facts}].append(rule)
        for each in alike.values():
            yield from (tuple(each[at : at + RULES_PER_EXPRESSION]) for at in range(0, len(each), RULES_PER_EXPRESSION))

    def _joined(self, rules: Sequence[WrittenRule]) -> cel.Expression:
        """Return the joined expression of the rules, cached. Compiling costs as much as a thousand evaluations."""
        codes = tuple(rule.code for rule in rules)
        question = self._questions.get(codes)
        if question is None:
            if len(self._questions) >= MAX_PLANS:
                self._questions.pop(next(iter(self._questions)))
            text = " ||\n".join(f"({rule.condition.text}\n)" for rule in rules)
            question = self._questions[codes] = self._env.compile(text)
        return question


def _evaluate(
    question: cel.Expression, rules: Sequence[WrittenRule], activation: cel.Activation, tally: Tally
) -> list[WrittenRule]:
    answer = question.eval(activation).value()
    if answer is False:
        return []
    if len(rules) == 1:
        return list(rules) if answer is True else _no_answer(rules[0], answer, tally)
    return [found for rule in rules for found in _evaluate(rule.condition.expression, (rule,), activation, tally)]


def _no_answer(rule: WrittenRule, answer: object, tally: Tally) -> list[WrittenRule]:
    """Count the error that CEL returned as text: a fact that was not stated, or a fault during evaluation."""
    (tally.unknown if NOT_STATED in str(answer) else tally.failed)[rule.code] += 1
    return []


def facts_in_words(rule: WrittenRule, values: Mapping[str, object]) -> Sentence:
    """Return the facts of this case that the rule used, in words for the officer."""
    return joined(
        Sentence("%(fact)s: %(value)s", {"fact": Sentence(fact.words), "value": _value_in_words(values[fact.name])})
        for fact in rule.condition.shown_facts
        if fact.name in values
    )


def _value_in_words(value: object) -> Sentence | str:
    if isinstance(value, bool):
        return Sentence("yes") if value else Sentence("no")
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def content_hash(parts: Mapping[str, str]) -> str:
    """Return the SHA-256 (hex) of all approved parts, ordered by their names."""
    text = "\x1f".join(f"{name}\x1e{parts[name]}" for name in sorted(parts))
    return hashlib.sha256(text.encode()).hexdigest()


# ── Evaluation on everyone on a voyage, and on the voyage itself


ABOUT_MINORS: Final = frozenset({"traveller"})  # family with the fact whether a traveller is a minor


@dataclass(frozen=True, slots=True)
class RuleMatch:
    """A rule that is met, the traveller (None: the voyage), and the facts used.

    `is_minor`: the procedure for children applies (S18). `bill`: position of the bill, for a cargo rule.
    """

    rule: WrittenRule
    traveller: int | None
    facts: Values
    is_minor: bool = False
    bill: int | None = None


def evaluate_travel_rules(
    rules: tuple[WrittenRule, ...], facts: Facts, past: Sequence[PastVoyages], tally: Tally
) -> Iterator[RuleMatch]:
    """Evaluate the travel rules, in their order, on the voyage and then on each traveller. Cargo rules are skipped."""
    rules = tuple(rule for rule in rules if not rule.about_bills)
    if not rules:
        return
    voyages, travellers = _travel_rulebooks(rules)
    families = voyages.families | travellers.families | (ABOUT_MINORS if travellers.rules else frozenset())
    whole, people = facts_of(
        facts.manifest, today=facts.today, filing=facts.filing, past=past, families=families | {"voyage"}
    )
    tally.voyages += 1
    tally.travellers += len(people)
    for rule in voyages.matching_rules(whole, tally) if voyages.rules else ():
        yield RuleMatch(rule, None, facts_used(rule, whole))
    for position, values in enumerate(people) if travellers.rules else ():
        for rule in travellers.matching_rules(values, tally):
            yield RuleMatch(rule, position, facts_used(rule, values), is_minor=values.get("traveller.is_minor") is True)


@lru_cache(maxsize=4)
def _travel_rulebooks(rules: tuple[WrittenRule, ...]) -> tuple[Rulebook, Rulebook]:
    """Return the rulebooks for the voyage and for travellers, cached across voyages."""
    book = Rulebook(rules)
    return book.of(Level.VOYAGE), book.of(Level.TRAVELLER)


def facts_used(rule: WrittenRule, values: Values) -> Values:
    """Return the facts stored with the hit: those the rule uses, and those shown beside them."""
    return {fact.name: values[fact.name] for fact in rule.condition.shown_facts if fact.name in values}


# ── Evaluation of cargo rules on the bills of a voyage


def evaluate_cargo_rules(rules: tuple[WrittenRule, ...], bills: Iterable[Values], tally: Tally) -> Iterator[RuleMatch]:
    """Evaluate the cargo rules on each bill, in the order of the rules. Travel rules are skipped.

    `bills`: facts of each bill (`cargo_facts`). `RuleMatch.bill` is the position in `bills`.
    """
    book = _cargo_rulebook(rules)
    for position, values in enumerate(bills) if book.rules else ():
        tally.bills += 1
        for rule in book.matching_rules(values, tally):
            yield RuleMatch(rule, None, facts_used(rule, values), bill=position)


def families_of(rules: Iterable[WrittenRule]) -> frozenset[str]:
    """Return the fact families that the cargo rules use or show. Empty: nothing to evaluate."""
    return frozenset(fact.family for rule in rules if rule.about_bills for fact in rule.condition.shown_facts)


@lru_cache(maxsize=4)
def _cargo_rulebook(rules: tuple[WrittenRule, ...]) -> Rulebook:
    """Return the rulebook for bills, cached across chunks of bills."""
    return Rulebook(rule for rule in rules if rule.about_bills)
