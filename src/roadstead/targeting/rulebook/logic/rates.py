"""Match rates of a rule by sex, age and nationality, as numbers that identify no one (S17). Pure.

For a cargo rule: by lane and by country of the consignor, without a limit.

The rate of a group is compared with that of all others. US agencies take four-fifths as a sign of adverse impact (29
CFR 1607.4 D); the limit is a setting. Small groups are neither compared, since their rates mean nothing, nor shown,
since a group of three is three people.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Final

MIN_GROUP_PEOPLE: Final = 20  # people of a group [D]; fewer are neither compared nor shown
MIN_MATCHES: Final = 3  # people matched by the rule [D]: one or two are chance
DAYS: Final = 30  # days over which a rule is tried
MAX_EVALUATED: Final = 5000  # travellers or bills
MAX_STORED_MATCHES: Final = 200  # matches that are shown
ATTRIBUTES: Final = ("sex", "age", "nationality")
BILL_ATTRIBUTES: Final = ("lane", "country")  # from port to port; where the consignor is
MIN_GROUP_BILLS: Final = 5  # of a lane; a bill is shown to those who may see it anyway
MAX_GROUPS: Final = 30  # groups of bills, the largest first
BANDS: Final = ((18, "under 18"), (30, "18 to 29"), (45, "30 to 44"), (60, "45 to 59"))
ONLY_GROUP_RATIO: Final = 1_000_000.0  # the ratio of a group that is the only one matched


@dataclass(frozen=True, slots=True)
class Group:
    """A group and its matches. `ratio`: its rate relative to all others; None if there is too little to compare."""

    attribute: str
    name: str
    people: int
    matched: int
    ratio: float | None

    @property
    def of_1000(self) -> float:
        return 1000 * self.matched / self.people if self.people else 0.0

    @property
    def is_only(self) -> bool:
        return self.ratio is not None and self.ratio >= ONLY_GROUP_RATIO


@dataclass(frozen=True, slots=True, kw_only=True)
class DryRunResult:
    """The result of one dry run. `all`: travellers of the days; `people`: those evaluated, the newest first."""

    days: int = 0
    all: int = 0
    people: int = 0
    voyages: int = 0
    matched: int = 0  # travellers; for a rule about voyages their people do not count
    matched_voyages: int = 0
    unknown: int = 0
    failed: int = 0
    about_voyages: bool = False
    bills: int = 0  # for a cargo rule: those evaluated; `all` are those of the days
    matched_bills: int = 0
    about_bills: bool = False
    groups: tuple[Group, ...] = field(default=())

    @property
    def of_1000(self) -> float:
        met, asked = (self.matched_bills, self.bills) if self.about_bills else (self.matched, self.people)
        return 1000 * met / asked if asked else 0.0

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> DryRunResult:
        groups = tuple(Group(**each) for each in kept.get("groups", ()))
        return cls(**{**kept, "groups": groups})

    def by(self, attribute: str) -> list[Group]:
        return [group for group in self.groups if group.attribute == attribute]


@dataclass(frozen=True, slots=True)
class EvaluatedTraveller:
    """The attributes of an evaluated traveller, by which groups are formed; "" if not stated."""

    sex: str
    age: int | None
    nationality: str
    matched: bool


def groups(people: Iterable[EvaluatedTraveller]) -> tuple[Group, ...]:
    asked = list(people)
    return tuple(group for attribute in ATTRIBUTES for group in _by(attribute, asked))


@dataclass(frozen=True, slots=True)
class EvaluatedBill:
    """An evaluated bill; "" if not stated."""

    lane: str
    country: str
    matched: bool


def groups_of_bills(bills: Iterable[EvaluatedBill]) -> tuple[Group, ...]:
    asked = list(bills)
    by = {name: [(getattr(one, name) or "not known", one.matched) for one in asked] for name in BILL_ATTRIBUTES}
    return tuple(group for name in BILL_ATTRIBUTES for group in _grouped(name, by[name], MIN_GROUP_BILLS)[:MAX_GROUPS])


def _by(attribute: str, people: list[EvaluatedTraveller]) -> list[Group]:
    return _grouped(attribute, [(_name(attribute, one), one.matched) for one in people], MIN_GROUP_PEOPLE)


def _grouped(attribute: str, asked: list[tuple[str, bool]], fewest: int) -> list[Group]:
    """Return groups large enough to show, the largest first."""
    counts: dict[str, list[int]] = {}
    for name, met in asked:
        count = counts.setdefault(name, [0, 0])
        count[0] += 1
        count[1] += met
    everybody, all_met = len(asked), sum(met for _, met in asked)
    found = [
        Group(attribute, name, number, met, _ratio(number, met, everybody - number, all_met - met))
        for name, (number, met) in counts.items()
        if number >= fewest
    ]
    return sorted(found, key=lambda group: (-group.people, group.name))


def _name(attribute: str, one: EvaluatedTraveller) -> str:
    if attribute == "age":
        return "not known" if one.age is None else next((name for top, name in BANDS if one.age < top), "60 and over")
    return (one.sex if attribute == "sex" else one.nationality) or "not known"


def _ratio(people: int, met: int, others: int, others_met: int) -> float | None:
    if others < MIN_GROUP_PEOPLE or met + others_met < MIN_MATCHES:
        return None
    if met < MIN_MATCHES:
        return 0.0 if met == 0 else None
    return (met / people) / (others_met / others) if others_met else ONLY_GROUP_RATIO


def disparate_groups(result: DryRunResult, limit: float) -> list[Group]:
    """Return the groups of people that the rule matches more than `limit` times as often as all others."""
    if result.about_bills:
        return []
    return [group for group in result.groups if group.ratio is not None and group.ratio > limit]
