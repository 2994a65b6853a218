"""A hit, its reasons, and by which versions it can be made again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from roadstead.engine.records.listed import Action


class HitKind(StrEnum):
    NAME = "name"
    DOCUMENT = "document"
    RULE = "rule"
    CRAFT = "craft"
    GOODS = "goods"
    PARTY = "party"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One sentence an officer reads, and what it added (or took away) from the score."""

    text: str
    value: float = 0.0
    feature: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Replay:
    """Which versions made this hit, so that years later the same input gives the same result (S19)."""

    list_version: str = ""
    rule_version: str = ""
    matcher_version: str = ""
    policy_version: str = ""
    threshold: float | None = None  # bits, of a likeness: what held for its list
    statistics_version: str = ""  # state of all lists on which it was counted how common a name is
    facts: Mapping[str, str | int | bool | list[str]] | None = None  # of a written rule: those it looked at


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A possibility, never more: what was declared meets what is listed, or a rule speaks.

    `traveller` is the position of the traveller in the manifest, None for a hit on the voyage as a whole;
    `bill` the position of the bill among the consignments, for a hit on cargo; `parties` those of its parties that met,
    or, without bill, those of the manifest's.
    """

    kind: HitKind
    traveller: int | None = None
    bill: int | None = None
    parties: tuple[int, ...] = ()
    list: str = ""
    rule: str = ""
    severity: str = ""  # of a written rule, as its authors set it: high, medium, low
    entry: str = ""
    entry_name: str = ""
    action: Action = Action.REFER
    score: float = 0.0
    reasons: tuple[Reason, ...] = ()
    replay: Replay = Replay()
    name_score: float | None = None  # how alike the names read, 0–100; decides nothing
    probability: float | None = None  # 0–1, of the second stage where it is asked; advisory
