"""Registry of all checks, the only one, for documentation and for explaining codes."""

from __future__ import annotations

from typing import Any, Final

from roadstead.engine.voyages.quality.assess import PLAUSIBLE
from roadstead.engine.voyages.quality.check import Check
from roadstead.engine.voyages.quality.complete import COMPLETE
from roadstead.engine.voyages.quality.lists import LISTS, SUFFICIENT
from roadstead.engine.voyages.quality.on_time import ON_TIME
from roadstead.engine.voyages.quality.people import PEOPLE
from roadstead.engine.voyages.quality.voyages import VOYAGES

# Subject of the checks, and its checks.
CHECKS: Final[tuple[tuple[str, tuple[Check[Any], ...]], ...]] = (
    ("a traveller", (*COMPLETE, *PLAUSIBLE, *(each.check for each in PEOPLE))),
    ("a list", LISTS),
    ("a voyage", (*VOYAGES, *ON_TIME)),
    ("a traveller or a voyage", SUFFICIENT),
)
