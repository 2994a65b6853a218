"""A national system of state B meets nothing of state A's, whatever it asks and posts (S25)."""

from __future__ import annotations

import pytest

from roadstead.platform.accounts.models import User
from roadstead.platform.accounts.organisations import first_organisation
from roadstead.platform.database.scope import REGION, enter
from roadstead.web.systems import access
from tests.leaks.cases import CASES
from tests.leaks.test_leaks import without_filters, without_policies
from tests.leaks.twice import leaks, twice
from tests.leaks.walk import people

pytestmark = [pytest.mark.django_db(databases=["default"]), pytest.mark.timeout(1800)]
CALLS = {name for name in CASES if name.startswith("state-api:")} | {"api:receipt"}  # which reads a parameter
PAGES = {
    *("systems", "revoke-system-token", "record-check", "state-api-docs", "api:receipt"),
    *("system-webhooks", "change-system-webhook", "resend-system-webhook"),
}


def nobody() -> dict[str, User | None]:
    """The token says who calls."""
    return {"nobody": None}


def supervisor() -> dict[str, User | None]:
    found = {name: person for name, person in people().items() if name == "B's supervisor"}
    for person in found.values():
        assert person
        person.organisation = first_organisation(person.state)
        person.save(update_fields=["organisation"])
    return found


def found(monkeypatch: pytest.MonkeyPatch, *, brief: bool = False) -> list[str]:
    walks = twice(nobody, monkeypatch, brief=brief, pages=CALLS)
    return [each for name, there, gone in walks for each in leaks(name, there, gone)]


def test_a_system_of_b_meets_nothing_of_state_a(monkeypatch: pytest.MonkeyPatch) -> None:
    told = found(monkeypatch)
    assert not told, "\n".join(told[:20])


@pytest.mark.long
def test_a_supervisor_of_b_meets_no_token_and_no_check_of_state_a(monkeypatch: pytest.MonkeyPatch) -> None:
    walks = twice(supervisor, monkeypatch, brief=False, pages=PAGES)
    told = [each for name, there, gone in walks for each in leaks(name, there, gone)]
    assert not told, "\n".join(told[:20])


@pytest.mark.long
def test_the_policies_alone_hold_for_a_system(monkeypatch: pytest.MonkeyPatch) -> None:
    without_filters(monkeypatch)
    told = found(monkeypatch, brief=True)
    assert not told, "\n".join(told[:20])


@pytest.mark.long
def test_the_filters_alone_hold_for_a_system(monkeypatch: pytest.MonkeyPatch) -> None:
    without_policies(monkeypatch)
    monkeypatch.setattr(access, "enter", lambda scope: enter(REGION))
    told = found(monkeypatch, brief=True)
    assert not told, "\n".join(told[:20])
