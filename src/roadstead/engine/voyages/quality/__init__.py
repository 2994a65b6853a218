"""Data quality of a filing: completeness, plausibility, timeliness and sufficiency, as codes and sentences. Pure.

Each check is a function with its code and its sentence in one table (`table.CHECKS`); `assess` runs the checks of a
traveller, a message or a voyage.
"""

from roadstead.engine.voyages.quality.assess import Assessment as Assessment
from roadstead.engine.voyages.quality.assess import assess_manifest as assess_manifest
from roadstead.engine.voyages.quality.assess import assess_traveller as assess_traveller
from roadstead.engine.voyages.quality.assess import assess_voyage as assess_voyage
from roadstead.engine.voyages.quality.facts import FilingTimes as FilingTimes
from roadstead.engine.voyages.quality.facts import StateDeadline as StateDeadline
from roadstead.engine.voyages.quality.facts import category_of as category_of
