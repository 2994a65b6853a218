"""The bench of law asks for every pair of states and measure."""

from __future__ import annotations

from bench import law


def test_it_asks_for_every_pair_and_measure() -> None:
    found = law.run()
    assert found["pairs and measures"] == law.STATES * (law.STATES - 1) * law.MEASURES == 8400
    assert found["bases"] >= found["pairs and measures"]
