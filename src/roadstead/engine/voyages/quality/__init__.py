"""The quality of what was filed, in words and codes: complete, plausible, on time, sufficient. Pure.

Each check is a function with its code and its sentence in one table (`table.CHECKS`); `weigh` puts a traveller, a
message or a voyage through those made for it.
"""

from roadstead.engine.voyages.quality.facts import Due as Due
from roadstead.engine.voyages.quality.facts import Filed as Filed
from roadstead.engine.voyages.quality.facts import category_of as category_of
from roadstead.engine.voyages.quality.weigh import Weighed as Weighed
from roadstead.engine.voyages.quality.weigh import of_manifest as of_manifest
from roadstead.engine.voyages.quality.weigh import of_traveller as of_traveller
from roadstead.engine.voyages.quality.weigh import of_voyage as of_voyage
