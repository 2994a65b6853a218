"""What state A keeps for itself does not reach the regional centre either: the walk by each of its roles (S25)."""

from __future__ import annotations

import pytest

from tests.leaks.twice import leaks, twice
from tests.leaks.walk import regions_people

pytestmark = [pytest.mark.django_db(databases=["default"]), pytest.mark.timeout(1800)]  # the longest of all


def found_by(monkeypatch: pytest.MonkeyPatch, *, once: bool) -> list[str]:
    walks = twice(regions_people, monkeypatch, alone=True, brief=True, once=once)
    found = [each for name, there, gone in walks for each in leaks(name, there, gone, may_see=True)]
    return [each for each in found if "administrator" not in each]


def test_the_regions_people_meet_nothing_that_state_a_keeps_for_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    """With one form of each kind."""
    found = found_by(monkeypatch, once=True)
    assert not found, f"{len(found)} leaks:\n" + "\n".join(found[:20])


@pytest.mark.long
def test_nor_do_they_whatever_form_they_send(monkeypatch: pytest.MonkeyPatch) -> None:
    found = found_by(monkeypatch, once=False)
    assert not found, f"{len(found)} leaks:\n" + "\n".join(found[:20])
