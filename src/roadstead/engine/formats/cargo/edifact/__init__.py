"""Cargo as UN/EDIFACT: manifests, bay plans, loading, discharge and gate reports, reports of a conveyance.

One reader handles all of them: `message_trees` defines how the segments of each type are grouped, `codes` and `context`
what they mean.
"""

from roadstead.engine.formats.cargo.edifact.read import HEADLESS as HEADLESS
from roadstead.engine.formats.cargo.edifact.read import TYPES as TYPES
from roadstead.engine.formats.cargo.edifact.read import read as read
from roadstead.engine.formats.cargo.edifact.read import voyage_of as voyage_of
