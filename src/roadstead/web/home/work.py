"""Work of a person: items of many kinds in one list by the time at which each is due.

A builder reads one kind of work, only rows that this user may see, and returns None where the user has no such work.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from roadstead.platform.accounts.models import User
from roadstead.platform.database.any_rows import Rows, with_rows
from roadstead.web.common.tables import CappedCount, capped_count
from roadstead.web.templatetags.clock import duration

MAX_LINES: Final = 8  # of one kind
MAX_ITEMS: Final = 12  # of a list
MAX_COUNTED: Final = 200  # rows of one kind: a person needs no exact count beyond it
GONE_AFTER: Final = timedelta(hours=6)  # since arrival: then other work comes first

Text = str | Promise


class Moment(StrEnum):
    """Meaning of an item’s time."""

    DEADLINE = "deadline"  # of a law or rule in force
    TARGET = "target"  # our own aim
    DUE = "due"
    ARRIVES = "arrives"
    PLANNED = "planned"
    SINCE = "since"
    ENDS = "ends"


# What is shown before and after the moment. `%(time)s`: how long until then, or since.
WORDS: Final[dict[Moment, tuple[Text, Text]]] = {
    Moment.DEADLINE: (_("Deadline in %(time)s"), _("Late, deadline %(time)s ago")),
    Moment.TARGET: (_("Target in %(time)s"), _("Past target for %(time)s")),
    Moment.DUE: (_("Due in %(time)s"), _("Overdue for %(time)s")),
    Moment.ARRIVES: (_("Arrives in %(time)s"), _("Arrived %(time)s ago")),
    Moment.PLANNED: (_("Planned in %(time)s"), _("Planned %(time)s ago")),
    Moment.SINCE: (_("Starts in %(time)s"), _("Waiting for %(time)s")),
    Moment.ENDS: (_("Ends in %(time)s"), _("Ended %(time)s ago")),
}
OVERDUE: Final = frozenset({Moment.DEADLINE, Moment.TARGET, Moment.DUE, Moment.PLANNED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One piece of work, and the page where it is done."""

    text: Text
    href: str
    detail: Text = ""
    at: datetime | None = None
    moment: Moment = Moment.DUE
    is_urgent: bool = False

    def is_late(self, now: datetime) -> bool:
        """Return True if it should have been done."""
        return self.at is not None and self.moment in OVERDUE and self.at < now

    def when(self, now: datetime) -> str:
        """Return the time in words, as in `Deadline in 2 h`; "" if it has none."""
        if self.at is None:
            return ""
        ahead, past = WORDS[self.moment]
        return str(ahead if self.at >= now else past) % {"time": duration(abs(self.at - now))}

    def order(self, now: datetime) -> tuple[bool, bool, datetime]:
        """Return the place in a list: what is urgent, then by time. What has waited comes with what is due now;
        what has no time, and what arrived hours ago, comes last.
        """
        if self.at is None or (self.moment is Moment.ARRIVES and self.at < now - GONE_AFTER):
            return not self.is_urgent, True, now
        return not self.is_urgent, False, max(self.at, now) if self.moment is Moment.SINCE else self.at


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Work of one kind: how much there is, where all of it is, and the first of it. `type`: of a single item."""

    name: Text
    type: Text
    href: str
    count: int
    items: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """An item as it is shown. `when`: its time in words, "" if it has none."""

    item: Item
    source: Source
    when: str
    is_late: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkList:
    """Sources of work merged. `more`: how many items are not shown."""

    sources: list[Source]
    rows: list[Row]
    count: int
    more: int


Builder = Callable[[User, datetime], Source | None]
# Builders by the rows without which one has nothing to read. None: it has the rows nearly always, or finds them by an
# index faster than a scan of what the user may not see.
Builders = Mapping[Builder, Rows | None]


def with_work(builders: Builders, also: Mapping[str, Rows]) -> set[Builder | str]:
    """Return the builders that have something to read, and the names of those sets in `also` that hold a row."""
    found = with_rows({**also, **{builder: rows for builder, rows in builders.items() if rows is not None}})
    return {*found, *(builder for builder, rows in builders.items() if rows is None)}


def build(builders: Iterable[Builder], user: User, now: datetime, *, also: Iterable[Source | None] = ()) -> WorkList:
    """Return the work of these kinds that the user has, and `also` of further ones, the first due first."""
    sources = [found for found in (*(builder(user, now) for builder in builders), *also) if found and found.count]
    items = [(item, source) for source in sources for item in source.items]
    items.sort(key=lambda pair: pair[0].order(now))
    total = sum(source.count for source in sources)
    is_capped = any(isinstance(source.count, CappedCount) for source in sources)
    rows = [
        Row(item=item, source=source, when=item.when(now), is_late=item.is_late(now))
        for item, source in items[:MAX_ITEMS]
    ]
    return WorkList(
        sources=sources, rows=rows, count=CappedCount(total) if is_capped else total, more=total - len(rows)
    )


def first_of(rows: QuerySet[Any, Any]) -> tuple[list[Any], int]:
    """Return the first MAX_LINES rows, and the number of all, counted up to MAX_COUNTED. One statement if there are no
    more.
    """
    found = list(rows[: MAX_LINES + 1])
    return found[:MAX_LINES], number_of(rows, found)


def number_of(rows: QuerySet[Any, Any], found: Sequence[Any]) -> int:
    """Return the number of `rows`, of which `found` are the first MAX_LINES + 1, counted up to MAX_COUNTED."""
    return len(found) if len(found) <= MAX_LINES else capped_count(rows, MAX_COUNTED)
