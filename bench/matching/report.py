"""What the bench says: figures as JSON under ROADSTEAD_HOME, tables for people."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from bench.matching import real
from bench.matching.curve import Outcome, curves, table
from bench.matching.library import kept
from bench.matching.measure import EACH, Gold, gold, measured, names_only
from roadstead.model import Entry


def real_list(each: int = EACH, policy: bool = True) -> dict[str, Any]:
    """Recall by kind on everything published that we read, and single pairs of names."""
    found, _ = measured(gold(each=each), policy)
    keep_curves("real", found)
    return {"list": real.figures(), "recall": table(found), "single pairs": names_only()}


def with_million(invented: Iterable[Entry], each: int = EACH, policy: bool = True) -> dict[str, Any]:
    """The same with the invented persons beside the published ones."""
    of: Gold = gold(invented, each=each)
    found, _ = measured(of, policy)
    keep_curves("big", found)
    return {"list": {"entities": len(of.entries)}, "recall": table(found)}


def keep_curves(name: str, found: Outcome) -> None:
    """The curves by list, for the page of lists and for drawing."""
    kept(f"curves-{name}.json").write_text(json.dumps(curves(found), indent=1) + "\n", encoding="utf-8")
