"""What a worker does for the record beside its messages: seal every few seconds, verify and sign once a day."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from roadstead.platform.audit.models import Checkpoint
from roadstead.platform.audit.seal import seal
from roadstead.platform.audit.verify import Broken, make_checkpoint
from roadstead.platform.database.scope import REGION, scoped

log = logging.getLogger("roadstead.platform.audit")
EVERY: Final = timedelta(seconds=2)  # at most so long a line can be changed unseen
CHECK: Final = timedelta(days=1)
NEVER: Final = datetime.min.replace(tzinfo=UTC)
LOOK: Final = timedelta(minutes=5)  # how often the table is asked whether a check is due


@dataclass(slots=True)
class Keeper:
    """Of one worker process; several may keep, and one at a time does."""

    home: Path
    sealed_at: datetime = NEVER
    looked_at: datetime = NEVER

    def keep(self, *, now: datetime) -> None:
        """Whatever is due. A record that does not hold is logged and shown on the audit page; work goes on."""
        if now - self.sealed_at < EVERY:
            return
        seal()
        self.sealed_at = now
        if now - self.looked_at >= LOOK:
            self.looked_at = now
            self._check(now)

    def _check(self, now: datetime) -> None:
        with scoped(REGION):
            latest = Checkpoint.objects.order_by("-id").values_list("at", flat=True).first()
        if latest is not None and now - latest < CHECK:
            return
        try:
            made = make_checkpoint(self.home, now=now)
            log.info("the audit holds: signed at line %s", made["size"])
        except Broken as broken:
            log.error("the audit does not hold: %s", broken)
