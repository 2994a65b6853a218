"""The queue: open alerts by urgency, worked out and paged by the database; filters as the address gives them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import Case, Count, DurationField, ExpressionWrapper, F, FloatField, Q, QuerySet, Value, When
from django.db.models.expressions import CombinedExpression
from django.db.models.functions import Extract, Power

from roadstead.accounts.models import User
from roadstead.casework.models import Alert
from roadstead.casework.urgency import AT_THE_DESKS, FULL, GONE, HALVES, UNKNOWN
from roadstead.casework.workflow import OPEN, AlertState
from roadstead.model import HitKind

SHOWN: Final = ("open", *(state.value for state in AlertState), "all")
WHOSE: Final = ("mine", "unassigned", "second", "all")
WITHIN: Final = {"2h": 2, "6h": 6, "12h": 12, "24h": 24, "48h": 48}  # hours
KINDS: Final = tuple(kind.value for kind in HitKind)
LONGEST_ID: Final = 18  # digits


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the address asks for; "" is everything. `show`: of SHOWN, `whose`: of WHOSE."""

    show: str = "open"
    whose: str = "all"
    list: str = ""
    rule: str = ""
    voyage: str = ""
    port: str = ""
    within: str = ""
    kind: str = ""

    @classmethod
    def of(cls, address: Mapping[str, str]) -> Asked:
        """What we do not know is taken for nothing."""
        voyage = address.get("voyage", "")
        return cls(
            show=_known(address.get("show", ""), SHOWN, "open"),
            whose=_known(address.get("whose", ""), WHOSE, "all"),
            list=address.get("list", "")[:100],
            rule=address.get("rule", "")[:20],
            voyage=voyage if voyage.isdecimal() and len(voyage) < LONGEST_ID else "",
            port=address.get("port", "")[:5].upper(),
            within=_known(address.get("within", ""), tuple(WITHIN)),
            kind=_known(address.get("kind", ""), KINDS),
        )

    @property
    def is_open(self) -> bool:
        """Whether urgency means anything: what is decided has none."""
        return self.show == "open" or self.show in OPEN


def hours_to_arrival(now: datetime) -> Extract:
    until = ExpressionWrapper(F("voyage__arrives_at") - Value(now), output_field=DurationField())
    return Extract(until, "epoch")


def urgency_in_sql(now: datetime) -> ExpressionWrapper[CombinedExpression]:
    """`urgency.urgency(...).number`, by the database."""
    hours = ExpressionWrapper(hours_to_arrival(now) / Value(3600.0), output_field=FloatField())
    desks = now - timedelta(hours=AT_THE_DESKS)
    nearness = Case(
        When(voyage__arrives_at=None, then=Value(UNKNOWN)),
        When(voyage__arrives_at__gte=now, then=Power(Value(2.0), hours / Value(-HALVES))),
        When(voyage__arrives_at__gte=desks, then=Value(1.0)),
        default=Value(GONE),
        output_field=FloatField(),
    )
    return ExpressionWrapper(Value(FULL) * F("weight") * nearness, output_field=FloatField())


def queue(user: User, asked: Asked, now: datetime) -> QuerySet[Any, Any]:
    """The rows as asked, the most urgent first; of what is decided the newest first."""
    rows = Alert.objects.visible_to(user).filter(_state(asked), _whose(asked, user), _narrowed(asked, now))
    with_urgency = rows.select_related("voyage", "traveller", "holder").annotate(urgency=urgency_in_sql(now))
    return with_urgency.order_by("-urgency", "pk") if asked.is_open else rows.order_by("-pk")


def counts(user: User, asked: Asked, now: datetime) -> dict[str, int]:
    """How many stand under each choice of whose, with the other filters as they are."""
    rows = Alert.objects.visible_to(user).filter(_state(asked), _narrowed(asked, now)).order_by()
    each = {whose: Count("pk", filter=_whose(Asked(whose=whose), user)) for whose in WHOSE if whose != "all"}
    return rows.aggregate(**each, all=Count("pk"))


def choices(user: User) -> tuple[list[str], list[str], list[str]]:
    """Lists, rules and ports of what is open: what the filters offer."""
    rows = Alert.objects.visible_to(user).filter(state__in=sorted(OPEN)).order_by()
    found = set(rows.values_list("list_name", "rule", "voyage__destination").distinct())
    lists, rules, ports = (sorted({row[at] for row in found} - {""}) for at in range(3))
    return lists, rules, ports


def next_of(user: User, asked: Asked, now: datetime, but: int) -> Alert | None:
    """The most urgent one that this person could take or has taken, other than `but`, within the same filters."""
    rows: QuerySet[Any, Any] = Alert.objects.visible_to(user).filter(state__in=sorted(OPEN - {AlertState.PROPOSED}))
    free = Q(holder=None) | Q(holder=user)
    rows = rows.filter(free, _narrowed(asked, now)).exclude(pk=but)
    found: Alert | None = rows.annotate(urgency=urgency_in_sql(now)).order_by("-urgency", "pk").only("pk").first()
    return found


def _state(asked: Asked) -> Q:
    if asked.show == "all":
        return Q()
    return Q(state__in=sorted(OPEN)) if asked.show == "open" else Q(state=asked.show)


def _whose(asked: Asked, user: User) -> Q:
    return {
        "mine": Q(holder=user),
        "unassigned": Q(holder=None),
        "second": Q(state=AlertState.PROPOSED) & ~Q(holder=user),
    }.get(asked.whose, Q(pk__isnull=False))


def _narrowed(asked: Asked, now: datetime) -> Q:
    named = {"list_name": asked.list, "rule": asked.rule, "voyage_id": asked.voyage,
             "voyage__destination": asked.port, "kind": asked.kind}  # fmt: skip
    narrowed = Q(**{name: value for name, value in named.items() if value})
    if asked.within:
        until = now + timedelta(hours=WITHIN[asked.within])
        narrowed &= Q(voyage__arrives_at__range=(now - timedelta(hours=AT_THE_DESKS), until))
    return narrowed


def _known(value: str, allowed: Sequence[str], default: str = "") -> str:
    return value if value in allowed else default
