"""Cargo as UN/EDIFACT: manifests, bay plans, loading, discharge and gate reports, reports of a conveyance.

One reader for all of them: `trees` says how the segments of each type belong together, `codes` and `dialects` what
they mean.
"""

from roadstead.messages.cargo_edifact.reader import HEADLESS as HEADLESS
from roadstead.messages.cargo_edifact.reader import TYPES as TYPES
from roadstead.messages.cargo_edifact.reader import read as read
from roadstead.messages.cargo_edifact.reader import voyage_of as voyage_of
