"""The library of rules that Roadstead ships, added as drafts of the region, each in force once two people agree."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from roadstead.engine.rules.files import libraries
from roadstead.targeting.rulebook.acts import add_from_library
from roadstead.targeting.rulebook.models import RuleStatus, RuleVersion
from roadstead.targeting.watchlists.models import REGION


def add_library(*, now: datetime) -> int:
    """Add missing rules of the library; return their number. Existing rules stay as users have changed them."""
    return sum(add_from_library(text, owner=REGION, now=now) is not None for text in libraries())


def proposed_drafts(also: Collection[str] = ()) -> list[RuleVersion]:
    """Return drafts of the library that its authors propose to switch on, and those with these keys."""
    keys = [text.key for text in libraries() if text.proposed == "on" or text.key in also]
    rows = RuleVersion.objects.filter(status=RuleStatus.DRAFT, owner=REGION, author=None, rule__key__in=keys)
    return list(rows.select_related("rule").order_by("rule_id"))
