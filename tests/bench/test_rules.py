"""The bench of written rules: as many rules as it says, and lambdas that answer what CEL answers."""

from __future__ import annotations

import random

from bench.rules import ON_BOARD, measure, rules, voyage


def test_rules_of_the_bench_are_all_different_and_it_measures_what_it_says() -> None:
    assert len({each.condition.text for each in rules(100)}) > 80  # a rule without numbers is the same again
    found = measure(40, [voyage(random.Random(1)) for _ in range(3)])
    assert found.rules == 40
    assert found.whole > 0
    assert found.unknown > ON_BOARD  # a third of the travellers state little
