"""`python -m bench.rules`: travellers per second with 10, 50, 100 and 200 written rules on, in one process.

Bills: `bench.rules_for_cargo`.

The rules are those of the library, repeated with other numbers; the travellers are invented, a third of them with few
facts stated. Seconds are processor time, so that other load does not count. For comparison the same conditions are
evaluated as plain Python lambdas, one by one.
"""

from __future__ import annotations

import random
import re
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from functools import partial
from time import process_time
from typing import Any

from roadstead.engine.records import (
    Action,
    Agency,
    Bags,
    BookedFlight,
    Booking,
    Document,
    Leg,
    Manifest,
    Mode,
    Payment,
    References,
    Role,
    Traveller,
    Voyage,
)
from roadstead.engine.rules.evaluation import Rulebook, Tally, WrittenRule
from roadstead.engine.rules.facts import PastVoyage, PastVoyages, facts_of
from roadstead.engine.rules.files import library
from roadstead.engine.rules.language import CompiledCondition, Level, compile_rule
from roadstead.engine.rules.language.tree import Call, Compare, Join, Literal, Loop, Name, Node, Not, Sum, ValueList

TODAY = date(2026, 11, 25)
ON_BOARD = 200
VOYAGES = 25
NUMBERS = (10, 50, 100, 200)
GOAL = 2000  # travellers per second with 100 rules, and bills
NUMBER = re.compile(r'"[^"]*"|\b\d+\b')  # numbers of a condition, and texts, which are not changed


def rules(number: int, subject: str = "travel") -> list[WrittenRule]:
    """Return `number` different rules: the library, then the library with other numbers."""
    made: list[WrittenRule] = []
    texts = library(subject)
    for at in range(number):
        text = texts[at % len(texts)]
        condition = NUMBER.sub(partial(_moved, by=at // len(texts)), text.condition)
        compiled = compile_rule(condition, text.vocabulary, text.allows)
        assert isinstance(compiled, CompiledCondition), compiled
        made.append(
            WrittenRule(
                code=f"R{at}",
                version="1",
                title=text.title,
                sentence=text.sentence,
                severity=text.severity,
                officers_do="",
                owner="REGION",
                action=Action.REFER,
                expires=TODAY,
                condition=compiled,
            )
        )
    return made


def _moved(found: re.Match[str], *, by: int) -> str:
    return found[0] if found[0].startswith('"') else str(int(found[0]) + by)


# ── invented travellers


@dataclass(frozen=True, slots=True)
class Aboard:
    manifest: Manifest
    past: tuple[PastVoyages, ...]


def voyage(chance: random.Random) -> Aboard:
    people = tuple(_traveller(at, chance) for at in range(ON_BOARD))
    bookings = tuple(_booking(at, chance) for at in range(0, ON_BOARD, 3))
    legs = (Leg(origin="MIA", destination="BGI", departure="2026-11-25T10:00", arrival="2026-11-25T14:00"),)
    route = Voyage(mode=Mode.AIR, carrier="2X", number="2X101", legs=legs, category="commercial")
    past = tuple(PastVoyages(tuple(_voyaged(chance) for _ in range(chance.randrange(3)))) for _ in people)
    return Aboard(Manifest(voyage=route, travellers=people, bookings=bookings), past)


def _traveller(at: int, chance: random.Random) -> Traveller:
    full = chance.random() < 0.67
    paper = Document(
        type="P", number=f"T{at:07d}", issuer="BRB", expires="2030-01-01", issued="2021-01-01" if full else ""
    )
    return Traveller(
        role=Role.PASSENGER,
        surname=f"NAME{at}",
        given="ANN",
        born=f"{chance.randrange(1940, 2020)}-05-06",
        embark="MIA",
        disembark="BGI",
        documents=(paper,),
        references=References(booking=f"L{at // 3}"),
        seat=f"{at}A" if full else "",
        bags=Bags(count=chance.randrange(3), weight_kg=20.0) if full else Bags(),
        capture_method="manual" if full else "",
        contact=(f"+1246555{at // 3:04d}",) if full else (),
    )


def _booking(at: int, chance: random.Random) -> Booking:
    out = BookedFlight(origin="MIA", destination="BGI", departure="2026-11-25T10:00", arrival="2026-11-25T14:00")
    back = BookedFlight(origin="BGI", destination="MIA", departure="2026-12-02T10:00", arrival="2026-12-02T14:00")
    made = TODAY - timedelta(days=chance.randrange(1, 90))
    return Booking(
        locator=f"L{at // 3}",
        created=f"{made}T09:00",
        travellers=tuple(range(at, min(at + 3, ON_BOARD))),
        itinerary=(out, back) if chance.random() < 0.8 else (out,),
        contact=(f"A{at}@EXAMPLE.ORG",),
        payments=(Payment(form="CC", number=f"411111******{at:04d}", payer=f"NAME{at} ANN"),),
        agency=Agency(name="SEA TRAVEL", iata_number="12345678"),
    )


def _voyaged(chance: random.Random) -> PastVoyage:
    return PastVoyage(day=TODAY - timedelta(days=chance.randrange(1, 300)))


# ── the same in plain Python


def plain(condition: CompiledCondition) -> Callable[[dict[str, Any]], bool]:
    """Return a lambda over the same facts; missing facts are caught."""
    compiled: Callable[[dict[str, Any]], bool] = eval(f"lambda f: {_python(condition.tree)}")
    return compiled


def _python(node: Node) -> str:
    match node:
        case Name():
            return f"f[{node.name!r}]" if "." in node.name else node.name
        case Literal():
            return repr(node.value)
        case ValueList():
            return repr([item.value for item in node.items])
        case Sum() | Compare():
            return f"({_python(node.left)} {node.sign} {_python(node.right)})"
        case Not():
            return f"(not {_python(node.inner)})"
        case Join():
            return "(" + {"&&": " and ", "||": " or "}[node.sign].join(map(_python, node.parts)) + ")"
        case Call():
            name = {"startsWith": "startswith", "endsWith": "endswith", "contains": "__contains__"}[node.function]
            return f"{_python(node.fact)}.{name}({_python(node.argument) if node.argument else ''})"
        case Loop():
            word = {"exists": "any", "all": "all"}[node.function]
            return f"{word}({_python(node.inner)} for {node.variable} in {_python(node.fact)})"


# ── measurement


@dataclass(frozen=True, slots=True)
class Measured:
    """Travellers per second: facts and rules, the rules alone, and the lambdas alone."""

    rules: int
    whole: float
    asking: float
    lambdas: float
    met: int
    unknown: int


def measure(number: int, aboard: Sequence[Aboard]) -> Measured:
    made = rules(number)
    books = {level: Rulebook(made).of(level) for level in Level}
    lambdas = [plain(rule.condition) for rule in made]
    families = Rulebook(made).families
    for one in aboard[:2]:  # warm up, as in a worker that has run for a while
        _ask(one, books, families, Tally())
    tally, began = Tally(), process_time()
    facts = [_facts(one, families) for one in aboard]
    gathered = process_time() - began
    began = process_time()
    for whole, people in facts:
        books[Level.VOYAGE].matching_rules(whole, tally)
        for values in people:
            books[Level.TRAVELLER].matching_rules(values, tally)
    asked = process_time() - began
    began = process_time()
    for _, people in facts:
        for values in people:
            for each in lambdas:
                _answer(each, values)
    by_hand = process_time() - began
    travellers = sum(len(one.manifest.travellers) for one in aboard)
    return Measured(
        number,
        travellers / (gathered + asked),
        travellers / asked,
        travellers / by_hand,
        tally.met.total(),
        tally.unknown.total(),
    )


def _answer(asked: Callable[[dict[str, Any]], bool], values: dict[str, Any]) -> bool | None:
    try:
        return asked(values)
    except KeyError:
        return None


def _facts(one: Aboard, families: frozenset[str]) -> Any:
    return facts_of(one.manifest, today=TODAY, past=one.past, families=families)


def _ask(one: Aboard, books: dict[Level, Rulebook], families: frozenset[str], tally: Tally) -> None:
    whole, people = _facts(one, families)
    books[Level.VOYAGE].matching_rules(whole, tally)
    for values in people:
        books[Level.TRAVELLER].matching_rules(values, tally)


def run() -> dict[str, dict[str, float]]:
    """Return by number of rules the figures of `Measured`, and the speed of plain lambdas relative to it."""
    found = {str(each.rules): each for each in _measured()}
    return {number: {**asdict(each), "ratio": each.lambdas / each.asking} for number, each in found.items()}


def _measured() -> list[Measured]:
    chance = random.Random(5)
    aboard = [voyage(chance) for _ in range(VOYAGES)]
    return [measure(number, aboard) for number in NUMBERS]


def main() -> int:
    print(f"{VOYAGES * ON_BOARD:,} travellers of {VOYAGES} voyages, one process")
    heads = ("rules", "travellers/s", "asking alone", "lambdas alone", "ratio", "met", "unknown")
    print("".join(head.rjust(15) for head in heads))
    found = _measured()
    for each in found:
        speeds = (f"{speed:,.0f}" for speed in (each.whole, each.asking, each.lambdas))
        ratio = f"{each.lambdas / each.asking:.1f}"
        row = (str(each.rules), *speeds, ratio, f"{each.met:,}", f"{each.unknown:,}")
        print("".join(cell.rjust(15) for cell in row))
    return 0 if next(each.whole for each in found if each.rules == 100) >= GOAL else 1


if __name__ == "__main__":
    sys.exit(main())
