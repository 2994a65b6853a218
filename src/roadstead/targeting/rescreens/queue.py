"""Queue a rescreen in the transaction of the change. A worker does it (`pipeline/rescreen.py`)."""

from __future__ import annotations

from typing import Any

from roadstead.filings.intake import queue
from roadstead.targeting.rescreens.models import Reason, RescreenJob


def queue_rescreen(reason: Reason, *, owner: str, **change: Any) -> None:
    """Have stored voyages screened again for `change` (columns of RescreenJob), and wake a worker."""
    RescreenJob.objects.create(reason=reason, owner=owner, **change)
    queue.ring()
