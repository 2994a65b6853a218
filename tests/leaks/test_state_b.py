"""Nothing of state A's reaches anybody else: the walk by everybody who is not A's (S25).

In a file of its own, because with `--long` it takes longest of all tests and a file goes to one process.
"""

from __future__ import annotations

from collections.abc import Callable, Collection

import pytest

from roadstead.platform.accounts.models import User
from tests.leaks.daily import DAILY
from tests.leaks.twice import leaks, twice
from tests.leaks.walk import people

# test_leaks.py walks as B's supervisor and another carrier with either half of the isolation alone, which shows more.
OTHERS = {"nobody", "B's officer"}
OUTSIDERS = ("another carrier", "nobody")
WHO_TYPE = {"B's officer", *OUTSIDERS}  # everything, everywhere, with `--long`

pytestmark = [pytest.mark.django_db(databases=["default"]), pytest.mark.timeout(3000)]  # the longest of all


def only(names: set[str]) -> Callable[[], dict[str, User | None]]:
    """Of everybody who is not A's, those of `names`."""

    def cast() -> dict[str, User | None]:
        chosen = {name: person for name, person in people().items() if name in names}
        assert set(chosen) == names
        return chosen

    return cast


def who_type_nothing() -> dict[str, User | None]:
    return {name: person for name, person in people().items() if name not in WHO_TYPE}


def found_by(
    cast: Callable[[], dict[str, User | None]],
    monkeypatch: pytest.MonkeyPatch,
    *,
    brief: bool,
    pages: Collection[str] = (),
    prove: bool = False,
) -> list[str]:
    walks = twice(cast, monkeypatch, brief=brief, once=brief, pages=pages, prove=prove)
    return [each for name, there, gone in walks for each in leaks(name, there, gone)]


def test_an_officer_of_b_and_nobody_meet_nothing_of_state_a(monkeypatch: pytest.MonkeyPatch) -> None:
    """With one search and the export in place of every parameter, and one form of each kind, at addresses that read
    every isolated table. With `--long` the next walks everywhere, as these two and as everybody else. What the database
    tells them the same (told.py) they ask again all the same, so that it is seen to be answered the same."""
    found = found_by(only(OTHERS), monkeypatch, brief=True, pages=DAILY, prove=True)
    assert not found, f"{len(found)} leaks:\n" + "\n".join(found[:20])


@pytest.mark.long
def test_everybody_else_of_b_meets_nothing_of_state_a(monkeypatch: pytest.MonkeyPatch) -> None:
    """But for those who type everything, below and in test_outsiders.py: that walk holds this one."""
    found = found_by(who_type_nothing, monkeypatch, brief=True)
    assert not found, f"{len(found)} leaks:\n" + "\n".join(found[:20])


@pytest.mark.long
def test_an_officer_of_b_meets_nothing_of_state_a_whatever_they_type_and_send(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every value into every parameter, and every form. Outsiders do so in test_outsiders.py."""
    found = found_by(only({"B's officer"}), monkeypatch, brief=False)
    assert not found, f"{len(found)} leaks:\n" + "\n".join(found[:20])
