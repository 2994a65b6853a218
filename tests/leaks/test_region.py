"""What state A keeps for itself does not reach the regional centre either: the walk by each of its roles (S25)."""

from __future__ import annotations

from collections.abc import Callable, Collection

import pytest

from roadstead.platform.accounts.models import User
from tests.leaks.daily import DAILY
from tests.leaks.twice import leaks, twice
from tests.leaks.walk import regions_people

pytestmark = [pytest.mark.django_db(databases=["default"]), pytest.mark.timeout(3000)]  # the longest of all
DECIDE = {"the region's analyst"}  # the supervisor, and everybody else, with `--long`


def who_decide() -> dict[str, User | None]:
    cast = {name: person for name, person in regions_people().items() if name in DECIDE}
    assert set(cast) == DECIDE
    return cast


def found_by(
    cast: Callable[[], dict[str, User | None]],
    monkeypatch: pytest.MonkeyPatch,
    *,
    once: bool,
    pages: Collection[str] = (),
) -> list[str]:
    walks = twice(cast, monkeypatch, alone=True, brief=True, once=once, pages=pages)
    found = [each for name, there, gone in walks for each in leaks(name, there, gone, may_see=True)]
    return [each for each in found if "administrator" not in each]


def test_the_regions_people_who_decide_meet_nothing_that_state_a_keeps_for_itself(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """With one form of each kind, at addresses that read every isolated table."""
    found = found_by(who_decide, monkeypatch, once=True, pages=DAILY)
    assert not found, f"{len(found)} leaks:\n" + "\n".join(found[:20])


@pytest.mark.long
def test_nor_does_anybody_of_the_region_whatever_form_they_send(monkeypatch: pytest.MonkeyPatch) -> None:
    found = found_by(regions_people, monkeypatch, once=False)
    assert not found, f"{len(found)} leaks:\n" + "\n".join(found[:20])
