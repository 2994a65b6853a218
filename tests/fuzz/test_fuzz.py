"""Every reader for some seconds, from its samples: `ROADSTEAD_FUZZ_SECONDS` says how many (3; 0 leaves it out)."""

from __future__ import annotations

import importlib.util
import os
import random
import sys
from pathlib import Path

import pytest

from tests.fuzz.checks import LONGEST, TooLarge, TooSlow, bounded
from tests.fuzz.run import run_all, started_small
from tests.fuzz.targets import TARGETS

SECONDS = int(os.environ.get("ROADSTEAD_FUZZ_SECONDS", "3"))
FUZZER = importlib.util.find_spec("atheris")  # there is none but for Linux on x86-64


@pytest.mark.long
@pytest.mark.skipif(FUZZER is None or SECONDS < 1, reason="no fuzzer on this machine, or none wanted")
def test_no_reader_breaks_hangs_or_swells_on_anything(tmp_path: Path) -> None:
    outcomes = list(run_all(list(TARGETS), SECONDS, tmp_path))
    broken = [f"{each.target}: {each.findings}\n{each.words}" for each in outcomes if not each.ended_well]
    assert not broken, "\n".join(broken)
    assert all(each.executions > 0 and not each.findings for each in outcomes)


def test_a_fuzzer_does_not_begin_with_the_memory_that_the_tests_before_it_held() -> None:
    held = b"\1" * 400_000_000
    peak = "import resource; print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
    assert len(held) > int(started_small([sys.executable, "-c", peak], 60).stdout) * 1_024 * 4


def test_a_fuzzer_that_does_not_end_is_ended() -> None:
    assert started_small([sys.executable, "-c", "while True: pass"], 1).returncode != 0


@pytest.mark.parametrize("name", TARGETS)
def test_every_target_has_seeds_that_pass(name: str) -> None:
    seeds = list(TARGETS[name].all_seeds())
    assert len(seeds) >= 2
    for seed in seeds:
        TARGETS[name].check(seed)


@pytest.mark.parametrize("name", TARGETS)
def test_what_a_mutator_makes_is_no_longer_than_allowed(name: str) -> None:
    chance = random.Random(name)
    seed = max(TARGETS[name].all_seeds(), key=len)
    made = {TARGETS[name].mutator(seed, LONGEST, chance, lambda raw, longest: raw[:longest]) for _ in range(60)}
    assert len(made) > 10
    assert all(len(each) <= LONGEST for each in made)


def test_a_check_that_is_too_slow_or_too_large_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.fuzz.checks.SLOWEST_SECONDS", -1.0)
    with pytest.raises(TooSlow):
        bounded(lambda raw: None)(b"x")
    monkeypatch.setattr("tests.fuzz.checks.SLOWEST_SECONDS", 60.0)
    monkeypatch.setattr("tests.fuzz.checks.MEMORY_EACH", 1)
    kept: list[bytes] = []
    with pytest.raises(TooLarge):
        bounded(lambda raw: kept.append(bytes(20_000_000)))(b"x")
