"""A warrant among fifteen states and real workers, under load: on every flight's screening soon, and off with its end.

`./roadstead bench warrants` measures the same; the times here are loose, since machines differ.
"""

from __future__ import annotations

import pytest

from bench.warrants import AIRPORTS, LIVE_SECONDS, OFF_SECONDS, WITH_PERSON, measured
from tests.shared import live_system

pytestmark = [pytest.mark.long, pytest.mark.timeout(2400)]


def test_it_is_live_soon_and_its_end_closes_every_alert_and_is_read_in_every_state() -> None:
    with live_system("warrants", workers=2) as system:
        found = measured(system)
    assert found["states"] == len(AIRPORTS) == 15
    assert found["states_acknowledged"] == len(WITH_PERSON) == 5
    assert found["alerts_after_the_end"] == 0
    assert found["validation_to_last_alert_seconds"] < 5 * LIVE_SECONDS
    assert found["end_to_acknowledged_seconds"] < OFF_SECONDS
    assert found["end_to_off_in_every_state_seconds"] < OFF_SECONDS
