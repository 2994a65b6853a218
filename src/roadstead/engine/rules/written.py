"""Rules that people have written, asked of everybody on a voyage or of its bills. Pure: the same rules and facts, the
same answer.

A rule is **met**, **not met**, or **unknown** where a fact was not stated. A rule that needs an unstated fact is not
asked at all; where only one side of an “or” is unstated, the other may still decide. An unknown rule raises nothing
and is counted, so that nobody takes silence for a no.

Asking is bounded: the language has no loop within a loop, texts and lists have a length. Many rules are asked in one
go, joined by “or”; only where one of them may be met is each asked by itself.
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
from roadstead.engine.rules.facts import Past, Values, facts_of
from roadstead.engine.rules.language import TRAVEL, Level
from roadstead.engine.rules.language.compiled import Compiled
from roadstead.engine.rules.rule import Facts

TOGETHER: Final = 20  # rules joined in one question
PLANS: Final = 64  # kinds of stated facts whose questions are kept ready; a message has a handful
NOT_STATED: Final = "No value with name"  # how CEL says that a variable was not given


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """One approved version of a rule. `version` as a hit's replay names it: number and hash."""

    code: str
    version: str
    title: str
    sentence: str
    severity: str
    officers_do: str
    owner: str  # REGION, or the state that alone is told
    action: Action
    expires: date  # the last day on which it is asked
    condition: Compiled

    @property
    def about_bills(self) -> bool:
        """Asked of cargo, and never of people; the others never of cargo."""
        return self.condition.level is Level.BILL


@dataclass(slots=True)
class Tally:
    """What one or many voyages came to: who was asked, and by code how often a rule was met, unknown, or failed."""

    voyages: int = 0
    travellers: int = 0
    bills: int = 0
    met: Counter[str] = field(default_factory=Counter)
    unknown: Counter[str] = field(default_factory=Counter)
    failed: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class _Plan:
    """For those of whom the same facts are stated: what is asked together, and what cannot be asked."""

    together: tuple[tuple[cel.Expression, tuple[Written, ...]], ...]
    unknown: tuple[str, ...]


class Rulebook:
    """Some rules of one subject and level, made ready to be asked."""

    def __init__(self, rules: Iterable[Written]) -> None:
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

    def met_by(self, values: Values, tally: Tally) -> list[Written]:
        """The rules these facts meet, in their order."""
        stated = {name: value for name, value in values.items() if name in self.used}
        plan = self._plan(frozenset(stated))
        activation = self._env.Activation(stated)
        met = [rule for each in plan.together for rule in _ask(*each, activation, tally)]
        met.sort(key=lambda rule: self._place[rule.code])
        tally.unknown.update(plan.unknown)
        tally.met.update(rule.code for rule in met)
        return met

    def _plan(self, stated: frozenset[str]) -> _Plan:
        plan = self._plans.get(stated)
        if plan is None:
            if len(self._plans) >= PLANS:
                self._plans.pop(next(iter(self._plans)))
            plan = self._plans[stated] = self._made(stated)
        return plan

    def _made(self, stated: frozenset[str]) -> _Plan:
        """Rules whose facts are all stated are joined; whatever may turn out unknown is asked by itself."""
        whole: list[Written] = []
        doubtful: list[Written] = []
        unknown: list[str] = []
        for rule in self.rules:
            if not rule.condition.needs <= stated:
                unknown.append(rule.code)
            else:
                surely = {fact.name for fact in rule.condition.facts} <= stated
                (whole if surely else doubtful).append(rule)
        questions = [(self._joined(rules), rules) for rules in self._together(whole)]
        questions += [(rule.condition.expression, (rule,)) for rule in doubtful]
        return _Plan(tuple(questions), tuple(unknown))

    def _together(self, rules: Iterable[Written]) -> Iterator[tuple[Written, ...]]:
        """In twenties of rules that need the same of what may be unstated: then the same twenties fit every bill."""
        alike: defaultdict[frozenset[str], list[Written]] = defaultdict(list)
        for rule in rules:
            alike[self.vocabulary.optional & {fact.name for fact in rule.condition.facts}].append(rule)
        for each in alike.values():
            yield from (tuple(each[at : at + TOGETHER]) for at in range(0, len(each), TOGETHER))

    def _joined(self, rules: Sequence[Written]) -> cel.Expression:
        """Made once for the same rules, whichever facts are stated beside; making costs what a thousand askings do."""
        codes = tuple(rule.code for rule in rules)
        question = self._questions.get(codes)
        if question is None:
            if len(self._questions) >= PLANS:
                self._questions.pop(next(iter(self._questions)))
            text = " ||\n".join(f"({rule.condition.text}\n)" for rule in rules)
            question = self._questions[codes] = self._env.compile(text)
        return question


def _ask(question: cel.Expression, rules: Sequence[Written], activation: cel.Activation, tally: Tally) -> list[Written]:
    answer = question.eval(activation).value()
    if answer is False:
        return []
    if len(rules) == 1:
        return list(rules) if answer is True else _no_answer(rules[0], answer, tally)
    return [found for rule in rules for found in _ask(rule.condition.expression, (rule,), activation, tally)]


def _no_answer(rule: Written, answer: object, tally: Tally) -> list[Written]:
    """CEL returns an error as a value, a text: a fact that was not stated, or a fault while it ran."""
    (tally.unknown if NOT_STATED in str(answer) else tally.failed)[rule.code] += 1
    return []


def facts_said(rule: Written, values: Mapping[str, object]) -> str:
    """The facts of this case that the rule looked at, as an officer reads them."""
    told = (f"{fact.words}: {_spoken(values[fact.name])}" for fact in rule.condition.told if fact.name in values)
    return "; ".join(told)


def _spoken(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def content_hash(parts: Mapping[str, str]) -> str:
    """SHA-256, hex, over what is approved; of all parts, in the order of their names."""
    text = "\x1f".join(f"{name}\x1e{parts[name]}" for name in sorted(parts))
    return hashlib.sha256(text.encode()).hexdigest()


# ── Written rules asked of everybody on a voyage, and of the voyage itself.


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


# ── Written rules for cargo asked of the bills of a voyage. Travel rules among them are not asked.


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
