"""Nothing of state A's reaches anybody else: the walk by everybody who is not A's (S25).

In a file of its own, because it takes longest of all tests and a file goes to one process.
"""

from __future__ import annotations

import pytest

from roadstead.platform.accounts.models import User
from tests.leaks.twice import leaks, twice
from tests.leaks.walk import people

FOREMOST = {"nobody", "B's officer", "another carrier"}

pytestmark = [pytest.mark.django_db(databases=["default"]), pytest.mark.timeout(1800)]  # the longest of all


def foremost() -> dict[str, User | None]:
    """Who stands at a border of B, who carries people there, and whoever happens to come by."""
    cast = {name: person for name, person in people().items() if name in FOREMOST}
    assert set(cast) == FOREMOST
    return cast


def test_everybody_of_b_another_carrier_and_nobody_meet_nothing_of_state_a(monkeypatch: pytest.MonkeyPatch) -> None:
    """With one search and the export in place of every parameter, and one form of each kind."""
    walks = twice(people, monkeypatch, brief=True, once=True)
    found = [each for name, there, gone in walks for each in leaks(name, there, gone)]
    assert not found, f"{len(found)} leaks:\n" + "\n".join(found[:20])


@pytest.mark.long
def test_the_foremost_meet_nothing_of_state_a_whatever_they_type_and_send(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every value into every parameter, and every form."""
    found = [each for name, there, gone in twice(foremost, monkeypatch) for each in leaks(name, there, gone)]
    assert not found, f"{len(found)} leaks:\n" + "\n".join(found[:20])
