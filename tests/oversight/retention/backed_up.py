"""Run by the restore drill in a process of its own: files one list, long ago, in the database the settings name."""

from __future__ import annotations

from datetime import UTC, datetime

import django

django.setup()

from roadstead.filings.voyages.models import Voyage  # noqa: E402
from roadstead.platform.accounts.models import State  # noqa: E402
from roadstead.platform.database.scope import REGION, scoped  # noqa: E402
from tests.pipeline.test_pipeline import ANNA, file  # noqa: E402
from tests.samples import paxlst  # noqa: E402

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)

with scoped(REGION):
    State.objects.get_or_create(code="BRB", defaults={"name": "Barbados"})
    file(paxlst(ANNA), now=LONG_AGO)
    Voyage.objects.update(arrives_at=LONG_AGO, departs_at=LONG_AGO, filed_at=LONG_AGO)
