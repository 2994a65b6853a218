"""Nothing of state A's reaches anybody else: the whole walk, by everybody who is not A's (S25).

In a file of its own, because it takes longest of all tests and a file goes to one process.
"""

from __future__ import annotations

import pytest

from tests.leaks.twice import leaks, twice
from tests.leaks.walk import people

pytestmark = pytest.mark.django_db(databases=["default"])


def test_state_b_another_carrier_and_nobody_meet_nothing_of_state_a(monkeypatch: pytest.MonkeyPatch) -> None:
    found = [each for name, there, gone in twice(people, monkeypatch) for each in leaks(name, there, gone)]
    assert not found, f"{len(found)} leaks:\n" + "\n".join(found[:20])
