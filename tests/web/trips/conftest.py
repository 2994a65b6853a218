"""The captain of the tests of trips."""

from __future__ import annotations

import pytest

from roadstead.platform.accounts.models import User
from tests.web.trips.captain import Captain


@pytest.fixture
def captain(carrier_user: User) -> Captain:
    return Captain(carrier_user)
