"""Data quality of a filing: completeness, plausibility, timeliness and sufficiency, as codes and sentences. Pure.

Each check is a function with its code and its sentence in one table (`table.CHECKS`); `weigh` runs the checks of a
traveller, a message or a voyage.
"""

from roadstead.engine.voyages.quality.facts import Due as Due
from roadstead.engine.voyages.quality.facts import Filed as Filed
from roadstead.engine.voyages.quality.facts import category_of as category_of
from roadstead.engine.voyages.quality.weigh import Weighed as Weighed
from roadstead.engine.voyages.quality.weigh import of_manifest as of_manifest
from roadstead.engine.voyages.quality.weigh import of_traveller as of_traveller
from roadstead.engine.voyages.quality.weigh import of_voyage as of_voyage
