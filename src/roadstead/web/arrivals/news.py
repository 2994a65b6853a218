"""Changes on the board since it was loaded: a page carries a mark of what it shows, and sends it when it asks again."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

MAX_VOYAGES = 5000  # voyages in a mark; a region has some five hundred a day


@dataclass(frozen=True, slots=True)
class Mark:
    """State of a board: the newest voyage, the number of alerts to decide, and a digest of all rows."""

    youngest: int = 0
    to_decide: int = 0
    digest: str = ""

    def __str__(self) -> str:
        return f"{self.youngest}-{self.to_decide}-{self.digest}"

    @classmethod
    def parse(cls, text: str) -> Mark | None:
        """Return the mark; None if the text is not one."""
        youngest, _sep, rest = text.partition("-")
        to_decide, _sep, digest = rest.partition("-")
        if not all(part.isascii() and part.isdigit() and len(part) < 19 for part in (youngest, to_decide)):
            return None
        return cls(int(youngest), int(to_decide), digest[:20])


@dataclass(frozen=True, slots=True)
class BoardRows:
    """Rows that a mark is made of: voyage id, time of the last change, alerts to decide."""

    rows: Sequence[tuple[int, Any, int]]

    @property
    def mark(self) -> Mark:
        told = "\n".join(f"{pk} {changed:%Y%m%d%H%M%S%f} {alerts}" for pk, changed, alerts in self.rows)
        digest = hashlib.sha256(told.encode()).hexdigest()[:16]
        return Mark(max((row[0] for row in self.rows), default=0), sum(row[2] for row in self.rows), digest)


def board_rows(rows: QuerySet[Any, Any]) -> BoardRows:
    """Return the rows of `board.voyages`, in one query. In an order of their own: sorting a table changes nothing."""
    return BoardRows(list(rows.order_by("pk").values_list("pk", "updated_at", "open_alerts")[:MAX_VOYAGES]))


def news(now: BoardRows, then: Mark | None) -> str:
    """Return `2 new voyages, 1 new alert`; "" if nothing has changed, or without a valid mark."""
    mark = now.mark
    if then is None or mark.digest == then.digest:
        return ""
    voyages = sum(row[0] > then.youngest for row in now.rows)
    alerts = max(0, mark.to_decide - then.to_decide)
    said = [
        ngettext("%d new voyage", "%d new voyages", voyages) % voyages if voyages else "",
        ngettext("%d new alert", "%d new alerts", alerts) % alerts if alerts else "",
    ]
    return ", ".join(filter(None, said)) or _("This list has changed")
