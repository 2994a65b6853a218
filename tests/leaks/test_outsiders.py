"""Nothing of state A's reaches another carrier, or whoever has no account, whatever they type and send (S25).

In a file of its own, because it takes long and a file goes to one process.
"""

from __future__ import annotations

import pytest

from tests.leaks.test_state_b import OUTSIDERS, found_by, only

pytestmark = [pytest.mark.django_db(databases=["default"]), pytest.mark.timeout(3000), pytest.mark.long]


@pytest.mark.parametrize("name", OUTSIDERS)
def test_an_outsider_meets_nothing_of_state_a_whatever_they_type_and_send(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every value into every parameter, and every form."""
    found = found_by(only({name}), monkeypatch, brief=False)
    assert not found, f"{len(found)} leaks:\n" + "\n".join(found[:20])
