"""Guarded purge: the only way in which the scheduler and the command line purge.

It does not begin while the clock is in doubt, nor if it would take a large share of what is stored and two people have
not decided to go on.
"""

from __future__ import annotations

from roadstead.oversight.retention.models import Run
from roadstead.oversight.retention.purge import Purge
from roadstead.oversight.retention.stops import stop_by_clock, stop_by_share


def guarded_purge(purge: Purge, *, started_by: str, approved: bool = False) -> Run:
    """Run the purge, or raise PurgeStopped before anything is deleted or masked. `approved`: whatever its size."""
    stop_by_clock(purge.as_of, purge.now, started_by)
    purge.due()  # sets the schedules, from which its size is counted
    if not approved:
        stop_by_share(purge.as_of, started_by)
    return purge.run()
