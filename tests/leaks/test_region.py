"""What state A keeps for itself does not reach the regional centre either: the walk by each of its roles (S25)."""

from __future__ import annotations

import pytest

from tests.leaks.twice import leaks, twice
from tests.leaks.walk import regions_people

pytestmark = [pytest.mark.django_db(databases=["default"]), pytest.mark.timeout(1800)]  # the longest of all


def test_the_regions_people_meet_nothing_that_state_a_keeps_for_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    walks = twice(regions_people, monkeypatch, alone=True, brief=True)
    found = [each for name, there, gone in walks for each in leaks(name, there, gone, may_see=True)]
    found = [each for each in found if "administrator" not in each]
    assert not found, f"{len(found)} leaks:\n" + "\n".join(found[:20])
