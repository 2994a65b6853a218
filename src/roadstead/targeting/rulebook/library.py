"""The rules that Roadstead brings along, as drafts of the region: nobody is asked by one until two people agree."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from roadstead.engine.rules.files import libraries
from roadstead.targeting.rulebook.acts import bring
from roadstead.targeting.rulebook.models import RuleVersion, Standing
from roadstead.targeting.watchlists.models import REGION


def bring_library(*, now: datetime) -> int:
    """Those that are not there yet; how many. What people have made of one before stays as it is."""
    return sum(bring(text, owner=REGION, now=now) is not None for text in libraries())


def drafts_proposed(also: Collection[str] = ()) -> list[RuleVersion]:
    """Of the library, those its authors would switch on, and these keys, where nobody has yet."""
    keys = [text.key for text in libraries() if text.proposed == "on" or text.key in also]
    rows = RuleVersion.objects.filter(standing=Standing.DRAFT, owner=REGION, author=None, rule__key__in=keys)
    return list(rows.select_related("rule").order_by("rule_id"))
