"""Results of a search: groups of rows, and the alerts that it may show beside them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Q, QuerySet

from roadstead.casework.alerts.state_decisions import as_seen_by, visible_alerts
from roadstead.engine.records import Action
from roadstead.filings.voyages.models import Voyage
from roadstead.platform.accounts.models import User
from roadstead.platform.database.scope import restricted_ids

MAX_SHOWN: Final = 20  # rows of a group on a page
MAX_COUNTED: Final = 100  # rows that are counted; beyond it a page says "more than 100"
MAX_ALERTS: Final = 3  # of one row
# What masking leaves of an alert names nobody: it is found in the queue, not by a search.
MASKED: Final = Q(declared={}, reasons=[], person_key=None, party_key=None) & (
    Q(traveller__isnull=False) | Q(bill__isnull=False)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One result. `tag`: kind and code of its state as `statuses.TAGS` names it, if it has one of its own; `alerts`:
    as they are for the reader, None where no alert can be about it; `reference`: as the audit names it.
    """

    title: str
    href: str
    reference: str
    details: Sequence[str] = ()
    voyage: Voyage | None = None
    tag: tuple[str, str] | None = None
    alerts: Sequence[Any] | None = None
    more_alerts: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The results of one kind, exact ones first; `count` goes up to MAX_COUNTED + 1."""

    kind: str
    rows: Sequence[Row]
    count: int

    @property
    def has_more(self) -> bool:
        return self.count > MAX_COUNTED

    @property
    def counted(self) -> int:
        """Return the count as it is shown."""
        return min(self.count, MAX_COUNTED)


def findable_alerts(user: User) -> QuerySet[Any, Any]:
    """Return the alerts that search shows to this user: none of a silent entry, whoever reads, since a search is made
    at a desk with people before it, and none that is masked or about a restricted person.
    """
    return visible_alerts(user).exclude(action=Action.DISCREET).exclude(MASKED).filter(unrestricted("traveller_id"))


def unrestricted(column: str) -> Q:
    """Return the condition that a row is not about a restricted traveller, whose id is in `column`. Those who watch
    over the data read such rows on other pages; search finds them for nobody.
    """
    return ~Q(**{f"{column}__in": numbers}) if (numbers := restricted_ids()) else Q()


def alerts_by(user: User, column: str, ids: Collection[int]) -> Mapping[int, list[Any]]:
    """Return the alerts about these rows, by the row's id, those first that are open for this user."""
    found = defaultdict[int, list[Any]](list)
    rows = findable_alerts(user).filter(**{f"{column}__in": list(ids)}) if ids else ()
    for alert in as_seen_by(rows, user):
        found[getattr(alert, f"{column}_id")].append(alert)
    for alerts in found.values():
        alerts.sort(key=lambda alert: (not alert.is_open, -alert.score))
    return found


def shown_alerts(alerts: Sequence[Any]) -> dict[str, Any]:
    """Return the fields of a row that show these alerts."""
    return {"alerts": alerts[:MAX_ALERTS], "more_alerts": max(0, len(alerts) - MAX_ALERTS)}


def limited(rows: Iterable[Any]) -> list[Any]:
    """Return as many rows as are counted, and one more."""
    return [row for row, _ in zip(rows, range(MAX_COUNTED + 1), strict=False)]
