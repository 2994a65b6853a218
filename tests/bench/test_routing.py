"""The bench of routing fills its whole table."""

from __future__ import annotations

from bench import routing


def test_it_routes_every_state_and_measure() -> None:
    found = routing.run()
    assert found["cells"] == routing.STATES * routing.MEASURES == 600
    assert found["contact points"] == (routing.STATES + 1) * routing.POINTS
