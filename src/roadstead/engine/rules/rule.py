"""What a rule is given, what it finds, and what it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from inspect import getdoc
from typing import NamedTuple

from roadstead.engine.matching.documents import ReportedDocuments
from roadstead.engine.records import Action, HitKind, Manifest


@dataclass(frozen=True, slots=True, kw_only=True)
class Filing:
    """When the list reached us and by when it had to. Both aware; `due_at` None: no deadline is known."""

    received_at: datetime
    due_at: datetime | None
    rule_source: str  # the law or agreement that sets the deadline, as an officer would cite it


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """All a rule may look at."""

    manifest: Manifest
    documents: ReportedDocuments
    today: date
    filing: Filing | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A rule speaks: about one traveller (by position in the manifest) or, with None, about the voyage."""

    traveller: int | None
    text: str  # the facts, in one sentence
    bits: float = 0.0  # for a rule that weighs; most only say yes
    list: str = ""
    entry: str = ""  # what stands on the list, where a rule looks one up
    kind: HitKind = HitKind.RULE


class Rule(NamedTuple):
    """One rule. A change of what it finds is a new version."""

    code: str
    version: str
    title: str
    action: Action  # what is asked of the officer; never more than a look, for no machine stops anybody (S13)
    check: Callable[[Facts], Iterator[Finding]]

    @property
    def sentence(self) -> str:
        """What the officer reads: the docstring of the check."""
        return getdoc(self.check) or ""
