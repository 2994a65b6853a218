"""A purge that begins only where it may: the one way in which the scheduler and the command line purge.

It does not begin by a clock in doubt, nor where it would take a large part of what is stored and two people have not
decided that it goes on.
"""

from __future__ import annotations

from roadstead.oversight.retention.models import Run
from roadstead.oversight.retention.purge import Purge
from roadstead.oversight.retention.stops import stop_by_clock, stop_by_share


def guarded_purge(purge: Purge, *, started_by: str, approved: bool = False) -> Run:
    """Run it, or raise PurgeStopped before anything is deleted or masked. `approved`: however much it takes."""
    stop_by_clock(purge.as_of, purge.now, started_by)
    purge.due()  # sets the clocks, by which it is counted how much would go
    if not approved:
        stop_by_share(purge.as_of, started_by)
    return purge.run()
